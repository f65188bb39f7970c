"""Solving: the class shares that best explain what was counted, given error rates; and which rates are of use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

ROW_MINIMUM = 10
"""Labelled posts that each true class needs before its row of the matrix says anything."""
SEPARATION_MINIMUM = 0.05
"""Least determinant of the matrix: below it predictions hardly depend on the truth, and nothing can be recovered."""


def usable(confusions: Sequence[Sequence[Sequence[int]]]) -> Array:
    """Return those confusion matrices of counts that say something, shape (matrices, classes, classes)."""
    import numpy as np

    counts = np.asarray(confusions, dtype=float)
    rows = counts.sum(axis=2)
    apart = np.abs(np.linalg.det(counts / np.maximum(rows, 1)[:, :, None])) >= SEPARATION_MINIMUM
    kept: Array = counts[apart & (rows.min(axis=1) >= ROW_MINIMUM)]
    return kept


def dirichlet_rows(random: np.random.Generator, worth: Array) -> Array:
    """Draw matrices whose rows are Dirichlet with the given parameters, shape (draws, classes, classes)."""
    drawn = random.standard_gamma(worth)
    rows: Array = drawn / drawn.sum(axis=2, keepdims=True)
    return rows


def solve(counted: Array, matrices: Array) -> Array:
    """Return the p on the simplex nearest to M'p = q: shapes (b, 3) and (b or 1, 3, 3) to (b, 3). Exact.

    Where the plain solution leaves the simplex, the nearest point lies on an edge: each edge is solved in closed
    form and the best taken.
    """
    import numpy as np

    matrices = np.broadcast_to(matrices, (len(counted), *matrices.shape[1:]))
    solved: Array = np.linalg.solve(matrices.swapaxes(1, 2), counted[:, :, None])[:, :, 0]
    outside = solved.min(axis=1) < 0
    if outside.any():
        solved[outside] = _on_edges(counted[outside], matrices[outside])
    return solved


def _on_edges(counted: Array, matrices: Array) -> Array:
    import numpy as np

    best, residual = np.zeros_like(counted), np.full(len(counted), np.inf)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        direction = matrices[:, one] - matrices[:, other]
        reach = counted - matrices[:, other]
        length = np.maximum((direction**2).sum(axis=1), 1e-300)
        part = np.clip((direction * reach).sum(axis=1) / length, 0, 1)
        error = ((reach - part[:, None] * direction) ** 2).sum(axis=1)
        nearer = error < residual
        residual = np.where(nearer, error, residual)
        best[nearer] = 0
        best[nearer, one], best[nearer, other] = part[nearer], 1 - part[nearer]
    return best
