"""Quantification: what shares of classes are, given what a classifier that errs has counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from tools.statistics.interval import Interval, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 1000
ROW_MINIMUM = 10
"""Labelled posts that each true class needs before its row of the matrix says anything."""
SEPARATION_MINIMUM = 0.05
"""Least determinant of the matrix: below it predictions hardly depend on the truth, and nothing can be recovered."""


class Rates(NamedTuple):
    """How a classifier errs: P(predicted | true), shape (classes, classes), and what each row is worth in posts."""

    matrix: Array
    weight: Array


class Shares(NamedTuple):
    """Shares of the classes in one group: corrected, as counted, and simulated (draws, classes)."""

    value: Array
    raw: Array
    draws: Array

    def interval(self, weights: Sequence[float]) -> Interval:
        """Return the 95 % interval of a weighted sum of the shares."""
        import numpy as np

        scores = np.asarray(weights, dtype=float)
        return percentile_interval(float(self.value @ scores), self.draws @ scores)


def rates(confusion: Sequence[Sequence[int]], *, worth: int | None = None) -> Rates | None:
    """Normalise a confusion matrix of counts (rows true, columns predicted) to rates.

    `worth` caps what a row counts for, where its posts are not this dataset's. None where the matrix is unusable: a
    class with fewer than ROW_MINIMUM labelled posts, or predictions that hardly depend on the truth.
    """
    import numpy as np

    counts = np.asarray(confusion, dtype=float)
    rows = counts.sum(axis=1)
    if rows.min() < ROW_MINIMUM:
        return None
    matrix = counts / rows[:, None]
    if abs(np.linalg.det(matrix)) < SEPARATION_MINIMUM:
        return None
    return Rates(matrix, np.minimum(rows, worth) if worth else rows)


def corrected_shares(
    counts: Mapping[str, Sequence[int]], errors: Rates | None, *, seed: int, draws: int = DRAWS, sampling: bool = True
) -> dict[str, Shares]:
    """Correct the predicted class counts of each group for the classifier's errors.

    Adjusted count: the shares p on the simplex that minimise |q - M'p|, q the shares as counted, M the rates. Draws
    come from a parametric bootstrap: q from a multinomial of the group's own counts, M from a Dirichlet of its rows,
    one M for all groups, since they share the classifier. A group's shares do not depend on the other groups.
    With no rates the shares are as counted, and the draws hold the sampling error alone; without `sampling` they hold
    the rates' error alone.
    Sources: Forman, Data Mining and Knowledge Discovery 17 (2008) 164-206; Hopkins & King, AJPS 54 (2010) 229-247.
    """
    import numpy as np

    matrices = None if errors is None else _drawn_rates(errors, seed, draws)
    shares = {}
    for key, group in counts.items():
        total = sum(group)
        raw = np.asarray(group, dtype=float) / total
        random = np.random.default_rng([seed, crc32(key.encode())])
        sampled = random.multinomial(total, raw, size=draws) / total if sampling else np.tile(raw, (draws, 1))
        if errors is None or matrices is None:
            shares[key] = Shares(raw, raw, sampled)
        else:
            value = solve(raw[None], errors.matrix[None])[0]
            shares[key] = Shares(value, raw, solve(sampled, matrices))
    return shares


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


def _drawn_rates(errors: Rates, seed: int, draws: int) -> Array:
    import numpy as np

    random = np.random.default_rng(seed)
    rows = zip(errors.matrix, errors.weight, strict=True)
    return np.stack([random.dirichlet(row * weight + 0.5, size=draws) for row, weight in rows], axis=1)
