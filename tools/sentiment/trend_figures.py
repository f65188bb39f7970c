"""Trend figures: the series, its slope, its turns and its swing, as figures that sentences cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tools.figure import Figure
from tools.sentiment.course import Course, Estimate
from tools.sentiment.event import net_figure
from tools.sentiment.swing import Swing

_METHOD = "sentiment_trend"
SHOWN = 60
"""Periods listed at most, the latest."""


def series_figures(course: Course) -> Iterator[Figure]:
    """Net sentiment of each period, the latest 60."""
    every = course.buckets.every
    for bucket in course.buckets.kept[-SHOWN:]:
        where = f"on {bucket.key}" if every == "day" else f"in the week from {bucket.key}"
        shares, n = course.shares[bucket.key], bucket.counts.n_read
        yield net_figure(shares, n, bucket.key, where, {every: bucket.key}, done=course.done)


def slope_figures(course: Course, slope: Estimate) -> Iterator[Figure]:
    """The change a week, and along the fitted line from the first period to the last."""
    n, weeks = sum(bucket.counts.n_read for bucket in course.buckets.kept), float(course.weeks[-1])
    yield Figure(
        name="slope",
        label="change of net sentiment a week",
        value=slope.value,
        unit="net_per_week",
        n=n,
        **slope.interval._asdict(),
        method=_METHOD,
    )
    yield Figure(
        name="change.period",
        label="change of net sentiment from the first period to the last, along the fitted line",
        value=slope.value * weeks,
        unit="net",
        n=n,
        low=slope.interval.low * weeks,
        high=slope.interval.high * weeks,
        method=_METHOD,
    )


def turn_figures(course: Course, turns: Sequence[date]) -> Iterator[Figure]:
    """What the level changed by on each turn."""
    edges: list[date | None] = [None, *turns, None]
    for before, turn, after in zip(edges, turns, edges[2:], strict=False):
        step = course.step(turn, since=before, until=after)
        yield Figure(
            name=f"change.{turn}",
            label=f"level of net sentiment from {turn} on less the level before",
            value=step.value,
            unit="net",
            n=step.n,
            **step.interval._asdict(),
            method=_METHOD,
            group={course.buckets.every: turn.isoformat()},
        )


def swing_figures(weekly: Course, found: Swing) -> Iterator[Figure]:
    """The levels of the two weeks that lie farthest apart, and the change from the one to the other."""
    n = 0
    for side, start in (("from", found.start), ("to", found.end)):
        bucket = next(bucket for bucket in weekly.buckets.kept if bucket.start == start)
        n += bucket.counts.n_read
        where = f"in the week from {bucket.key}"
        shares = weekly.shares[bucket.key]
        yield net_figure(shares, bucket.counts.n_read, f"swing.{side}", where, {}, done=weekly.done)
    yield Figure(
        name="change.swing",
        label=f"net sentiment in the week from {found.end} less that in the week from {found.start}",
        value=found.value,
        unit="net",
        n=n,
        **found.interval._asdict(),
        method=_METHOD,
    )
