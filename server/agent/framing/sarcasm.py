"""Sarcasm: whether likely sarcasm is to be left out, and the question without the words that ask so."""

from __future__ import annotations

import re

_WITHOUT = re.compile(
    r"(?:,? ?\b(?:and|but|if (?:we|you|i)) )?\b(?:without|excluding|except|minus|ignor(?:e|ing)|leav(?:e|ing) out|"
    r"drop(?:ping)?|remov(?:e|ing)|exclude|not counting) (?:the |any |likely |suspected |all )*"
    r"(?:sarcas(?:m|tic)|iron(?:y|ic))(?: (?:posts?|ones?|comments?|tweets?))?\b",
    re.IGNORECASE,
)


def without_sarcasm(question: str) -> tuple[str, bool]:
    """Return the question without the wish to leave sarcasm out, and whether there was one."""
    match = _WITHOUT.search(question)
    if match is None:
        return question, False
    return f"{question[: match.start()].rstrip()} {question[match.end() :].lstrip()}".strip(), True
