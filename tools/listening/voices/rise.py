"""Rise: whose part of the talk grew from the first half of the period to the second, beyond chance among all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from math import erfc, exp, log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.listening.voices.asked import VoicesQuery, brands_of, scoped
from tools.listening.voices.people import of_people
from tools.scope import scope
from tools.statistics.interval import Interval, Z
from tools.statistics.keyness import discoveries

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINIMUM_AUTHORS, MINIMUM_DAYS = 10, 8
_EXACT = 12
"""Days up to which all ways that they could fall are looked at; with more the sum is near enough to normal."""


class Riser(NamedTuple):
    """An author: sums in the two halves, their shares of everybody's, what the share grew by, and whether that stands.

    `change` in share, -1 to 1; `growth`, the ratio of the shares, is none where the first half has nothing.
    """

    author_id: str
    posts: int
    days: int
    before: float
    later: float
    change: float
    change_interval: Interval
    growth: float | None
    growth_interval: Interval | None
    chance: float
    stands: bool
    post_id: str


class Rise(NamedTuple):
    """Authors whose share grew, the surest first; the halves meet before `middle`."""

    authors: int
    considered: int
    posts: int
    middle: date
    before: float
    later: float
    risers: tuple[Riser, ...]
    first: datetime | None
    last: datetime | None


class _Days(NamedTuple):
    """An author's posts by day: what each day drew in each half."""

    author_id: str
    posts: int
    before: tuple[float, ...]
    later: tuple[float, ...]
    post_id: str


def rise(query: VoicesQuery, tables: Tables) -> Rise:
    """Compare the halves of the period. Days are the units: posts of a day hang together.

    Raises TooFewPosts below eight days or ten authors with enough posts, MissingData for interactions that no post has.
    """
    posts = of_people(scope(scoped(query, brands=brands_of(query, tables.facts)), tables), query, tables)
    rows = _by_day(posts, query).to_pyarrow().to_pylist()
    days = sorted({row["day"] for row in rows})
    if len(days) < MINIMUM_DAYS:
        raise TooFewPosts(found=len(days), needed=MINIMUM_DAYS, what="days with posts")
    middle = date.fromordinal((days[0].toordinal() + days[-1].toordinal() + 1) // 2)
    totals = [float(sum(row["x"] for row in rows if (row["day"] >= middle) == later)) for later in (False, True)]
    if not min(totals):
        raise MissingData(
            f"One half of the period has no {query.measure} in dataset {tables.facts.dataset!r}: ask for another period"
            f"{', or for measure posts' if query.measure == 'interactions' else ''}."
        )
    authors = list(_authors(rows, middle))
    enough = [author for author in authors if author.posts >= query.at_least and any(author.before + author.later)]
    if len(enough) < MINIMUM_AUTHORS:
        raise TooFewPosts(
            found=len(enough), needed=MINIMUM_AUTHORS, what=f"authors with {query.at_least} posts or more"
        )
    ends = [row[end] for row in rows for end in ("first", "last")]
    return Rise(
        authors=len(authors),
        considered=len(enough),
        posts=sum(row["posts"] for row in rows),
        middle=middle,
        before=totals[0],
        later=totals[1],
        risers=_risers(enough, *totals),
        first=min(ends),
        last=max(ends),
    )


def _by_day(posts: ir.Table, query: VoicesQuery) -> ir.Table:
    import ibis

    drawn = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    posts = posts.mutate(x=drawn.cast("float64") if query.measure == "interactions" else 1.0, drawn=drawn)
    rank = ibis.struct({"x": posts.drawn, "id": posts.post_id})
    counted = posts.group_by("author_id", day=posts.created_at.date()).aggregate(
        x=posts.x.sum(),
        posts=posts.count(),
        top=rank.max(),
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )
    return counted.order_by("author_id", "day")


def _authors(rows: Sequence[dict[str, Any]], middle: date) -> Iterator[_Days]:
    for author, theirs in groupby(rows, key=lambda row: row["author_id"]):
        days = list(theirs)
        later = [row for row in days if row["day"] >= middle]
        best = max(later or days, key=lambda row: (row["top"]["x"], row["top"]["id"]))
        yield _Days(
            author,
            sum(row["posts"] for row in days),
            tuple(row["x"] for row in days if row["day"] < middle),
            tuple(row["x"] for row in later),
            best["top"]["id"],
        )


def _risers(authors: Sequence[_Days], before: float, later: float) -> tuple[Riser, ...]:
    part = later / (before + later)
    chances = [chance_of_rise(author.before, author.later, part) for author in authors]
    stands = discoveries(chances)
    found = [
        _riser(author, before, later, chance, stand)
        for author, chance, stand in zip(authors, chances, stands, strict=True)
    ]
    grown = [riser for riser in found if riser.change > 0]
    return tuple(sorted(grown, key=lambda riser: (riser.chance, -riser.change, riser.author_id)))


def chance_of_rise(before: Sequence[float], later: Sequence[float], part: float) -> float:
    """Return how likely an author's days fall at least so late if each falls in the second half with chance `part`.

    0 to 1. Exact up to twelve days, by a normal law beyond.
    """
    days, seen = (*before, *later), float(sum(later))
    if len(days) > _EXACT:
        variance = part * (1 - part) * sum(x * x for x in days)
        return 0.5 * erfc((seen - part * sum(days)) / sqrt(2 * variance)) if variance else 1.0
    ways = {0.0: 1.0}
    for x in days:
        following: dict[float, float] = {}
        for total, chance in ways.items():
            following[total + x] = following.get(total + x, 0.0) + chance * part
            following[total] = following.get(total, 0.0) + chance * (1 - part)
        ways = following
    return min(1.0, sum(chance for total, chance in ways.items() if total >= seen - 1e-9))


def _riser(author: _Days, before: float, later: float, chance: float, stands: bool) -> Riser:  # noqa: FBT001 (a column)
    mine, now = sum(author.before) / before, sum(author.later) / later
    squares = sum(x * x for x in author.before) / before**2, sum(x * x for x in author.later) / later**2
    half = Z * sqrt(sum(squares))
    grown, interval = None, None
    if mine and now:
        grown = now / mine
        spread = Z * sqrt(squares[0] / mine**2 + squares[1] / now**2)
        interval = Interval(exp(log(grown) - spread), exp(log(grown) + spread))
    change = now - mine
    return Riser(
        author.author_id,
        author.posts,
        len(author.before) + len(author.later),
        mine,
        now,
        change,
        Interval(max(-1.0, change - half), min(1.0, change + half)),
        grown,
        interval,
        chance,
        stands,
        author.post_id,
    )
