"""Typical posts: for each leading slice one of the later period to read, and one that disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Evidence, Query
from tools.inputs import Tables
from tools.sentiment.change.posts import read_posts
from tools.sentiment.change.sides import Sides
from tools.statistics.slices import Condition

if TYPE_CHECKING:
    import ibis.expr.types as ir

Side = Literal["negative", "positive"]

_SHORTEST, _LONGEST = 40, 280
_CLEAR = 0.6


class Wanted(NamedTuple):
    """Conditions that posts must meet (none: all posts), and the side that is typical of the finding."""

    conditions: tuple[Condition, ...]
    side: Side


def typical_posts(query: Query, tables: Tables, sides: Sides, wanted: Sequence[Wanted]) -> tuple[Evidence, ...]:
    """Return for each a clear post of the later period and one of the other side, where there are such.

    The clearest, by engagement among equally clear ones, then by id so that it is always the same.
    """
    row = _ids(query, tables, sides, wanted).to_pyarrow().to_pylist()[0]
    found: dict[str, Evidence] = {}
    for place, one in enumerate(wanted):
        for side in _both(one.side):
            post_id = row[f"{side}{place}"]
            if post_id and post_id not in found:
                group = dict(one.conditions) | {"sentiment": side}
                role: Literal["representative", "contrary"] = "representative" if side == one.side else "contrary"
                found[post_id] = Evidence(post_id=post_id, role=role, group=group)
    return tuple(found.values())


def _ids(query: Query, tables: Tables, sides: Sides, wanted: Sequence[Wanted]) -> ir.Table:
    import ibis

    posts = read_posts(query, tables, sides)
    posts = posts.filter(posts.later, posts.text.length().between(_SHORTEST, _LONGEST))
    engagement = posts.likes.fill_null(0) + posts.shares.fill_null(0)
    picked = {}
    for place, one in enumerate(wanted):
        met = ibis.literal(True)
        for condition in one.conditions:
            met = met & _meets(posts, condition, tables.facts.features)
        for side in _both(one.side):
            clear = posts[f"p_{side}"]
            rank = ibis.struct({"p": clear.round(1), "engagement": engagement, "id": posts.post_id})
            picked[f"{side}{place}"] = posts.post_id.argmax(rank, where=met & (clear >= _CLEAR))
    return posts.aggregate(**picked)


def _both(side: Side) -> tuple[Side, Side]:
    return ("negative", "positive") if side == "negative" else ("positive", "negative")


def _meets(posts: ir.Table, condition: Condition, features: tuple[str, ...]) -> ir.BooleanValue:
    column, value = condition
    if column == "aspect":
        about: ir.BooleanValue = (posts.features & (1 << features.index(value))) > 0
        return about
    met: ir.BooleanValue = (posts[column] == value).fill_null(False)
    return met
