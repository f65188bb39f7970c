"""Doubts: why a reading is not to be relied on, in words."""

from __future__ import annotations

from tools.reader.grams import word_count
from tools.reader.language import UNKNOWN

READS = "en"
MIN_WORDS = 3


def doubts(language: str, words: list[str]) -> tuple[str, ...]:
    """Return the reasons against a text's reading, from its language and its tokens; none where it is reliable."""
    count, reasons = word_count(words), []
    if count < MIN_WORDS:
        reasons.append(f"{count} words, and at least {MIN_WORDS} are needed")
    if language == UNKNOWN:
        reasons.append("the language cannot be told")
    elif language != READS:
        reasons.append(f"the language is {language}, and this reader knows {READS} only")
    return tuple(reasons)
