"""Judged: how posts speak of each feature that they name, counted by author, in one query a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.groups import By, grouped
from tools.inputs import Tables
from tools.reader.views import EKMAN, Ekman
from tools.scope import scope
from tools.statistics.clustered import ClusteredShare
from tools.statistics.interval import Interval, simultaneous_z

if TYPE_CHECKING:
    import ibis.expr.types as ir

SIDES = ("negative", "neutral", "positive")
_QUOTED = ("negative", "positive")
_SHORTEST, _LONGEST = 30, 280
"""Length in characters of a post worth quoting."""


class Judged(NamedTuple):
    """Posts that name a feature, in all and those whose judgement was read; shares of sides; quotes for and against."""

    mentions: int
    shares: Mapping[str, ClusteredShare]
    quotes: Mapping[str, str | None]
    first: datetime | None
    last: datetime | None

    @property
    def n(self) -> int:
        """Posts whose judgement of it was read."""
        return int(self.shares["negative"].n)

    @property
    def negative(self) -> float:
        """Posts that speak ill of it: volume times negativity."""
        return self.shares["negative"].x

    @property
    def net(self) -> float:
        """Positive share less negative share, -1 to 1."""
        return self.shares["positive"].value - self.shares["negative"].value


def judgements(query: Query, tables: Tables, names: Sequence[str], by: By | None, emotion: Ekman | None) -> ir.Table:
    """Return a row for each post and feature that it names: the mean of its mentions, and the side that is likeliest.

    Only posts that were read reliably count; with `emotion`, those that express it. `side` is null where the reader
    told nothing of the mention.
    """
    import ibis

    posts = grouped(scope(query, tables), by, tables)
    posts = posts.select(
        "post_id",
        "group",
        "created_at",
        who=ibis.coalesce(posts.author_id, posts.post_id),
        readable=posts.text.length().between(_SHORTEST, _LONGEST),
        engagement=posts.likes.fill_null(0) + posts.shares.fill_null(0),
    )
    readings = tables["readings"]
    readings = readings.filter(readings.reliable.fill_null(False), readings.aspects.length() > 0)
    if emotion:
        felt = readings.emotions.keys()
        readings = readings.filter(ibis.or_(*(felt.contains(name) for name in EKMAN[emotion])).fill_null(False))
    named = readings.select("post_id", mention=readings.aspects.unnest())
    named = named.select("post_id", name=named.mention["name"], **{s: named.mention[f"p_{s}"] for s in SIDES})
    named = named.filter(named.name.isin(names))
    each = named.group_by("post_id", "name").aggregate(**{side: named[side].mean() for side in SIDES})
    most = ibis.greatest(*(each[side] for side in SIDES))
    side = ibis.cases(*((each[side] == most, side) for side in SIDES), else_=ibis.null("string"))
    return each.mutate(side=side, clear=most.round(1)).inner_join(posts, "post_id")


def counted(posts: ir.Table, *, by_group: bool = False) -> dict[tuple[str, str | None], Judged]:
    """Count judgements by feature, and by group where asked; group is "" where it is not."""
    rows = counts(posts, by_group=by_group).to_pyarrow().to_pylist()
    return {(row["name"], row.get("group", "") if by_group else ""): _judged(row) for row in rows}


def counts(posts: ir.Table, *, by_group: bool) -> ir.Table:
    """Return the one aggregate behind `counted`: posts to authors, authors to features."""
    import ibis

    keys = ("name", "group") if by_group else ("name",)
    rank = ibis.struct({"clear": posts.clear, "engagement": posts.engagement, "id": posts.post_id})
    authors = posts.group_by(*keys, "who").aggregate(
        mentions=posts.count(),
        n=posts.side.count().cast("float64"),
        **{side: (posts.side == side).sum().fill_null(0).cast("float64") for side in SIDES},
        **{f"quote_{side}": rank.max(where=posts.readable & (posts.side == side)) for side in _QUOTED},
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )
    n = authors.n
    sums: dict[str, ir.Value] = {"n": n.sum(), "nn": (n * n).sum(), "authors": (n > 0).sum()}
    for side in SIDES:
        x = authors[side]
        sums |= {f"{side}_x": x.sum(), f"{side}_xx": (x * x).sum(), f"{side}_xn": (x * n).sum()}
    sums |= {f"{side}_quote": authors[f"quote_{side}"].max()["id"] for side in _QUOTED}
    ends = {"first": authors["first"].min(), "last": authors["last"].max()}
    return authors.group_by(*keys).aggregate(mentions=authors.mentions.sum(), **sums, **ends)


def lead(posts: ir.Table, one: str, other: str, *, comparisons: int) -> Interval:
    """Return the interval of how many more posts speak ill of one feature than of another, by author.

    D = sum over authors of d, their negative posts of the one less those of the other; variance a / (a - 1) times the
    squared deviations of d, at the level that holds for all pairs. Unbounded where one author wrote all.
    """
    ill = posts.filter(posts.side == "negative", posts.name.isin([one, other]))
    authors = ill.group_by("who").aggregate(d=(ill.name == one).ifelse(1.0, -1.0).sum())
    row = authors.aggregate(a=authors.count(), d=authors.d.sum(), dd=(authors.d * authors.d).sum()).to_pyarrow()
    a, d, dd = (float(row[name][0].as_py() or 0) for name in ("a", "d", "dd"))
    if a < 2:
        return Interval(float("-inf"), float("inf"))
    # Authors who wrote ill of neither would add 0 to both sums; the total varies as if their number were random.
    half = simultaneous_z(comparisons) * (a / (a - 1) * dd) ** 0.5
    return Interval(d - half, d + half)


def _judged(row: Mapping[str, Any]) -> Judged:
    shares = {
        side: ClusteredShare(
            clusters=int(row["authors"] or 0),
            n=row["n"],
            x=row[f"{side}_x"],
            xx=row[f"{side}_xx"],
            xn=row[f"{side}_xn"],
            nn=row["nn"],
        )
        for side in SIDES
    }
    quotes = {side: row[f"{side}_quote"] for side in _QUOTED}
    return Judged(int(row["mentions"]), shares, quotes, row["first"], row["last"])
