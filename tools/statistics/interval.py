"""Interval: a 95 % interval, and how to read one off simulated draws."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIDENCE = 0.95
_OUTERMOST = 4
"""Draws beyond a percentile that it needs to mean anything."""
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)


class Interval(NamedTuple):
    """The two ends of an interval."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in it, ends included."""
        return self.low <= value <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Tell whether two intervals share a point."""
        return self.low <= other.high and other.low <= self.high


def percentile_interval(value: float, draws: NDArray[np.floating[Any]], *, confidence: float = CONFIDENCE) -> Interval:
    """Return the percentile interval of simulated draws (shape (draws,)), stretched to hold the value itself.

    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.
    """
    import numpy as np

    tail = (1 - confidence) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return Interval(min(float(low), value), max(float(high), value))


def simultaneous_z(comparisons: int, *, confidence: float = CONFIDENCE) -> float:
    """Return the normal quantile that keeps `comparisons` intervals right together (Bonferroni); 1.96 for one."""
    return NormalDist().inv_cdf(1 - (1 - confidence) / (2 * max(comparisons, 1)))


def simultaneous_interval(value: float, draws: NDArray[np.floating[Any]], *, comparisons: int) -> Interval:
    """Return the percentile interval of one of several comparisons, such that all hold together (Bonferroni).

    Percentiles farther out than the draws reach are taken to lie as much farther as a normal's would.
    """
    z = simultaneous_z(comparisons)
    reached = min(z, NormalDist().inv_cdf(1 - _OUTERMOST / len(draws)))
    near = percentile_interval(value, draws, confidence=2 * NormalDist().cdf(reached) - 1)
    stretch = z / reached
    return Interval(value - stretch * (value - near.low), value + stretch * (near.high - value))
