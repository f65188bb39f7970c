"""Counting: how many posts the reader labelled negative, neutral and positive, group by group, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.groups import By, grouped
from tools.inputs import Tables
from tools.scope import scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

SENTIMENTS = ("negative", "neutral", "positive")

_SHORTEST, _LONGEST = 40, 280
"""Length in characters of a post worth showing as typical."""
_CLEAR = 0.6
"""Probability from which a label is clear enough for a typical post."""


class Counts(NamedTuple):
    """One group: posts in scope, those read reliably by label, first and last of these, and typical posts' ids."""

    n: int
    read: tuple[int, ...]
    first: datetime | None
    last: datetime | None
    positive_post: str | None
    negative_post: str | None

    @property
    def n_read(self) -> int:
        """How many posts were read reliably."""
        return sum(self.read)


def total(groups: Iterable[Counts]) -> Counts:
    """Add groups up; the typical posts are those of the largest group."""
    counts = list(groups)
    firsts = [count.first for count in counts if count.first]
    lasts = [count.last for count in counts if count.last]
    largest = max(counts, key=lambda count: count.n_read, default=None)
    return Counts(
        n=sum(count.n for count in counts),
        read=tuple(sum(count.read[i] for count in counts) for i in range(len(SENTIMENTS))),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        positive_post=largest.positive_post if largest else None,
        negative_post=largest.negative_post if largest else None,
    )


def labelled(query: Query, tables: Tables) -> ir.Table:
    """Return the posts in scope with their labels; `usable` is false where there is no reliable one.

    `readable` and `engagement` choose typical posts; they are made before the join, which then need not carry texts.
    """
    posts = scope(query, tables)
    posts = posts.mutate(
        readable=posts.text.length().between(_SHORTEST, _LONGEST),
        engagement=posts.likes.fill_null(0) + posts.shares.fill_null(0),
    )
    readings = tables["readings"].select(
        "post_id", "sentiment", "p_negative", "p_positive", usable=tables["readings"].reliable.fill_null(False)
    )
    joined = posts.left_join(readings, "post_id", rname="reading_{name}")
    return joined.mutate(usable=joined.usable.fill_null(False))


def counted(query: Query, tables: Tables, by: By | None, *, typical: bool = True) -> dict[str | None, Counts]:
    """Count labels by group; key None holds the posts that have no value for `by`, "" all when `by` is none.

    Without `typical` no posts are chosen, which takes a third of the time.
    """
    rows = counts_by_group(query, tables, by, typical=typical).to_pyarrow().to_pylist()
    # Groups come in any order, and among equals the first is chosen as the largest.
    rows.sort(key=lambda row: (row["group"] is not None, str(row["group"])))
    return {
        row["group"]: Counts(
            row["n"],
            tuple(row[label] or 0 for label in SENTIMENTS),
            row["first"],
            row["last"],
            row.get("positive_post"),
            row.get("negative_post"),
        )
        for row in rows
        if row["n"]
    }


def counts_by_group(query: Query, tables: Tables, by: By | None, *, typical: bool) -> ir.Table:
    """Return the one aggregate behind `counted`."""
    posts = grouped(labelled(query, tables), by, tables)
    return posts.group_by("group").aggregate(
        n=posts.count(),
        **{label: (posts.usable & (posts.sentiment == label)).sum() for label in SENTIMENTS},
        first=posts.created_at.min(where=posts.usable),
        last=posts.created_at.max(where=posts.usable),
        **({f"{side}_post": _typical(posts, f"p_{side}") for side in ("positive", "negative")} if typical else {}),
    )


def _typical(posts: ir.Table, probability: str) -> ir.Value:
    """Id of the clearest post, by engagement among equally clear ones, then by id so that it is always the same."""
    import ibis

    rank = ibis.struct({"p": posts[probability].round(1), "engagement": posts.engagement, "id": posts.post_id})
    return posts.post_id.argmax(rank, where=posts.readable & posts.usable & (posts[probability] >= _CLEAR))
