"""Concentration: how unequally people bring in value, with intervals over people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.statistics.interval import Interval, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DRAWS = 500


class Concentration(NamedTuple):
    """Gini coefficient and the share of value of each tier, from the top, with 95 % intervals."""

    gini: float
    gini_interval: Interval
    shares: tuple[float, ...]
    intervals: tuple[Interval, ...]


def concentration(totals: Array, cuts: Sequence[float], *, seed: int) -> Concentration:
    """Measure how value (people,), none of it below 0, is concentrated; `cuts` are shares of people from the top.

    Gini: 0 where all bring the same, near 1 where one brings all. Intervals resample people (bootstrap), and tiers are
    formed anew each time: the top fifth of those drawn. Source: Dorfman, Review of Economics and Statistics 61 (1979).
    """
    import numpy as np

    ordered = np.sort(np.maximum(totals, 0.0))
    random = np.random.default_rng(seed)
    drawn = [
        measured(np.repeat(ordered, random.multinomial(len(ordered), np.full(len(ordered), 1 / len(ordered)))), cuts)
        for _ in range(DRAWS)
    ]
    found = measured(ordered, cuts)
    spread = np.array(drawn)
    intervals = [percentile_interval(float(value), spread[:, i]) for i, value in enumerate(found)]
    return Concentration(float(found[0]), intervals[0], tuple(map(float, found[1:])), tuple(intervals[1:]))


def places_of(n: int, cuts: Sequence[float]) -> list[int]:
    """Return how many of n people each tier holds, from the top; they add up to n."""
    import numpy as np

    ends = np.round(np.cumsum(cuts) * n).astype(int)
    return [int(size) for size in np.diff(ends, prepend=0)]


def measured(ordered: Array, cuts: Sequence[float]) -> Array:
    """Return Gini, then the share of each tier from the top (1 + tiers,), of amounts in rising order."""
    import numpy as np

    n, whole = len(ordered), float(ordered.sum())
    if whole <= 0:
        return np.zeros(1 + len(cuts))
    gini = 2 * float(np.arange(1, n + 1) @ ordered) / (n * whole) - (n + 1) / n
    top = np.concatenate([[0.0], np.cumsum(ordered[::-1])]) / whole
    ends = np.cumsum([0, *places_of(n, cuts)])
    return np.concatenate([[gini], np.diff(top[ends])])
