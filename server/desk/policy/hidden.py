"""Hidden characters: nothing in a reply that is invisible, reorders the text or passes for another letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from server.desk.model import Finding
from server.desk.policy.reply import Reply, finding
from server.desk.visible import escaped, hidden


def hidden_characters(reply: Reply) -> Iterator[Finding]:
    """Block invisible, reordering and control characters, and words that mix alphabets."""
    if found := hidden(reply.text):
        shown = " ".join(dict.fromkeys(escaped(character) for character in found))
        yield finding("hidden_characters", "block", f"It holds {len(found)} hidden characters. Take them out.", shown)
    for word in re.findall(r"[^\W\d_]{2,}", reply.text):
        alphabets = {_alphabet(letter) for letter in word}
        if len(alphabets & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "MATHEMATICAL", "FULLWIDTH"}) > 1:
            yield finding("hidden_characters", "block", "A word mixes alphabets, so it may not be what it seems.", word)
    if unicodedata.normalize("NFKC", reply.text) != unicodedata.normalize("NFC", reply.text).replace("…", "..."):
        yield from _compatible(reply.text)


def _compatible(text: str) -> Iterator[Finding]:
    odd = [char for char in text if char != "…" and unicodedata.normalize("NFKC", char) != char and char.isalnum()]
    if odd:
        yield finding("hidden_characters", "block", "It holds look-alike letters. Write plain ones.", "".join(odd))


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ", 1)[0]
