"""Logistic: ridge logistic regression with weights, quick enough to be fitted hundreds of times over.

Sources: le Cessie & van Houwelingen, Applied Statistics 41 (1992) 191-201; Rubin, Annals of Statistics 9 (1981) 130-134
(the Bayesian bootstrap).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]

_STEPS, _CLOSE = 50, 1e-9
_FARTHEST = 30.0


def ridge(columns: Array, outcome: Bits, *, penalty: float, weights: Array | None = None) -> Array:
    """Return the intercept and coefficients, shape (1 + columns,), that maximise the penalised likelihood.

    The penalty is half of `penalty` times the sum of squared coefficients; the intercept goes free. Columns should be
    standardised. By Newton's steps, shortened where they would overshoot.
    """
    import numpy as np

    design = np.column_stack([np.ones(len(columns)), columns])
    counts = np.ones(len(columns)) if weights is None else weights
    held = np.r_[0.0, np.full(columns.shape[1], penalty)]
    rate = np.clip((counts @ outcome) / counts.sum(), 1e-6, 1 - 1e-6)
    found: Array = np.r_[np.log(rate / (1 - rate)), np.zeros(columns.shape[1])]
    for _ in range(_STEPS):
        chance = chances(columns, found)
        slope = design.T @ (counts * (outcome - chance)) - held * found
        curve = (design * (counts * chance * (1 - chance))[:, None]).T @ design + np.diag(held + _CLOSE)
        step = np.linalg.solve(curve, slope)
        found = found + step * min(1.0, 2.0 / max(float(np.abs(step).max()), _CLOSE))
        if np.abs(step).max() < _CLOSE:
            break
    return found


def chances(columns: Array, coefficients: Array) -> Array:
    """Return the chance of the outcome for each row, 0 to 1."""
    import numpy as np

    odds = np.clip(coefficients[0] + columns @ coefficients[1:], -_FARTHEST, _FARTHEST)
    chance: Array = 1 / (1 + np.exp(-odds))
    return chance


def out_of_fold(columns: Array, outcome: Bits, *, penalty: float, fold: NDArray[np.intp]) -> Array:
    """Return the chance of the outcome for each row by a fit to the rows of other folds."""
    import numpy as np

    held = np.empty(len(outcome))
    for number in np.unique(fold):
        out = fold == number
        held[out] = chances(columns[out], ridge(columns[~out], outcome[~out], penalty=penalty))
    return held


def area_under_curve(score: Array, outcome: Bits) -> float:
    """Return the chance that one with the outcome scores above one without, ties half; .5 knows nothing."""
    from scipy.stats import rankdata

    n = int(outcome.sum())
    ranks = float(rankdata(score)[outcome].sum())
    return (ranks - n * (n + 1) / 2) / (n * (len(outcome) - n))
