"""Slices: kinds of people that are found in all segments: how active, where, since when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from tools.base import Period, Query
from tools.groups import LONG_DAYS, NEW_DAYS
from tools.inputs import Tables
from tools.scope import bounds, scope

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.segmentation.comparing.measures import Measure

    Places = NDArray[np.intp]

By = Literal["activity", "platform", "region", "tenure"]
KINDS: tuple[By, ...] = ("activity", "platform", "region", "tenure")
_THIRDS = ("least active", "middling active", "most active")


def slices(
    query: Query, people: Sequence[str], tables: Tables, days: Period, known: Sequence[Measure]
) -> dict[By, list[str]]:
    """Return for each kind of slice the one of each person; "unknown" where it is not known."""
    found: dict[By, list[str]] = {}
    active = next((one for one in known if one.name in ("activity", "posts")), None)
    if active is not None:
        found["activity"] = _thirds(active)
    if "posts" in tables:
        for name in ("platform", "region"):
            found[name] = _commonest(query, people, tables, name)
    if "authors" in tables:
        found["tenure"] = _tenure(people, tables, days)
    return {by: names for by, names in found.items() if len(set(names)) > 1}


def _thirds(active: Measure) -> list[str]:
    import numpy as np

    low, high = np.quantile(active.x, [1 / 3, 2 / 3])
    return [_THIRDS[int(x > low) + int(x > high)] for x in active.x.tolist()]


def _commonest(query: Query, people: Sequence[str], tables: Tables, column: str) -> list[str]:
    """The platform or region that a person writes on or from most."""
    posts = scope(query, tables)
    posts = posts.filter(posts.author_id.notnull(), posts[column].notnull())
    counts = posts.group_by("author_id", column).aggregate(n=posts.count()).to_pyarrow().to_pylist()
    best: dict[str, tuple[int, str]] = {}
    for row in counts:
        there = (-row["n"], row[column])
        best[row["author_id"]] = min(best.get(row["author_id"], there), there)
    return [best[person][1] if person in best else "unknown" for person in people]


def _tenure(people: Sequence[str], tables: Tables, days: Period) -> list[str]:
    _, end = bounds(days, tables.facts)
    authors = tables["authors"].select("author_id", "customer_since")
    rows = authors.filter(authors.customer_since.notnull()).to_pyarrow().to_pylist()
    since = {row["author_id"]: (end - row["customer_since"]).days for row in rows}
    return [_since(since[person]) if person in since else "unknown" for person in people]


def _since(days: int) -> str:
    return (
        "new customers" if days < NEW_DAYS else "established customers" if days < LONG_DAYS else "long-time customers"
    )
