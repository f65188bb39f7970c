"""Windows: the two spans of days that people are compared over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pydantic import Field

from tools.base import Period
from tools.errors import BadRequest
from tools.segmentation.asked import SegmentsQuery

FEWEST_DAYS = 7
"""Days that a window needs: what people do changes with the day of the week."""
_AFTER_MILESTONE = 2 * FEWEST_DAYS
_ALIKE = 0.1


class TwoWindows(SegmentsQuery):
    """A question about people in two windows of days; `period` bounds both."""

    before: Period | None = Field(None, description="Earlier days; none: as many as `after` has, right before it.")
    after: Period | None = Field(None, description="Later days; none: as many as `before` has, right after it.")
    split: date | None = Field(
        None,
        description="In place of both: the first day of the later window; as many days before it are compared. With "
        "nothing given, the halves of the period, or of the days from the last milestone on.",
    )


class Windows(NamedTuple):
    """The earlier and the later days, which share none, and the milestone that they start from, if one was taken."""

    before: Period
    after: Period
    milestone: str | None = None

    @property
    def alike(self) -> bool:
        """Whether both are about as long: what is counted a week is steadier over more days."""
        return abs(self.before.days - self.after.days) <= _ALIKE * max(self.before.days, self.after.days)


def windows(query: TwoWindows, have: Period, milestones: Mapping[str, date]) -> Windows:
    """Return the windows that a question asks for, out of the days `have` that hold something.

    Raises BadRequest where they overlap, have under 7 days, or both a split and windows are given.
    """
    found = _asked(query, query.period or have, milestones)
    for window in (found.before, found.after):
        if window.days < FEWEST_DAYS or window.end < have.start or window.start > have.end:
            raise BadRequest(
                f"The window {window} has {window.days} days, and {FEWEST_DAYS} are needed, within {have}, from and to "
                "when there is something to see. Give `before` and `after`, or a `split` farther from both ends."
            )
    if found.before.end >= found.after.start:
        raise BadRequest(
            f"The windows {found.before} and {found.after} overlap or run backwards; give an earlier and a later one."
        )
    return found


def _asked(query: TwoWindows, period: Period, milestones: Mapping[str, date]) -> Windows:
    before, after = query.before, query.after
    if query.split is not None:
        if before or after:
            raise BadRequest("Give either a split or the windows before and after, not both.")
        return _around(query.split, period)
    if before and after:
        return Windows(before, after)
    if before:
        return Windows(before, _next_to(before, before.end + timedelta(days=1)))
    if after:
        return Windows(_next_to(after, after.start - timedelta(days=after.days)), after)
    return _halves(period, {} if query.period else milestones)


def _next_to(window: Period, start: date) -> Period:
    return Period(start=start, end=start + timedelta(days=window.days - 1))


def _around(split: date, period: Period) -> Windows:
    """As many days on either side of a day, the day itself being the first of the later ones."""
    if not period.start < split <= period.end:
        raise BadRequest(f"The split {split} leaves no days on one side: there are {period}. Give a day inside.")
    days = min((split - period.start).days, (period.end - split).days + 1)
    step = timedelta(days=days)
    return Windows(
        Period(start=split - step, end=split - timedelta(days=1)),
        Period(start=split, end=split + step - timedelta(days=1)),
    )


def _halves(period: Period, milestones: Mapping[str, date]) -> Windows:
    """Halves of a period; what was launched within it would be taken for a change of everybody, so from there on."""
    inside = [
        (day, name)
        for name, day in milestones.items()
        if period.start < day <= period.end - timedelta(days=_AFTER_MILESTONE - 1)
    ]
    start, name = max(inside, default=(period.start, ""))
    days = ((period.end - start).days + 1) // 2
    middle = period.end - timedelta(days=days - 1)
    return Windows(
        Period(start=middle - timedelta(days=days), end=middle - timedelta(days=1)),
        Period(start=middle, end=period.end),
        name or None,
    )
