"""Doubts: why a reading is not to be relied on, in words."""

from __future__ import annotations

import re

from tools.reader.grams import word_count
from tools.reader.language import UNKNOWN, Spoken

READS = ("en",)
MIN_WORDS = 3
_LETTERS = re.compile(r"#?[a-z]{4,}")
_NO_WORD = re.compile(r"#?(?:[^aeiouy]+|.*[bcdfghjklmnpqrstvwxz]{6}.*|(.)\1+)")
_RUBBISH = 0.5


def doubts(language: Spoken | str, words: list[str], *, reads: tuple[str, ...] | None = READS) -> tuple[str, ...]:
    """Return the reasons against a text's reading, from its language and its tokens; none where it is reliable.

    `reads` are the languages that the reader knows, None for any.
    """
    language, beside = language if isinstance(language, Spoken) else (language, None)
    count, reasons = word_count(words), []
    if count < MIN_WORDS:
        reasons.append(f"{count} word{'' if count == 1 else 's'}, and at least {MIN_WORDS} are needed")
    known = ", ".join(reads or ())
    if language == UNKNOWN:
        reasons.append("the language cannot be told")
    elif reads and language not in reads:
        reasons.append(f"the language is {language}, and this reader knows {known} only")
    elif reads and beside and beside not in reads:
        reasons.append(f"part of it is in {beside}, and this reader knows {known} only")
    if _is_rubbish(words):
        reasons.append("most of its words are none")
    return tuple(reasons)


def _is_rubbish(words: list[str]) -> bool:
    """Tell whether more than half of the Latin words of four letters and more cannot be pronounced."""
    spelt = [word for word in words if _LETTERS.fullmatch(word)]
    return bool(spelt) and sum(bool(_NO_WORD.fullmatch(word)) for word in spelt) > _RUBBISH * len(spelt)
