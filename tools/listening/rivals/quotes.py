"""Quotes: posts to read for a gap between brands, a complaint about the criticised one and a post that disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Evidence
from tools.listening.rivals.talk import Talk

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SIDES: tuple[Literal["negative"], Literal["positive"]] = ("negative", "positive")
_SHORTEST, _LONGEST = 30, 280
_CLEAR = 0.6


class Wanted(NamedTuple):
    """A brand and the place of a feature of which a complaint is wanted, none for any feature."""

    brand: int
    feature: int | None


def quotes(
    read: ir.Table, wanted: Sequence[Wanted], *, brands: Sequence[str], features: Sequence[str]
) -> tuple[Evidence, ...]:
    """Return for each a clear complaint, and one that praises the same; the most engaged among equally clear ones."""
    if not wanted:
        return ()
    rows = clearest(read).to_pyarrow().to_pylist()
    found: dict[str, Evidence] = {}
    for one in wanted:
        fitting = [
            row
            for row in rows
            if row["brand"] == one.brand and (one.feature is None or row["features"] >> one.feature & 1)
        ]
        for side in _SIDES:
            ranked = [(row[side]["p"], row[side]["engagement"], row[side]["id"]) for row in fitting if row[side]]
            if ranked and (post_id := max(ranked)[2]) not in found:
                about = {"brand": brands[one.brand], "sentiment": side}
                about |= {"aspect": features[one.feature]} if one.feature is not None else {}
                role: Literal["representative", "contrary"] = "representative" if side == "negative" else "contrary"
                found[post_id] = Evidence(post_id=post_id, role=role, group=about)
    return tuple(found.values())


def clearest(read: ir.Table) -> ir.Table:
    """Return the clearest complaint and praise by brand and features: one pass, in which texts are matched once."""
    import ibis

    posts = read.filter(read.text.length().between(_SHORTEST, _LONGEST))
    best = {}
    for side in _SIDES:
        clear = posts[f"p_{side}"]
        rank = ibis.struct({"p": clear.round(1), "engagement": posts.engagement, "id": posts.post_id})
        best[side] = rank.max(where=clear >= _CLEAR)
    return posts.group_by("brand", "features").aggregate(**best)


def loudest_of_day(talk: Talk, brand: int, day: date) -> str | None:
    """Return the most engaged post of a day that mentions a brand, if there is one."""
    import ibis

    posts = talk.posts.filter(talk.posts.day == ibis.literal(day), (talk.posts.code & (1 << brand)) > 0)
    rank = ibis.struct({"engagement": posts.engagement, "id": posts.post_id})
    found: str | None = posts.aggregate(id=posts.post_id.argmax(rank)).to_pyarrow()["id"][0].as_py()
    return found
