"""Regression: a weighted straight fit to a short series, with errors that allow for memory in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class Fit(NamedTuple):
    """Coefficients, their variances, degrees of freedom and weighted sum of squared residuals."""

    coefficients: Array
    variances: Array
    freedom: int
    squares: float

    def half_width(self, at: int, *, variance: float | None = None) -> float:
        """Return half of the 95 % interval of a coefficient, by Student's t; `variance` replaces the fit's own."""
        from scipy.special import stdtrit

        spread = self.variances[at] if variance is None else variance
        return float(stdtrit(self.freedom, 0.975) * spread**0.5)


def weighted_fit(values: Array, design: Array, weights: Array) -> Fit:
    """Fit values (periods,) on a design (periods, k) by weighted least squares.

    Variances are the larger of the classical and the Newey-West ones, whose lag is floor(4 (periods / 100)^(2/9)):
    short series make the latter too small. Raises ValueError for no more periods than coefficients.
    Sources: Newey & West, Econometrica 55 (1987) 703-708; lag by Newey & West, Rev. Econ. Studies 61 (1994).
    """
    import numpy as np

    periods, k = design.shape
    if periods <= k:
        raise ValueError(f"{periods} periods cannot tell {k} coefficients.")
    scale = weights / weights.mean()
    bread = np.linalg.inv(design.T @ (design * scale[:, None]))
    coefficients = bread @ (design.T @ (scale * values))
    residuals = values - design @ coefficients
    squares = float(scale @ residuals**2)
    classical = squares / (periods - k) * np.diag(bread)
    robust = periods / (periods - k) * np.diag(bread @ _memory(design * (scale * residuals)[:, None]) @ bread)
    return Fit(coefficients, np.maximum(classical, robust), periods - k, squares)


def _memory(scores: Array) -> Array:
    """Sum the scores' outer products over lags with falling (Bartlett) weights."""
    periods = len(scores)
    lag = int(4 * (periods / 100) ** (2 / 9))
    total: Array = scores.T @ scores
    for step in range(1, min(lag, periods - 1) + 1):
        cross = scores[step:].T @ scores[:-step]
        total = total + (1 - step / (lag + 1)) * (cross + cross.T)
    return total
