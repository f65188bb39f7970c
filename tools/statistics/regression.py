"""Regression: a weighted straight fit to a short series, with errors that allow for memory in it."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Fit(NamedTuple):
    """Coefficients, halves of their 95 % intervals, and the weighted sum of squared residuals."""

    coefficients: Array
    half_widths: Array
    squares: float


def weighted_fit(values: Array, design: Array, weights: Array) -> Fit:
    """Fit values (periods,) on a design (periods, k) by weighted least squares.

    An interval is the wider of the classical one, by Student's t, and the Newey-West one with lag 1.3 sqrt(periods) and
    Kiefer & Vogelsang's critical value for that lag: with the normal one, short series with memory show trends that
    are not there. Raises ValueError for no more periods than coefficients.
    Sources: Newey & West, Econometrica 55 (1987) 703-708; Kiefer & Vogelsang, Econometric Theory 21 (2005) 1130-1164;
    Lazarus, Lewis, Stock & Watson, J. Business & Economic Statistics 36 (2018) 541-559.
    """
    import numpy as np
    from scipy.special import stdtrit

    periods, k = design.shape
    if periods <= k:
        raise ValueError(f"{periods} periods cannot tell {k} coefficients.")
    scale = weights / weights.mean()
    bread = np.linalg.inv(design.T @ (design * scale[:, None]))
    coefficients = bread @ (design.T @ (scale * values))
    residuals = values - design @ coefficients
    squares = float(scale @ residuals**2)
    lag = min(ceil(1.3 * sqrt(periods)), periods - 1)
    classical = squares / (periods - k) * np.diag(bread)
    scores = design * (scale * residuals)[:, None]
    robust = periods / (periods - k) * np.diag(bread @ _memory(scores, lag) @ bread)
    halves = np.maximum(
        float(stdtrit(periods - k, 0.975)) * np.sqrt(classical),
        _critical(lag / periods) * np.sqrt(np.maximum(robust, 0)),
    )
    return Fit(coefficients, halves, squares)


def _memory(scores: Array, lag: int) -> Array:
    """Sum the scores' outer products over lags with falling (Bartlett) weights."""
    total: Array = scores.T @ scores
    for step in range(1, lag + 1):
        cross = scores[step:].T @ scores[:-step]
        total = total + (1 - step / (lag + 1)) * (cross + cross.T)
    return total


def _critical(lag_share: float) -> float:
    """Two-sided 5 % critical value for the Bartlett kernel whose lag is this share of the series (their table 1)."""
    b = lag_share
    return 1.96 + 2.9694 * b + 0.416 * b**2 - 0.5324 * b**3
