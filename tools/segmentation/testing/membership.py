"""Membership: which segment people belong to, as recorded when they were assigned or as found in what they do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.segmented import Segmenter

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

Source = Literal["recorded", "found"]
"""recorded: in table assignments, the latest of each person; found: by `segment_audience` of the same definition."""

SURE = 0.8
"""Confidence from which a person belongs to one segment alone."""


class Membership(NamedTuple):
    """Segment of each person, in order of their ids, which never leave."""

    people: tuple[str, ...]
    names: tuple[str, ...]
    """From the largest down."""
    code: NDArray[np.intp]
    """Place among the names, shape (people,); -1 for none."""
    several: NDArray[np.bool_]
    """Who was recorded in several segments, or belongs to theirs with a confidence under `SURE`."""
    source: Source


def membership(definition: Definition, source: Source | None, tables: Tables, segmenter: Segmenter) -> Membership:
    """Return the segments of people: recorded ones where there are any, unless told otherwise or others are defined."""
    plain = Definition(dataset=definition.dataset, period=definition.period, filter=definition.filter)
    if source is None:
        source = "recorded" if definition == plain and has_recorded(tables) else "found"
    return _recorded(tables) if source == "recorded" else _found(definition, segmenter)


def has_recorded(tables: Tables) -> bool:
    """Return whether any assignment names a segment."""
    if "assignments" not in tables:
        return False
    assignments = tables["assignments"]
    return bool(assignments.segment.nullif("").notnull().any().to_pyarrow().as_py())


def recorded(tables: Tables) -> ir.Table:
    """Return the segment that was recorded last of each person: `user_id`, `segment`, `several` (others before)."""
    import ibis

    assignments = tables["assignments"]
    known = assignments.filter(assignments.segment.nullif("").notnull())
    ranked = known.mutate(
        place=ibis.row_number().over(group_by=known.user_id, order_by=[known["at"].desc(), known.segment]),
        several=known.segment.max().over(group_by=known.user_id) != known.segment.min().over(group_by=known.user_id),
    )
    return ranked.filter(ranked.place == 0).select("user_id", "segment", "several")


def _recorded(tables: Tables) -> Membership:
    import numpy as np

    rows = recorded(tables).order_by("user_id").to_pyarrow()
    given = rows["segment"].to_pylist()
    sizes = Counter(given)
    names = tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))
    places = {name: place for place, name in enumerate(names)}
    code = np.asarray([places[name] for name in given], dtype=np.intp)
    several = np.asarray(rows["several"].to_pylist(), dtype=bool)
    return Membership(tuple(rows["user_id"].to_pylist()), names, code, several, "recorded")


def _found(definition: Definition, segmenter: Segmenter) -> Membership:
    found = segmenter.segmented(definition)
    names = tuple(f"segment {number}" for number in range(1, found.k + 1))
    code = found.placing.segment.astype("int64") - 1
    return Membership(found.matrix.people, names, code, (code >= 0) & (found.placing.confidence < SURE), "found")
