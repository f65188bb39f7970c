"""Growth: how fast a count grows from period to period, and in how many periods it doubles."""

from __future__ import annotations

from math import ceil, inf, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from tools.statistics.interval import Interval, Z
from tools.statistics.regression import critical, with_memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_ROUNDS = 50
_STEEPEST = 3.0
"""Largest rate looked for: a count that grows twentyfold in each period."""


class Growth(NamedTuple):
    """A rate of growth a period on the log scale (0: steady, ln 2: doubles in each), with its 95 % interval."""

    rate: float
    interval: Interval

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval.holds(0)

    @property
    def doubling(self) -> Interval:
        """The 95 % interval of the periods in which it doubles, infinite where it may not be growing."""
        return Interval(*(log(2) / rate if rate > 0 else inf for rate in (self.interval.high, self.interval.low)))

    @property
    def doubles_in(self) -> float:
        """Periods in which it doubles; infinite where it does not grow."""
        return log(2) / self.rate if self.rate > 0 else inf


def growth(counts: Array, exposure: Array, *, dispersion: float | None = None) -> Growth:
    """Fit count = exposure x exp(level + rate x period) to counts (periods,) by quasi-likelihood.

    `exposure` (periods,) is what each period would hold but for growth: its season's factor, or the posts that could
    have been counted. The variance is `dispersion` times the mean where that is known. Where it is not, it is Pearson's
    chi-square over the free periods, 1 at least, with Student's t; or, if wider, the Newey-West one, which allows for
    memory, as in `changes`. A steady count gives 0. Raises ValueError for fewer than 3 periods of any exposure, and for
    no count at all.
    Source: McCullagh & Nelder, Generalized Linear Models (1989), ch. 6 and 9.
    """
    import numpy as np

    there = exposure > 0
    y, offset, at = counts[there], exposure[there], np.flatnonzero(there).astype(float)
    if len(y) < 3 or y.sum() <= 0:
        raise ValueError(f"{len(y)} periods with {y.sum():g} counts show no growth; 3 and 1 are needed.")
    rate = 0.0
    for _ in range(_ROUNDS):
        fitted, spread = _fitted(y, offset, at, rate)
        centre = float(fitted @ at) / float(fitted.sum())
        step = float((y - fitted) @ (at - centre)) / spread
        rate = min(max(rate + min(max(step, -1.0), 1.0), -_STEEPEST), _STEEPEST)
        if abs(step) < 1e-10:
            break
    fitted, spread = _fitted(y, offset, at, rate)
    half = Z * sqrt(dispersion / spread) if dispersion is not None else _half_width(y, fitted, at, spread)
    return Growth(rate, Interval(rate - half, rate + half))


def _half_width(counts: Array, fitted: Array, at: Array, spread: float) -> float:
    from scipy.special import stdtrit

    n = len(counts)
    over = max(float(((counts - fitted) ** 2 / fitted).sum()) / (n - 2), 1.0)
    lag = min(ceil(1.3 * sqrt(n)), n - 1)
    scores = (counts - fitted) * (at - float(fitted @ at) / float(fitted.sum()))
    robust = float(with_memory(scores[None], lag)[0]) * n / (n - 2)
    return max(float(stdtrit(n - 2, 0.975)) * sqrt(over / spread), critical(lag / n) * sqrt(max(robust, 0.0)) / spread)


def _fitted(y: Array, exposure: Array, at: Array, rate: float) -> tuple[Array, float]:
    """Return the means at a rate, whose sum is that of the counts, and the information on the rate."""
    import numpy as np

    shape = exposure * np.exp(rate * (at - at.max()))
    fitted = shape * (y.sum() / shape.sum())
    centre = float(fitted @ at) / float(fitted.sum())
    return fitted, max(float(fitted @ (at - centre) ** 2), 1e-9)
