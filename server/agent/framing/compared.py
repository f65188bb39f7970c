"""Compared: two stretches of time that a question sets against each other: better in April than in March."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from server.agent.framing.days import DAY, MONTH
from server.agent.framing.period import find_period
from server.agent.framing.spans import Covered
from tools.base import Period

_SIDE = (
    rf"(?:in |during |over |of |for )?(?:the )?(?:(?:month of |early |mid[- ]|late )?{MONTH}(?:,? \d{{4}})?|"
    r"(?:first|second|third|fourth|last|final|opening|closing) (?:week|half|month)(?: of \w+)?|week \d{1,2}|"
    r"q[1-4](?: \d{4})?)"
)
_AGAINST = r"(?:than|vs\.?|versus|against|or|and|to|with|from|over)"
_PAIR = re.compile(
    rf"\b(?P<one>{_SIDE})(?P<between>[^.?!;]{{0,30}}?)\s+{_AGAINST}\s+"
    rf"(?:(?:it|they) (?:was|were) )?(?P<two>{_SIDE})(?!\w)"
)
_STRETCH = (
    rf"(?:from |between )?{DAY} (?:to|and|until) {DAY}|(?:in |the )*(?:first|second|third|last) week of {MONTH}|"
    r"week \d{1,2}"
)
_NEXT = re.compile(
    rf"\b(?P<one>{_STRETCH})[^.?!;]{{0,30}}?\s+{_AGAINST}\s+"
    r"(?P<two>(?:the )?(?P<unit>week|month|fortnight) (?P<way>before|after)(?: (?:that|it))?)(?!\w)"
)
_DAYS = re.compile(
    rf"\b(?P<one>(?:on )?(?:the )?{DAY})(?P<between>[^.?!;]{{0,30}}?)\s+"
    r"(?:than|vs\.?|versus|against|compared (?:to|with))\s+"
    rf"(?:(?:it|they) (?:was|were) )?(?P<two>(?:on )?(?:the )?{DAY})(?!\w)"
)
_RANGE = rf"(?:\d{{1,2}}\s?(?:-|–|to)\s?{DAY}|{DAY}\s?(?:-|–|to)\s?(?:{DAY}|\d{{1,2}}\b(?!-)))"
_RANGES = re.compile(
    rf"\b(?P<one>{_RANGE})(?P<between>\)?)\s+(?:than|vs\.?|versus|against|with|and|to|compared (?:to|with))\s+(?:[^.?!;,]{{0,40}}?\(?)(?P<two>{_RANGE})(?!\w)"
)
"""Two stretches of days, joined by whatever word: 1-7 March and 8-14 March."""
_LENGTH = {"week": 7, "fortnight": 14, "month": 30}
_COMPARES = re.compile(
    r"\b(?:than|vs\.?|versus|against|compar\w+|differ\w*|better|worse|happier|angrier|more|less|rather)\b"
)
_SPAN = re.compile(r"\b(?:between|from|since)\s+(?:the )?$")
_CHANGED = re.compile(r"\b(?:chang\w*|differ\w*|shift\w*)\b[^.?!]{0,25}\b(?:between|from)\s+(?:the )?$")


class Compared(NamedTuple):
    """The two stretches in the order of time, the asker's words for them, and where those stand."""

    earlier: Period
    later: Period
    words: str
    places: tuple[tuple[int, int], ...]


def find_compared(text: str, covered: Covered) -> Compared | None:
    """Return the two stretches that the (lower-case) text sets against each other; none if it sets none.

    `between March and April` is one stretch, and `from March to April` another; both are left to `find_period`, save
    where it is asked what changed between the two.
    """
    if match := _NEXT.search(text):
        return _beside(match, covered)
    if ranges := _RANGES.search(text):
        return _apart(ranges, covered)
    match = _DAYS.search(text) or _PAIR.search(text)
    if match is None:
        return None
    before = text[: match.start()]
    if not _CHANGED.search(before) and (not _COMPARES.search(text) or _SPAN.search(before)):
        return None
    return _apart(match, covered)


def _apart(match: re.Match[str], covered: Covered) -> Compared | None:
    """The two sides of a match; none where one is no period, or they overlap."""
    one, two = (_period(match[side], covered) for side in ("one", "two"))
    if one is None or two is None or (one.start <= two.end and two.start <= one.end):
        return None
    earlier, later = sorted((one, two), key=lambda period: period.start)
    return Compared(earlier, later, match[0].strip(), (match.span("one"), match.span("two")))


def _beside(match: re.Match[str], covered: Covered) -> Compared | None:
    """A stretch of days, and as many weeks or months just before or after it."""
    found = find_period(match["one"], covered)
    if found is None:
        return None
    one, days = found.period, timedelta(days=_LENGTH[match["unit"]])
    if match["way"] == "after":
        two = Period(start=one.end + timedelta(days=1), end=one.end + days)
    else:
        two = Period(start=one.start - days, end=one.start - timedelta(days=1))
    earlier, later = sorted((one, two), key=lambda period: period.start)
    return Compared(earlier, later, match[0].strip(), (match.span("one"), match.span("two")))


def _period(said: str, covered: Covered) -> Period | None:
    bare = re.sub(r"^(?:(?:in|on|during|over|of|for)\s+)", "", said.strip())
    found = find_period(f"in {bare}", covered) or find_period(bare, covered)
    return found.period if found else None
