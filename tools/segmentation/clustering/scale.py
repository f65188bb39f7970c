"""Scale: features on one scale, on which chance weighs the same everywhere.

A count that comes about by chance varies by its square root, so twice the square root of a count (Anscombe 1948)
varies by one, however large it is: what people do seldom and alike then lies within chance and draws no group. Features
whose chance is not known, money or shares, are spread as a count of the lower quarter is: none rules by its unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.matrix import Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_COUNTED = "per week"
_POSITIVE = ("amount", "hours", "days")
"""Units whose values lie orders of magnitude apart: compared by their logarithm."""
_FAR = 4.0
"""Standard deviations beyond which a value of unknown chance counts as that far: one person is no direction."""


class Scale(NamedTuple):
    """A scale fitted on some people, which places others on it; all arrays have shape (features,)."""

    names: tuple[str, ...]
    units: tuple[str, ...]
    weeks: float
    """Weeks that rates are counted over."""
    typical: Array
    """A typical positive value, in whose multiples logarithms are taken."""
    middle: Array
    """The median after transforming, which stands in where a value is not known."""
    step: Array
    """What a step of one is, after transforming: 1 for counts."""
    far: Array
    """How many steps from the middle a value may lie; infinite for counts."""

    def points(self, matrix: Matrix) -> Array:
        """Return people on this scale, shape (people, features); ValueError where the matrix lacks a feature."""
        import numpy as np

        raw = np.column_stack([matrix.column(name) for name in self.names])
        moved = _transformed(raw, self)
        points = (np.where(np.isnan(moved), self.middle, moved) - self.middle) / self.step
        clipped: Array = np.clip(points, -self.far, self.far)
        return clipped


def scale(matrix: Matrix, names: Sequence[str]) -> Scale:
    """Fit a scale on the people of a matrix, by the features named."""
    import numpy as np

    units = tuple(feature.unit for name in names for feature in matrix.features if feature.name == name)
    raw = np.column_stack([matrix.column(name) for name in names])
    flat = np.ones(len(units))
    typical = np.array([np.median(positive) if len(positive := each[each > 0]) else 1.0 for each in raw.T])
    plain = Scale(tuple(names), units, matrix.period.days / 7, typical, flat * 0, flat, flat)
    moved = _transformed(raw, plain)
    known = [each[~np.isnan(each)] for each in moved.T]
    spread = np.array([each.std() if len(each) else 0.0 for each in known])
    counted = np.array([unit == _COUNTED for unit in units])
    usual = float(np.quantile(spread[counted], 0.25)) if counted.any() else 1.0
    step = np.where(counted | (spread == 0), 1.0, spread / (usual or 1.0))
    return plain._replace(
        middle=np.array([np.median(each) if len(each) else 0.0 for each in known]),
        step=step,
        far=np.where(counted, np.inf, _FAR * (usual or 1.0)),
    )


def _transformed(raw: Array, by: Scale) -> Array:
    """Twice the square root of counts, the logarithm of amounts and times, all else as it is."""
    import numpy as np

    columns = []
    for column, unit, typical in zip(raw.T, by.units, by.typical, strict=True):
        if unit == _COUNTED:
            columns.append(2 * np.sqrt(np.maximum(column, 0) * by.weeks + 0.375))
        elif unit in _POSITIVE:
            columns.append(np.sign(column) * np.log1p(10 * np.abs(column) / typical))
        else:
            columns.append(column)
    return np.column_stack(columns)
