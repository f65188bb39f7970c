"""Event: net sentiment before a day against that from the day on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tools.errors import BadRequest, TooFewPosts
from tools.facts import Facts
from tools.figure import Figure
from tools.sentiment.correction import NET, corrected
from tools.sentiment.counting import Counts, total
from tools.sentiment.course import Course
from tools.sentiment.periods import MINIMUM
from tools.statistics.interval import Interval
from tools.statistics.quantification import Shares

_METHOD = "sentiment_trend"


class Comparison(NamedTuple):
    """Before, after and change as figures, and whether they differ beyond chance."""

    figures: tuple[Figure, ...]
    changed: bool


def before_and_after(event: date, course: Course, days: Mapping[date, Counts], facts: Facts) -> Comparison:
    """Compare the posts before the event with those from it on; the interval is that of the step in the series.

    Raises BadRequest where all posts lie on one side, TooFewPosts where a side has no period that holds enough.
    """
    _refuse_one_sided(event, course.starts, days)
    sides = {
        "before": total(counts for day, counts in days.items() if day < event),
        "after": total(counts for day, counts in days.items() if day >= event),
    }
    whole = total(sides.values()).read
    read = {side: counts.read for side, counts in sides.items()}
    answer = corrected(read, facts, whole=whole, seed=course.seed, scopes=dict.fromkeys(read, "all"))
    before, after = (
        net_figure(answer.shares[side], sides[side].n_read, side, words, {"side": side}, done=answer.done)
        for side, words in (("before", f"before {event}"), ("after", f"from {event} on"))
    )
    step = course.step(event)
    value = after.value - before.value
    interval = Interval(step.interval.low + value - step.value, step.interval.high + value - step.value)
    change = Figure(
        name="change.event",
        label=f"net sentiment from {event} on less that before",
        value=value,
        unit="net",
        n=step.n,
        **interval._asdict(),
        method=_METHOD,
    )
    return Comparison((before, after, change), not interval.holds(0))


def net_figure(shares: Shares, n: int, name: str, where: str, group: dict[str, str], *, done: bool) -> Figure:
    """Make the figure of net sentiment of some of the posts; `done` says whether it is corrected."""
    return Figure(
        name=f"net.{name}",
        label=f"net sentiment {where}",
        value=float(shares.value @ NET),
        unit="net",
        n=n,
        **shares.interval(NET)._asdict(),
        raw=float(shares.raw @ NET) if done else None,
        method=_METHOD,
        group=group,
    )


def _refuse_one_sided(event: date, starts: Sequence[date], days: Mapping[date, Counts]) -> None:
    for side, kept, there in (
        ("before", any(start < event for start in starts), any(day < event for day in days)),
        ("from", any(start >= event for start in starts), any(day >= event for day in days)),
    ):
        if not there:
            raise BadRequest(
                f"There are posts from {min(days)} to {max(days)} only, none {side} {event}. Give an event inside, or "
                "widen the period."
            )
        if not kept:
            found = max(counts.n_read for day, counts in days.items() if (day < event) is (side == "before"))
            raise TooFewPosts(found=found, needed=MINIMUM, what=f"posts read reliably in a period {side} {event}")
