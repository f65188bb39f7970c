"""Days: single days and months as people write them."""

from __future__ import annotations

import calendar
import re
import warnings
from datetime import date, datetime, time

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
DAY = (
    r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}(?:/\d{2,4})?|"
    rf"{_NTH}(?: of)? {MONTH}(?:,? \d{{4}})?|{MONTH} {_NTH}\b(?!:)(?:,? \d{{4}})?|"
    rf"(?:last |this )?(?:{'|'.join(_WEEKDAYS)})\b)"
)
"""Patterns over lower-case text."""


def a_day(said: str, now: date) -> date | None:
    """Read one day, the latest that is not after `now` where the year is not said; none if it is no day."""
    import dateparser

    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said):
        try:
            return date.fromisoformat(said)
        except ValueError:
            return None
    settings = {
        "RELATIVE_BASE": datetime.combine(now, time(12)),
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month"] if re.search(r"\d", said) else [],
        "PARSERS": ["relative-time", "absolute-time"],
    }
    if not re.search(r"\d", said) and not re.search("|".join(_WEEKDAYS), said):
        return None
    if slashed := re.fullmatch(r"(\d{1,2})/(\d{1,2})", said):
        return _nearest(int(slashed[1]), int(slashed[2]), now)
    cleaned = re.sub(r"\b(of|on|the|last|this)\b", " ", said)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of strptime without a year, inside dateparser
        read = dateparser.parse(cleaned, languages=["en"], settings=settings)
    return read.date() if read else None


def _nearest(one: int, two: int, now: date) -> date | None:
    """Read 9/4 as the day nearest before `now`, whichever of the two is the month; none if it is no day."""
    found = []
    for month, day in ((one, two), (two, one)):
        for year in (now.year, now.year - 1):
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= now:
                found.append(date(year, month, day))
    return max(found, default=None)


def month_number(said: str) -> int:
    """Return 1 to 12 for a month's name or its first three letters or more."""
    return 1 + _MONTHS.index(said[:3])


def month_span(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def number(said: str) -> int:
    """Return a small number written in digits or words; a couple is 2, a few are 3."""
    if said.isdigit():
        return int(said)
    return {"a": 1, "couple of": 2, "few": 3}.get(said) or _NUMBERS.index(said)
