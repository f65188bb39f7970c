"""Places: on which platforms a segment's people are active, against all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.scope import bounds, scope
from tools.segmentation.asked import SegmentsQuery
from tools.segmentation.describing.shares import Share, shares
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.segmented import Segmented
from tools.segmentation.tribes.ties import placed

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST = 12
"""Platforms compared, those with most people."""


class Places(NamedTuple):
    """Shares of platforms in what people did, and what that is: posts or events."""

    what: str
    shares: tuple[Share, ...]

    @property
    def standing(self) -> list[Share]:
        """Platforms whose share differs beyond chance."""
        return [one for one in self.shares if one.stands]


def places(query: SegmentsQuery, tables: Tables, segmented: Segmented, segment: int) -> Places | None:
    """Compare where a segment is active with where all others are.

    Members by where their events happened, if these tell, else by where people post. None where it is not known of 20
    people on either side.
    """
    for what, rows in _activity(query, tables, segmented):
        if found := _compared(rows, segmented, segment):
            return Places(what, found)
    return None


def _activity(query: SegmentsQuery, tables: Tables, segmented: Segmented) -> list[tuple[str, ir.Table]]:
    """Return who was active where, `person` and `platform`, by events and by posts."""
    period, found = segmented.matrix.period, []
    if "events" in tables and query.population != "authors":
        start, end = bounds(period, tables.facts)
        events = tables["events"]
        events = events.filter(events["at"] >= start, events["at"] < end, events.platform.notnull())
        found.append(("events", events.select("platform", person="user_id")))
    if "posts" in tables:
        measured: Query = query.model_copy(update={"period": period})
        posts = scope(measured, tables)
        found.append(("posts", posts.filter(posts.author_id.notnull()).select("platform", person="author_id")))
    return found


def _compared(rows: ir.Table, segmented: Segmented, segment: int) -> tuple[Share, ...]:
    import numpy as np

    everyone = placed(segmented.matrix.people)
    rows = rows.inner_join(everyone, "person")
    counted = rows.group_by("place", "platform").aggregate(n=rows.count()).order_by(["platform", "place"]).to_pyarrow()
    place = counted["place"].to_numpy().astype(np.intp)
    platform, n = counted["platform"].to_numpy(zero_copy_only=False).astype(str), counted["n"].to_numpy()
    names, people = np.unique(platform, return_counts=True)
    kept = sorted(names[np.argsort(-people, kind="stable")][:MOST].tolist())
    inside = segmented.members(segment)
    if len(kept) < 2 or min(len(np.unique(place[inside[place]])), len(np.unique(place[~inside[place]]))) < FLOOR:
        return ()
    held = np.zeros((len(inside), len(kept)))
    for column, name in enumerate(kept):
        of = platform == name
        held[place[of], column] = n[of]
    total = np.bincount(place, weights=n, minlength=len(inside)).astype(np.float64)
    return shares(kept, held, total, inside)
