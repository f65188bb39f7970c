"""Exemplars: posts that sound as a segment typically does, and one that does not, whoever wrote them.

They are drawn from what everybody asked about wrote, not from the segment alone, so that no post gives away that its
author is in the segment.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Literal

from tools.base import Evidence
from tools.segmentation.describing.talk import Labels, Talk

if TYPE_CHECKING:
    import ibis.expr.types as ir

TYPICAL = 2
"""Posts shown as typical; with the one that disagrees no more than three of a segment."""
_SPARE = 10
Role = Literal["representative", "contrary"]


def exemplars(talk: Talk, found: Labels, name: str) -> Iterator[Evidence]:
    """Yield two posts by different people that hold most of what sets the talk apart, and one that holds least.

    Each label that stands counts with its log-odds; among equals the clearer post is taken, not the louder one, which
    people know. Nothing where nothing sets the talk apart.
    """
    import ibis

    weights = {
        found.columns[kind][one.label]: one.log_odds.value
        for kind, of in talk.shares.items()
        for one in of
        if one.stands and one.log_odds
    }
    if not weights:
        return
    posts = found.posts.filter(found.posts.readable)
    scored = posts.mutate(
        score=reduce(add, (posts[column] * weight for column, weight in sorted(weights.items()))).round(6),
        clear=ibis.greatest(posts.p_negative, posts.p_positive).round(1),
    )
    order = [ibis.desc("clear"), "post_id"]
    best = scored.filter(scored.score > 0).order_by([ibis.desc("score"), *order]).limit(TYPICAL * _SPARE)
    worst = scored.filter(scored.score < 0).order_by(["score", *order]).limit(1)
    yield from _shown(best, TYPICAL, "representative", name)
    yield from _shown(worst, 1, "contrary", name)


def _shown(ranked: ir.Table, limit: int, role: Role, name: str) -> Iterator[Evidence]:
    """Yield the first posts, one a person."""
    seen: set[int] = set()
    for row in ranked.select("post_id", "place").to_pyarrow().to_pylist():
        if row["place"] not in seen and len(seen) < limit:
            seen.add(row["place"])
            yield Evidence(post_id=row["post_id"], role=role, group={"segment": name})
