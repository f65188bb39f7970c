"""Velocity: how fast negative talk grows, as posts and as a share of the talk, and in how many days it doubles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import exp
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.figure import Figure
from tools.groups import dotted, slugs
from tools.sentiment.about import Negative
from tools.sentiment.counting import SENTIMENTS, Counts
from tools.statistics.growth import Growth, growth
from tools.statistics.interval import Interval, simultaneous_z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_METHOD = "sentiment_trend"
FEWEST_DAYS, FEWEST_NEGATIVE = 7, 20
"""Days, and negative posts in them, below which no velocity is given."""
_WEEK = 7
_PLACE = SENTIMENTS.index("negative")


class Velocity(NamedTuple):
    """Growth a day of negative posts, and of their share of all that were read; how many negative posts there were."""

    posts: Growth
    share: Growth
    n: int


def negative_by_day(days: Mapping[date, Counts]) -> Negative:
    """Return by day the posts read reliably and how many of them are negative."""
    return {day: (counts.n_read, counts.read[_PLACE]) for day, counts in days.items()}


def velocity(days: Negative, *, comparisons: int = 1) -> Velocity | None:
    """Fit the growth of negative posts over all days from the first to the last, those without posts too.

    None below 7 days or 20 negative posts. With `comparisons` the intervals hold for all of them together. Days of a
    feast have more posts of every kind: the growth of the share tells it from growing discontent.
    """
    if not days:
        return None
    read, negative = _spaced(days)
    if len(read) < FEWEST_DAYS or negative.sum() < FEWEST_NEGATIVE:
        return None
    stretch = simultaneous_z(comparisons) / simultaneous_z(1)
    posts, share = (_stretched(growth(negative, exposure), stretch) for exposure in (read * 0 + 1, read))
    return Velocity(posts, share, int(negative.sum()))


def figures(found: Mapping[str, Velocity]) -> Iterator[Figure]:
    """Yield growth a week and doubling times; key "" for all posts, else a feature."""
    names = slugs(feature for feature in found if feature)
    for feature, one in found.items():
        about = {"aspect": feature} if feature else {}
        of = f" about {feature}" if feature else ""
        slug = names.get(feature, "")
        label = f"negative posts{of}, times as many a week later"
        yield _figure(dotted("growth.negative", slug), label, one.posts, one.n, about)
        label = f"share of negative posts{of}, times as large a week later"
        yield _figure(dotted("growth.share", slug), label, one.share, one.n, about)
        if one.posts.interval.low > 0:
            yield Figure(
                name=dotted("doubling.negative", slug), label=f"time in which negative posts{of} double",
                value=one.posts.doubles_in, unit="days", n=one.n, **one.posts.doubling._asdict(), method=_METHOD,
                group=about,
            )  # fmt: skip


def _figure(name: str, label: str, found: Growth, n: int, about: dict[str, str]) -> Figure:
    value, low, high = (exp(_WEEK * min(rate, 2.0)) for rate in (found.rate, *found.interval))
    more: dict[str, Any] = {"low": low, "high": high}
    return Figure(name=name, label=label, value=value, unit="ratio", n=n, method=_METHOD, group=about, **more)


def _spaced(days: Negative) -> tuple[Array, Array]:
    import numpy as np

    first = min(days)
    length = (max(days) - first).days + 1
    counts = [days.get(first + timedelta(days=i), (0, 0)) for i in range(length)]
    read, negative = np.array(counts, dtype=float).T
    return read, negative


def _stretched(found: Growth, by: float) -> Growth:
    low, high = found.interval
    return Growth(found.rate, Interval(found.rate - by * (found.rate - low), found.rate + by * (high - found.rate)))
