"""Counting labels of which a post may have several: posts to authors, authors to groups, in one query a level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.groups import By, grouped
from tools.inputs import Tables
from tools.reader.sarcasm import LIKELY
from tools.scope import scope
from tools.sentiment.expressed.views import View
from tools.statistics.clustered import ClusteredShare

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SHORTEST, _LONGEST = 40, 280
"""Length in characters of a post worth showing as typical."""


class Tally(NamedTuple):
    """One group: posts in scope, share of each label in those read reliably, and the same without likely sarcasm."""

    posts: int
    shares: Mapping[str, ClusteredShare]
    plain: Mapping[str, ClusteredShare]
    labelled: int
    """Posts that have any label at all; 0 where the reader has no head for them."""
    first: datetime | None
    last: datetime | None

    @property
    def n(self) -> int:
        """Posts read reliably."""
        return _size(self.shares)

    @property
    def n_plain(self) -> int:
        """Those of them that are not likely sarcastic."""
        return _size(self.plain)


def _size(shares: Mapping[str, ClusteredShare]) -> int:
    return int(next(iter(shares.values())).n)


def tally(query: Query, tables: Tables, view: View) -> Tally:
    """Count the labels of a view in all posts in scope."""
    rows = by_group(by_author(query, tables, view, None), view).to_pyarrow().to_pylist()
    return _tally(rows[0] if rows else {}, view)


def tally_groups(query: Query, tables: Tables, view: View, by: By) -> dict[str | None, Tally]:
    """Count the labels of a view by group; key None holds the posts that have no value for `by`."""
    rows = by_group(by_author(query, tables, view, by), view).to_pyarrow().to_pylist()
    return {row["group"]: _tally(row, view) for row in rows}


def with_labels(query: Query, tables: Tables, view: View) -> ir.Table:
    """Return the posts in scope with a column l0, l1 ... for each label: how far it holds, 0 to 1.

    `usable` is 1 for posts that were read reliably, `plain` for those of them that are not likely sarcastic.
    """
    posts = scope(query, tables)
    posts = posts.mutate(
        who=_author(posts),
        readable=posts.text.length().between(_SHORTEST, _LONGEST),
        engagement=posts.likes.fill_null(0) + posts.shares.fill_null(0),
    )
    readings = tables["readings"]
    held = readings.filter(readings.reliable.fill_null(False))
    held = held.select("post_id", labels_held=held[view.column], sarcastic=(held.sarcasm >= LIKELY).fill_null(False))
    joined = posts.left_join(held, "post_id", rname="reading_{name}")
    usable = joined.sarcastic.notnull()
    return joined.mutate(
        usable=usable.ifelse(1, 0),
        plain=(usable & ~joined.sarcastic.fill_null(False)).ifelse(1, 0),
        labelled=(joined.labels_held.length().fill_null(0) > 0).ifelse(1, 0),
        **dict(zip(columns(view), _holds(joined.labels_held, view), strict=True)),
    )


def _author(posts: ir.Table) -> ir.StringValue:
    import ibis

    return ibis.coalesce(posts.author_id, posts.post_id)


def columns(view: View) -> list[str]:
    """Return the names of the labels' columns, in order."""
    return [f"l{i}" for i in range(len(view.labels))]


def _holds(held: ir.MapValue, view: View) -> Iterable[ir.NumericValue]:
    """How far each label holds: its probability, or 1 where one that it stands for passed its threshold, else 0."""
    if view.probable:
        return [held.get(label, 0.0).fill_null(0.0) for label in view.labels]
    names = held.keys()
    stands = [
        reduce(or_, (names.contains(member) for member in members)).fill_null(False) if members else None
        for members in view.labels.values()
    ]
    said = [holds for holds in stands if holds is not None]
    return [(~reduce(or_, said) if holds is None else holds).ifelse(1, 0) for holds in stands]


def by_author(query: Query, tables: Tables, view: View, by: By | None) -> ir.Table:
    """Return one row for each author in each group, with the sums that intervals by author need."""
    posts = grouped(with_labels(query, tables, view), by, tables)
    sums: dict[str, ir.Value] = {}
    for name in columns(view):
        sums[f"x_{name}"] = (posts[name] * posts.usable).sum().cast("float64")
        sums[f"p_{name}"] = (posts[name] * posts.plain).sum().cast("float64")
    return posts.group_by("group", "who").aggregate(
        posts=posts.count(),
        x_n=posts.usable.sum().cast("float64"),
        p_n=posts.plain.sum().cast("float64"),
        labelled=(posts.labelled * posts.usable).sum(),
        first=posts.created_at.min(where=posts.usable == 1),
        last=posts.created_at.max(where=posts.usable == 1),
        **sums,
    )


def by_group(authors: ir.Table, view: View) -> ir.Table:
    """Return the aggregate of authors behind a tally, one row a group."""
    sums: dict[str, ir.Value] = {}
    for kind in ("x", "p"):
        n = authors[f"{kind}_n"]
        sums |= {f"{kind}_n": n.sum(), f"{kind}_nn": (n * n).sum(), f"{kind}_authors": (n > 0).sum()}
        for name in columns(view):
            x = authors[f"{kind}_{name}"]
            sums |= {f"{kind}_{name}": x.sum(), f"{kind}_{name}_2": (x * x).sum(), f"{kind}_{name}_n": (x * n).sum()}
    return authors.group_by("group").aggregate(
        posts=authors.posts.sum(),
        labelled=authors.labelled.sum(),
        first=authors["first"].min(),
        last=authors["last"].max(),
        **sums,
    )


def _tally(row: Mapping[str, Any], view: View) -> Tally:
    return Tally(
        posts=int(row.get("posts") or 0),
        shares=_shares(row, view, "x"),
        plain=_shares(row, view, "p"),
        labelled=int(row.get("labelled") or 0),
        first=row.get("first"),
        last=row.get("last"),
    )


def _shares(row: Mapping[str, Any], view: View, kind: str) -> dict[str, ClusteredShare]:
    def held(name: str) -> float:
        return float(row.get(f"{kind}_{name}") or 0)

    return {
        label: ClusteredShare(
            clusters=int(held("authors")),
            n=held("n"),
            x=held(name),
            xx=held(f"{name}_2"),
            xn=held(f"{name}_n"),
            nn=held("nn"),
        )
        for name, label in zip(columns(view), view.labels, strict=True)
    }


def typical_posts(query: Query, tables: Tables, view: View, labels: tuple[str, ...]) -> dict[str, str | None]:
    """Return for each label the most engaged post that has it and is easily read; at "" one without the first."""
    import ibis

    posts = with_labels(query, tables, view)
    rank = ibis.struct({"engagement": posts.engagement, "id": posts.post_id})
    fits = posts.readable & (posts.plain == 1)
    held = {label: posts[name] >= LIKELY for name, label in zip(columns(view), view.labels, strict=True)}
    wanted = {f"h{i}": held[label] for i, label in enumerate(labels)} | {"other": ~held[labels[0]]}
    found = posts.aggregate(**{name: posts.post_id.argmax(rank, where=fits & where) for name, where in wanted.items()})
    row = found.to_pyarrow().to_pylist()[0]
    return {label: row[f"h{i}"] for i, label in enumerate(labels)} | {"": row["other"]}
