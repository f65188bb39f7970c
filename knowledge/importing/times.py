"""Times: the many ways in which exports write a moment, read as UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from knowledge.importing.values import BadValue, as_word

Order = Literal["dmy", "mdy"]
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b[ ,T]*(.*)")
_ZONE_NAME = re.compile(r"\s*\(?(UTC|GMT|Z)\)?$")
_FORMATS = (
    "%a %b %d %H:%M:%S %z %Y",  # X's classic API: Tue Oct 18 21:53:25 +0000 2011
    "%Y-%m-%d %H:%M:%S %z",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d %b %Y",
    "%d %B %Y",
    "%d-%b-%Y %I:%M%p",
    "%d-%b-%Y %H:%M:%S",
    "%d-%b-%Y",
    "%b %d, %Y %I:%M:%S %p",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y",
    "%B %d, %Y",
)
_CLOCKS = ("%H:%M:%S.%f", "%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Times:
    """Reads times; those that name no zone are of `zone`, and counted in `without_zone`."""

    def __init__(self, zone: ZoneInfo, *, order: Order | None = None) -> None:
        self.zone, self.order, self.without_zone = zone, order, 0
        self._last = _FORMATS[0]

    def read(self, value: Any) -> datetime | None:  # noqa: ANN401 - whatever a file holds
        """Return a time in UTC, none where there is none. Raises BadValue for what is no time."""
        if isinstance(value, datetime):
            return self._utc(value)
        if isinstance(value, date):
            return self._utc(datetime(value.year, value.month, value.day))
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            return _from_epoch(Decimal(value), value)
        text = as_word(value)
        if text is None:
            return None
        return _from_epoch(Decimal(text), text) if _NUMBER.fullmatch(text) else self._utc(self._parsed(text))

    def _parsed(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        for form in (self._last, *_FORMATS):
            try:
                found = datetime.strptime(text, form)
            except ValueError:
                continue
            self._last = form
            return found
        slashed = _SLASHED.fullmatch(text)
        return self._slashed(text, slashed) if slashed else self._rarer(text)

    def _rarer(self, text: str) -> datetime:
        bare = _ZONE_NAME.sub("", text)
        if bare != text:
            return self._utc_named(self._parsed(bare))
        try:
            return parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            raise BadValue(f"{text[:60]!r} is no time that can be read; ISO 8601 always can") from None

    def _utc_named(self, found: datetime) -> datetime:
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def _slashed(self, text: str, match: re.Match[str]) -> datetime:
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        order = self.order or ("dmy" if first > 12 else "mdy" if second > 12 else None)
        if order is None and first != second:
            raise BadValue(f"{text!r} may be day first or month first; say --date-order dmy or mdy")
        day, month = (first, second) if order == "dmy" else (second, first)
        year += 2000 if year < 100 else 0
        try:
            clock = _clock(match[4])
            return datetime(year, month, day) + clock
        except ValueError:
            raise BadValue(f"{text[:60]!r} is no time that can be read ({order or 'any order'})") from None

    def _utc(self, found: datetime) -> datetime:
        if found.tzinfo is None:
            self.without_zone += 1
            found = found.replace(tzinfo=self.zone)
        try:
            return _plausible(found.astimezone(UTC), found)
        except OverflowError:
            raise BadValue(f"{found} lies outside the years 1970 to 2100") from None


def date_order(values: Iterable[object]) -> Order | None:
    """Tell from dates like 25/12/2025 which part is the day; none if no date tells."""
    for value in values:
        match = _SLASHED.fullmatch(value.strip()) if isinstance(value, str) else None
        if match and int(match[1]) > 12:
            return "dmy"
        if match and int(match[2]) > 12:
            return "mdy"
    return None


def _clock(text: str) -> timedelta:
    if not text.strip():
        return timedelta()
    for form in _CLOCKS:
        try:
            found = datetime.strptime(text.strip().upper(), form)
        except ValueError:
            continue
        return found - datetime(1900, 1, 1)
    raise ValueError(text)


def _from_epoch(number: Decimal, shown: object) -> datetime:
    size = abs(number)
    scale = 1 if size < 10**11 else 1_000 if size < 10**14 else 1_000_000 if size < 10**17 else 1_000_000_000
    try:
        return _plausible(_EPOCH + timedelta(microseconds=int(number * 1_000_000 / scale)), shown)
    except (OverflowError, ArithmeticError):
        raise BadValue(f"{shown!r} is no time") from None


def _plausible(found: datetime, shown: object) -> datetime:
    if not _EARLIEST <= found <= _LATEST:
        raise BadValue(f"{shown!s} lies outside the years 1970 to 2100")
    return found
