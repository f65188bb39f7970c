"""Touched: who was reached by another test, or by an arm that is not theirs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from tools.inputs import Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]


def elsewhere(people: tuple[str, ...], experiment: str, end: datetime, tables: Tables) -> Bits:
    """Return who was in another test until then."""
    assignments = tables["assignments"]
    others = assignments.filter(
        assignments.experiment != experiment, assignments["at"].isnull() | (assignments["at"] < end)
    )
    return _isin(people, set(others.select("user_id").distinct().to_pyarrow()["user_id"].to_pylist()))


def shown_theirs(
    people: tuple[str, ...], arms: tuple[str, ...], arm: Codes, start: datetime | None, tables: Tables
) -> Bits:
    """Return who was shown an item or a category that bears the name of an arm they are not in."""
    import numpy as np

    shown = np.zeros(len(people), dtype=bool)
    if "exposures" not in tables or start is None:
        return shown
    exposures = tables["exposures"].filter(lambda t: t["at"] >= start)
    for code, name in enumerate(arms[1:], start=1):
        theirs = exposures.filter((exposures.item_id == name) | (exposures.category == name))
        ids = set(theirs.select("user_id").distinct().to_pyarrow()["user_id"].to_pylist())
        shown |= _isin(people, ids) & (arm != code)
    return shown


def _isin(people: tuple[str, ...], ids: set[str]) -> Bits:
    import numpy as np

    return np.fromiter((person in ids for person in people), dtype=bool, count=len(people))
