"""Series: posts, interactions or sentiment of every hour or day, silent ones too, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from tools.base import Query
from tools.errors import TooFewPosts
from tools.facts import Facts
from tools.inputs import Tables
from tools.scope import scope
from tools.sentiment.counting import labelled
from tools.statistics.seasons import Every

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Measure = Literal["posts", "interactions", "negative_share", "net_sentiment"]
MEANS: tuple[Measure, ...] = ("negative_share", "net_sentiment")

FEWEST: Mapping[Every, int] = {"hour": 72, "day": 14}
"""Periods of history that a baseline needs: three days of hours, two weeks of days."""
MINIMUM = 30


class Series(NamedTuple):
    """Values of all periods (periods,), in order, with the local start of each, its posts, and how a mean varies.

    `sizes` are the posts that a value rests on, for sentiment those read reliably; `spread` is the variance of one
    post's value, none for counts. `opens` is the first instant, of which periods are counted.
    """

    every: Every
    starts: tuple[datetime, ...]
    values: Array
    sizes: Array
    spread: float | None
    n: int

    def label(self, place: int) -> str:
        """Name a period as answers do: 2026-10-01, or 2026-10-01T08:00."""
        return self.starts[place].strftime("%Y-%m-%d" if self.every == "day" else "%Y-%m-%dT%H:%M")

    def span(self, first: int, last: int) -> tuple[datetime, datetime]:
        """Return the instants between which the periods lie: the first included, the last excluded."""
        if self.every == "hour":
            return self.starts[first].astimezone(UTC), self.starts[last].astimezone(UTC) + timedelta(hours=1)
        end = self.starts[last].date() + timedelta(days=1)
        return self.starts[first].astimezone(UTC), _midnight(end, self.starts[last].tzinfo).astimezone(UTC)


def series(query: Query, tables: Tables, measure: Measure, *, every: Every | None) -> Series:
    """Return the series of all posts that the filter lets through, whatever the query's period.

    Days if there are two weeks of them, else hours, unless asked otherwise. Raises TooFewPosts below 30 posts, and
    below 14 days or 72 hours of history.
    """
    everything = query.model_copy(update={"period": None})
    chosen, rows = every or "day", _rows(everything, tables, measure, every or "day")
    if every is None and 0 < _length(rows, "day") < FEWEST["day"]:
        chosen, rows = "hour", _rows(everything, tables, measure, "hour")
    n = sum(row["n"] for row in rows)
    if n < MINIMUM:
        raise TooFewPosts(found=n, needed=MINIMUM)
    found = _length(rows, chosen)
    if found < FEWEST[chosen]:
        shorter = chosen == "day" and found * 24 >= FEWEST["hour"]
        raise TooFewPosts(
            found=found,
            needed=FEWEST[chosen],
            what=f"{chosen}s of history",
            advice="Too short to know what is usual: "
            + ("ask by hour, or import older posts." if shorter else "import older posts."),
        )
    return _series(rows, measure, chosen, tables.facts)


def rows_by_period(query: Query, tables: Tables, measure: Measure, every: Every) -> ir.Table:
    """Return the one aggregate behind `series`; `at` is a day or the instant an hour begins."""
    import ibis

    posts = labelled(query, tables) if measure in MEANS else scope(query, tables)
    at = posts.created_at.date() if every == "day" else posts.created_at.truncate("h")
    drawn = ibis.coalesce(posts.likes, 0) + ibis.coalesce(posts.shares, 0) + ibis.coalesce(posts.replies, 0)
    read = (
        {label: (posts.usable & (posts.sentiment == label)).sum() for label in ("negative", "neutral", "positive")}
        if measure in MEANS
        else {}
    )
    return (
        posts.mutate(at=at, drawn=drawn)
        .group_by("at")
        .aggregate(n=lambda t: t.count(), interactions=lambda t: t.drawn.sum(), **read)
    )


def _rows(query: Query, tables: Tables, measure: Measure, every: Every) -> list[dict[str, Any]]:
    return sorted(rows_by_period(query, tables, measure, every).to_pyarrow().to_pylist(), key=lambda row: row["at"])


def _length(rows: list[dict[str, Any]], every: Every) -> int:
    return _place(rows[-1]["at"], rows[0]["at"], every) + 1 if rows else 0


def _place(at: date, first: date, every: Every) -> int:
    gap = at - first
    return gap.days if every == "day" else round(gap.total_seconds() / 3600)


def _series(rows: list[dict[str, Any]], measure: Measure, every: Every, facts: Facts) -> Series:
    import numpy as np

    periods = _length(rows, every)
    places = [_place(row["at"], rows[0]["at"], every) for row in rows]

    def spaced(name: str) -> Array:
        column = np.zeros(periods)
        column[places] = [row[name] or 0 for row in rows]
        return column

    n = spaced("n")
    starts = _starts(rows[0]["at"], periods, every, ZoneInfo(facts.time_zone))
    if measure not in MEANS:
        return Series(every, starts, n if measure == "posts" else spaced("interactions"), n, None, int(n.sum()))
    negative, neutral, positive = (spaced(label) for label in ("negative", "neutral", "positive"))
    read = negative + neutral + positive
    if read.sum() < MINIMUM:
        raise TooFewPosts(found=int(read.sum()), needed=MINIMUM, what="posts that were read reliably")
    above, squares = (negative, negative) if measure == "negative_share" else (positive - negative, positive + negative)
    mean = above.sum() / read.sum()
    # A tenth of a post of each kind keeps a series of one kind only from having no variance.
    spread = max(float(squares.sum() / read.sum() - mean**2), 0.1 / float(read.sum()))
    return Series(every, starts, above / np.maximum(read, 1), read, spread, int(read.sum()))


def _starts(first: date, periods: int, every: Every, zone: ZoneInfo) -> tuple[datetime, ...]:
    if every == "day":
        return tuple(_midnight(first + timedelta(days=day), zone) for day in range(periods))
    if not isinstance(first, datetime):
        raise TypeError(f"an hour begins at an instant, not on the day {first}")
    opens = first.astimezone(UTC)
    return tuple((opens + timedelta(hours=hour)).astimezone(zone) for hour in range(periods))


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, time(), zone)
