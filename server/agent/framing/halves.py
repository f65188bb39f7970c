"""Halves: the questions that are asked in one breath: `how do they feel, and is it getting worse?`."""

from __future__ import annotations

import re

_OPENS = (
    r"(?:(?:what|who|how|where|when|why)(?:'?s|'?re)?|whom|whose|which|is|are|was|were|has|have|did|does|do|can|could|should|will|would|"
    r"show|find|list|give|tell|compare|write|send|delete|predict|forecast)"
)
_MEASURE = (
    r"(?:sentiment|mood|volumes?|share of voice|engagement|mentions|complaints|number of posts|emotions|spikes|topics)"
)
_NAMED = rf"{_MEASURE}\s+(?:on|in|for|about|of|from)\b"
"""What is asked by the name of a measure alone: sentiment on x."""
_BETWEEN = re.compile(
    rf"[?!;]+\s+(?=\w)|\.\s+(?={_OPENS}\b)|\s*,?\s+(?:and|but|also|plus|&)\s+(?:also\s+|then\s+|please\s+)?(?={_OPENS}\b)|"
    rf"\s*,?\s+and\s+(?=(?:the |our )?{_MEASURE} (?:on|in|for|about|of|from)\b)|"
    r",\s+(?=(?:(?:who|where|why|when|how|what)(?:'?s)?|is|are|did|does|has|have|which)\b)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“«][^\"“”«»]*[\"”»]")
FEWEST = 3
"""Words of a question that stands by itself; `and why` leans on the one before."""


def halves(text: str) -> tuple[str, ...]:
    """Return the questions that a text asks, in order; one where it asks only one. Quoted words are never cut."""
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found, start = [], 0
    for match in _BETWEEN.finditer(text):
        before, after = text[start : match.start()], text[match.end() :]
        inside = any(first <= match.start() < last for first, last in quoted)
        if inside or not (_stands(before) and _stands(after)):
            continue
        found.append(before.strip())
        start = match.end()
    return (*found, text[start:].strip())


_LEANS = re.compile(
    r"\s*(?:over )?(?:what|who|why|which|how)(?:'?s)?\b.{0,14}\b(?:it|that|this|they|them)\b.{0,12}", re.IGNORECASE
)
"""A question that says nothing without the one before: what was it about."""


def _stands(text: str) -> bool:
    opened = re.search(rf"\b{_OPENS}\b|{_NAMED}", text, re.IGNORECASE)
    return bool(opened) and len(text.split()) >= FEWEST and not _LEANS.fullmatch(text)
