"""Holding: for each of some words, one post that holds it, the most engaged of those that can be read at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SHORTEST, _LONGEST = 30, 280


class Holding(NamedTuple):
    """A word, the group and sentiment it was found in, and whether a post of the other set is wanted instead."""

    word: str
    group: str
    side: Literal["negative", "positive"] | None
    other: bool


def holding_posts(posts: ir.Table, wanted: Sequence[Holding]) -> list[str | None]:
    """Return a post id for each, none where no post fits. `posts` are `worded`, with `group` and `sentiment`."""
    if not wanted:
        return []
    row = holding_ids(posts, wanted).to_pyarrow().to_pylist()[0]
    return [row[f"h{i}"] for i in range(len(wanted))]


def holding_ids(posts: ir.Table, wanted: Sequence[Holding]) -> ir.Table:
    """Return the one aggregate behind `holding_posts`."""
    import ibis

    engagement = posts.likes.fill_null(0) + posts.shares.fill_null(0)
    rank = ibis.struct({"engagement": engagement, "id": posts.post_id})
    return posts.aggregate(
        **{f"h{i}": posts.post_id.argmax(rank, where=_fits(posts, held)) for i, held in enumerate(wanted)}
    )


def _fits(posts: ir.Table, held: Holding) -> ir.BooleanValue:
    """Return whether it holds the word, and is of the set that is wanted."""
    here = posts.group == held.group
    if held.side:
        here = here & (posts.sentiment != held.side if held.other else posts.sentiment == held.side)
    elif held.other:
        here = posts.group != held.group
    return here & posts.words.contains(held.word) & posts.text.length().between(_SHORTEST, _LONGEST)
