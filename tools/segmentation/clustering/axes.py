"""Axes: fewer directions that hold most of how people differ (principal components)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

KEPT = 0.9
"""Share of variance that the axes hold at least."""
_FEW = 5
"""Features up to which all directions are kept."""


class Axes(NamedTuple):
    """Principal axes of some people, to which others can be turned."""

    centre: Array
    """Shape (features,)."""
    directions: Array
    """Shape (features, axes)."""
    kept: float
    """Share of variance along the axes, 0 to 1."""

    def turned(self, points: Array) -> Array:
        """Return points by these axes, shape (people, axes)."""
        along: Array = (points - self.centre) @ self.directions
        return along


def axes(points: Array) -> Axes:
    """Find the fewest axes that hold `KEPT` of the variance; distances along them are those of the features' scale."""
    import numpy as np

    centre = points.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(points - centre, rowvar=False).reshape(points.shape[1], -1))
    values, vectors = np.maximum(values[::-1], 0), vectors[:, ::-1]
    held = np.cumsum(values) / max(float(values.sum()), 1e-12)
    n = len(values) if len(values) <= _FEW else int(np.searchsorted(held, KEPT - 1e-9)) + 1
    signs = np.sign(vectors[np.abs(vectors).argmax(axis=0), np.arange(len(values))])
    return Axes(centre, (vectors * signs)[:, :n], float(held[n - 1]))
