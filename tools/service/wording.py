"""Wording: text as rules match it, whatever its author did to spelling."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_ODD = re.compile(r"[a-z][0-9!@$*._-]+[a-z]|[0-9!$][a-z]|[a-z][0-9]|\b[a-z] [a-z] [a-z]\b")


def plain(text: str) -> str:
    """Return the text in lower case, without accents, hidden characters, stretched letters or odd quotes.

    Compatibility forms (full width, bold letters) become plain ones; `soooo` becomes `soo`.
    """
    kept = text.lower().replace("`", "'") if text.isascii() else _without_marks(text)
    return " ".join(_STRETCHED.sub(r"\1\1", kept).split())


def _without_marks(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()
    spread = unicodedata.normalize("NFD", wide)
    kept = "".join(char for char in spread if char.isascii() or unicodedata.category(char) not in {"Mn", "Cf"})
    return unicodedata.normalize("NFC", kept)


def disguises(text: str) -> tuple[str, ...]:
    """Return what a text may say if its spelling hides it: the ways to read its digits, dots and stretched letters.

    `k1ll`, `ki11`, `k!ll`, `k i l l`, `k.i.l.l` and `kiiiill` all come out as `kill` in one of them.
    """
    text = _LINK.sub(" ", text)
    spelt = plain(text)
    wide = unicodedata.normalize("NFKC", text).casefold()
    if not _ODD.search(spelt) and not _STRETCHED.search(wide):
        return (spelt,)
    once = plain(_STRETCHED.sub(r"\1", wide))
    return tuple(dict.fromkeys(_letters(spelling, one) for spelling in (spelt, once) for one in "il"))


def _letters(text: str, one: str) -> str:
    """Read digits and signs inside words as letters (`one` is what 1 and ! stand for), and join spaced-out letters."""
    table = str.maketrans({"0": "o", "1": one, "!": one, "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
    words = (word.rstrip("!").translate(table) if re.search(r"[a-z]", word) else word for word in text.split())
    joined = re.sub(r"\b(?:[a-z][ .*_-]){2,}[a-z]\b", lambda found: re.sub(r"[ .*_-]", "", found[0]), " ".join(words))
    return re.sub(r"(?<=[a-z])[*_.](?=[a-z])", "", joined)
