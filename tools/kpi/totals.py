"""Totals: interactions and denominators of posts, group by group, in one query: all that rates are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Query
from tools.groups import By, grouped
from tools.inputs import Tables
from tools.scope import scope
from tools.statistics.ratio import Sums

if TYPE_CHECKING:
    import ibis.expr.types as ir

Per = Literal["reach", "impressions", "followers", "views", "post"]

PERS: tuple[Per, ...] = ("reach", "impressions", "followers", "views", "post")


class Total(NamedTuple):
    """One group: posts in scope, those with counts, their interactions, the most of one post, and sums."""

    posts: int
    n: int
    interactions: int
    most: int
    first: datetime | None
    last: datetime | None
    sums: dict[Per, Sums]


def totals(query: Query, tables: Tables, *, pers: Iterable[Per], by: By | None) -> dict[str | None, Total]:
    """Return the totals of each group; key None holds the posts without a value for `by`, "" all when `by` is none."""
    rows = totals_by_group(query, tables, pers=tuple(pers), by=by).to_pyarrow().to_pylist()
    return {row["group"]: _read(row) for row in rows if row["posts"]}


def totals_by_group(query: Query, tables: Tables, *, pers: tuple[Per, ...], by: By | None) -> ir.Table:
    """Return the one aggregate behind all rates: sums, squares and products by denominator."""
    import ibis

    posts = grouped(scope(query, tables), by, tables)
    if "authors" in tables and "followers" in pers:
        authors = tables["authors"].select("author_id", "followers")
        posts = posts.left_join(authors, "author_id", rname="followed_{name}")
    given = ibis.coalesce(posts.likes, posts.shares, posts.replies)
    count = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    # Floating point before squaring: the square of a large reach leaves int64.
    posts = posts.mutate(x=ibis.ifelse(given.notnull(), count, None).cast("float64"), post=1.0)
    sums: dict[str, ir.Value] = {}
    for per in pers:
        if per in posts.columns:
            y = posts[per].cast("float64")
            both = posts.x.notnull() & (y > 0)
            parts = {"n": both.cast("int64").sum(), "x": posts.x.sum(where=both), "y": y.sum(where=both)}
            parts |= {"xx": (posts.x * posts.x).sum(where=both), "xy": (posts.x * y).sum(where=both)}
            parts["yy"] = (y * y).sum(where=both)
            sums |= {f"{per}_{part}": value for part, value in parts.items()}
    return posts.group_by("group").aggregate(
        posts=posts.count(),
        n=posts.x.count(),
        interactions=posts.x.sum(),
        most=posts.x.max(),
        first=posts.created_at.min(where=posts.x.notnull()),
        last=posts.created_at.max(where=posts.x.notnull()),
        **sums,
    )


def _read(row: Mapping[str, Any]) -> Total:
    sums = {per: Sums(*(row[f"{per}_{part}"] or 0 for part in Sums._fields)) for per in PERS if f"{per}_n" in row}
    interactions, most = (int(row[name] or 0) for name in ("interactions", "most"))
    return Total(row["posts"], row["n"], interactions, most, row["first"], row["last"], sums)


def added(groups: Iterable[Total]) -> Total:
    """Add groups up."""
    every = list(groups)
    pers = every[0].sums if every else {}
    return Total(
        posts=sum(total.posts for total in every),
        n=sum(total.n for total in every),
        interactions=sum(total.interactions for total in every),
        most=max((total.most for total in every), default=0),
        first=min((total.first for total in every if total.first), default=None),
        last=max((total.last for total in every if total.last), default=None),
        sums={per: Sums(*map(sum, zip(*(total.sums[per] for total in every), strict=True))) for per in pers},
    )
