"""Regression: how short series change with something, with errors that allow for memory in them."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Changes(NamedTuple):
    """For each series: its coefficient, half of that one's 95 % interval, and the weighted squares left over."""

    coefficients: Array
    half_widths: Array
    squares: Array


def changes(series: Array, column: Array, weights: Array) -> Changes:
    """Fit each series (series, periods) to a constant and a column (periods,), by weighted least squares.

    An interval is the wider of the classical one, by Student's t, and the Newey-West one with lag 1.3 sqrt(periods) and
    Kiefer & Vogelsang's critical value for that lag: with the normal one, short series with memory show trends that
    are not there. Raises ValueError for fewer than 3 periods, and for a column that does not change.
    Sources: Newey & West, Econometrica 55 (1987) 703-708; Kiefer & Vogelsang, Econometric Theory 21 (2005) 1130-1164;
    Lazarus, Lewis, Stock & Watson, J. Business & Economic Statistics 36 (2018) 541-559.
    """
    import numpy as np
    from scipy.special import stdtrit

    periods = len(column)
    if periods < 3 or np.ptp(column) == 0:
        raise ValueError(f"{periods} periods, of which a change of {np.ptp(column)} is to be told, are too few.")
    scale = weights / weights.mean()
    design = np.column_stack([np.ones(periods), column])
    bread = np.linalg.inv(design.T @ (design * scale[:, None]))
    picks = bread @ (design.T * scale)  # coefficients = picks @ series
    residuals = series - (series @ picks.T) @ design.T
    squares = (residuals**2) @ scale
    lag = min(ceil(1.3 * sqrt(periods)), periods - 1)
    classical = float(stdtrit(periods - 2, 0.975)) * np.sqrt(squares / (periods - 2) * bread[1, 1])
    variance = periods / (periods - 2) * with_memory(residuals * picks[1], lag)
    robust = critical(lag / periods) * np.sqrt(np.maximum(variance, 0))
    return Changes(series @ picks[1], np.maximum(classical, robust), squares)


def with_memory(scores: Array, lag: int) -> Array:
    """Sum each row's products over lags with falling (Bartlett) weights: the variance of the row's sum."""
    total: Array = (scores**2).sum(axis=1)
    for step in range(1, lag + 1):
        total = total + 2 * (1 - step / (lag + 1)) * (scores[:, step:] * scores[:, :-step]).sum(axis=1)
    return total


def critical(lag_share: float) -> float:
    """Two-sided 5 % critical value for the Bartlett kernel whose lag is this share of the series (their table 1)."""
    b = lag_share
    return 1.96 + 2.9694 * b + 0.416 * b**2 - 0.5324 * b**3
