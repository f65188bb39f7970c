"""Quotes: posts to read for a gap between brands, a complaint about the criticised one and a post that disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Evidence
from tools.listening.rivals.talk import Talk

if TYPE_CHECKING:
    import ibis.expr.types as ir

Side = Literal["negative", "positive"]
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
    row = quoted_ids(read, wanted).to_pyarrow().to_pylist()[0]
    found: dict[str, Evidence] = {}
    sides: tuple[Side, Side] = ("negative", "positive")
    for place, one in enumerate(wanted):
        for side in sides:
            post_id = row[f"{side}{place}"]
            if post_id and post_id not in found:
                about = {"brand": brands[one.brand], "sentiment": side}
                about |= {"aspect": features[one.feature]} if one.feature is not None else {}
                role: Literal["representative", "contrary"] = "representative" if side == "negative" else "contrary"
                found[post_id] = Evidence(post_id=post_id, role=role, group=about)
    return tuple(found.values())


def quoted_ids(read: ir.Table, wanted: Sequence[Wanted]) -> ir.Table:
    """Return the one aggregate behind `quotes`."""
    import ibis

    posts = read.filter(read.text.length().between(_SHORTEST, _LONGEST))
    picked = {}
    for place, one in enumerate(wanted):
        met = posts.brand == one.brand
        if one.feature is not None:
            met = met & ((posts.features & (1 << one.feature)) > 0)
        for side in ("negative", "positive"):
            clear = posts[f"p_{side}"]
            rank = ibis.struct({"p": clear.round(1), "engagement": posts.engagement, "id": posts.post_id})
            picked[f"{side}{place}"] = posts.post_id.argmax(rank, where=met & (clear >= _CLEAR))
    return posts.aggregate(**picked)


def loudest_of_day(talk: Talk, brand: int, day: date) -> str | None:
    """Return the most engaged post of a day that mentions a brand, if there is one."""
    import ibis

    posts = talk.posts.filter(talk.posts.day == ibis.literal(day), (talk.posts.code & (1 << brand)) > 0)
    rank = ibis.struct({"engagement": posts.engagement, "id": posts.post_id})
    found: str | None = posts.aggregate(id=posts.post_id.argmax(rank)).to_pyarrow()["id"][0].as_py()
    return found
