"""Sides: the two periods that a change lies between."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from tools.base import Period
from tools.errors import BadRequest

WEEK_DAYS = 7


class Sides(NamedTuple):
    """The first and the second period, which share no day."""

    before: Period
    after: Period


def sides(
    have: Period, *, period: Period | None, event: date | None, before: Period | None, after: Period | None
) -> Sides:
    """Return the periods to compare, out of the days `have` that hold posts.

    Both as given; or all days before an event and from it on, within `period`; or one given and as many days right
    next to it, where `period` stands for the second one; or, with nothing given, the last seven days and the seven
    before. Raises BadRequest where they overlap, one is empty, or an event is given along with periods.
    """
    if event is not None:
        if before or after:
            raise BadRequest("Give either an event or the periods before and after, not both.")
        return _around(event, period or have, have)
    if period and (before or after):
        raise BadRequest("`period` is the later period where nothing else is given; give before and after without it.")
    after = after or period
    if after is None and before is None:
        after = Period(start=have.end - timedelta(days=WEEK_DAYS - 1), end=have.end)
    if before is None and after is not None:
        before = Period(start=after.start - timedelta(days=after.days), end=after.start - timedelta(days=1))
    if after is None and before is not None:
        after = Period(start=before.end + timedelta(days=1), end=before.end + timedelta(days=before.days))
    if before is None or after is None:  # cannot be: one was given or made above
        raise BadRequest("Give an event, or the periods before and after.")
    if before.start <= after.end and after.start <= before.end:
        raise BadRequest(f"The periods {before} and {after} overlap; give two that share no day.")
    return Sides(before, after)


def _around(event: date, period: Period, have: Period) -> Sides:
    if not period.start < event <= period.end:
        raise BadRequest(
            f"The event {event} leaves no days on one side of it: the posts looked at run from {period.start} to "
            f"{period.end} (there are some from {have.start} to {have.end}). Give an event inside, or another period."
        )
    return Sides(Period(start=period.start, end=event - timedelta(days=1)), Period(start=event, end=period.end))
