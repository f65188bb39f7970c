"""Periods: the days of a series put together to days or weeks that hold enough posts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from statistics import median
from typing import Literal, NamedTuple

from tools.groups import monday
from tools.sentiment.counting import Counts, total

Every = Literal["day", "week"]

MINIMUM = 30
"""Reliably read posts that a day or week needs to be shown."""
_MOST_DAYS = 120


class Bucket(NamedTuple):
    """A day, or the seven days from `start`, with its counts."""

    start: date
    counts: Counts

    @property
    def key(self) -> str:
        """Its name in figures: its first day."""
        return self.start.isoformat()


class Buckets(NamedTuple):
    """Buckets that hold enough posts, in order, and how many do not."""

    every: Every
    kept: tuple[Bucket, ...]
    thin: int


def bucketed(days: Mapping[date, Counts], *, every: Every | None, event: date | None) -> Buckets:
    """Put days together: weeks run from Mondays, from the event's weekday where there is one.

    Without `every`, up to 120 days are kept as days where half of them hold 30 posts; else weeks are made.
    """
    if every is None:
        sizes = [counts.n_read for counts in days.values()]
        every = "day" if 0 < len(sizes) <= _MOST_DAYS and median(sizes) >= MINIMUM else "week"
    grouped: dict[date, list[Counts]] = {}
    for day, counts in days.items():
        grouped.setdefault(day if every == "day" else _week(day, event), []).append(counts)
    buckets = [Bucket(start, total(grouped[start])) for start in sorted(grouped)]
    kept = tuple(bucket for bucket in buckets if bucket.counts.n_read >= MINIMUM)
    return Buckets(every, kept, len(buckets) - len(kept))


def _week(day: date, event: date | None) -> date:
    if event is None:
        return monday(day)
    return day - timedelta(days=(day - event).days % 7)
