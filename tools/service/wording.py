"""Wording: text as rules match it, whatever its author did to spelling."""

from __future__ import annotations

import re
import unicodedata

_LEET = str.maketrans("013457@$", "oleastas")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def plain(text: str) -> str:
    """Return the text in lower case, without accents, hidden characters, stretched letters or odd quotes.

    Compatibility forms (full width, bold letters) become plain ones; `soooo` becomes `soo`.
    """
    wide = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    kept = "".join(
        char for char in unicodedata.normalize("NFD", wide) if unicodedata.category(char) not in {"Mn", "Cf"}
    )
    return re.sub(r"\s+", " ", re.sub(r"([a-z])\1{2,}", r"\1\1", unicodedata.normalize("NFC", kept))).strip()


def disguised(text: str) -> str:
    """Return `plain` text with digits that stand for letters read as such, and spaced-out letters joined."""
    letters = " ".join(word.translate(_LEET) if re.search(r"[a-z]", word) else word for word in plain(text).split())
    joined = re.sub(r"\b(?:[a-z][ .*_-]){2,}[a-z]\b", lambda found: re.sub(r"[ .*_-]", "", found[0]), letters)
    return re.sub(r"(?<=[a-z])[*_.](?=[a-z])", "", joined)
