"""Columns: features with their values, for people in the order of their ids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.matrix import Feature

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class Columns(NamedTuple):
    """Features and what was measured of them, shape (people, features); NaN where not known."""

    features: tuple[Feature, ...]
    values: NDArray[np.float64]
    begun: Mapping[str, int] = MappingProxyType({})
    """Features that say nothing of the first days of the window: the day, from 0, on which each began."""


def columns(features: Sequence[Feature], rows: pa.Table, people: Sequence[str], *, missing: float) -> Columns:
    """Put rows (columns `person` and one a feature, in order) in the order of people; `missing` for who has no row.

    A null of a row is NaN.
    """
    import numpy as np

    place = {person: i for i, person in enumerate(people)}
    values = np.full((len(people), len(features)), missing)
    told = [(place[person], row) for row, person in enumerate(rows["person"].to_pylist()) if person in place]
    if told and features:
        to, of = np.array(told).T
        table = np.column_stack([rows[i + 1].to_numpy().astype(np.float64, copy=False) for i in range(len(features))])
        values[to] = table[of]
    return Columns(tuple(features), values)


def known_of_some(given: Columns) -> Columns | None:
    """Leave out features that are known of nobody; none where no other is left."""
    import numpy as np

    kept = [place for place, column in enumerate(given.values.T) if not np.isnan(column).all()]
    return Columns(tuple(given.features[place] for place in kept), given.values[:, kept]) if kept else None


def beside(parts: Sequence[Columns]) -> Columns:
    """Put columns of the same people side by side."""
    import numpy as np

    return Columns(
        tuple(feature for part in parts for feature in part.features),
        np.column_stack([part.values for part in parts]),
        {name: day for part in parts for name, day in part.begun.items()},
    )
