"""Surprise: how likely chance alone makes a count at least so large, or so small, when counts cluster."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from tools.statistics.interval import CONFIDENCE, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

_POISSON = 1 + 1e-6
"""Dispersion up to which a count is as good as Poisson's."""


def chance_of_more(counts: ArrayLike, expected: ArrayLike, dispersion: ArrayLike) -> Array:
    """Return P(Y >= count) for a negative binomial Y of that mean, whose variance is `dispersion` times the mean.

    0 to 1, element by element; a dispersion of 1 is the Poisson distribution. Posts answer posts, so that volumes vary
    more than Poisson's law has it. Sums of such periods follow the same law, with the same dispersion.
    """
    import numpy as np
    from scipy.special import betainc, gammainc

    counts, mean, over = _together(counts, expected, dispersion)
    some, spread = np.maximum(counts, 1.0), np.maximum(over, _POISSON)
    clustered = betainc(some, mean / (spread - 1), 1 - 1 / spread)
    return np.asarray(np.where(counts < 1, 1.0, np.where(over < _POISSON, gammainc(some, mean), clustered)))


def chance_of_fewer(counts: ArrayLike, expected: ArrayLike, dispersion: ArrayLike) -> Array:
    """Return P(Y <= count) for the same Y."""
    import numpy as np
    from scipy.special import betainc, gammaincc

    counts, mean, over = _together(counts, expected, dispersion)
    spread = np.maximum(over, _POISSON)
    clustered = betainc(mean / (spread - 1), counts + 1, 1 / spread)
    return np.asarray(np.where(over < _POISSON, gammaincc(counts + 1, mean), clustered))


def _together(*parts: ArrayLike) -> tuple[Array, ...]:
    import numpy as np

    return np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in parts))


def usual_counts(expected: float, dispersion: float, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the range that holds the count with `confidence`: the rest of the chance lies half below, half above."""
    tail = (1 - confidence) / 2
    return Interval(
        float(max(fewest_surprising(expected, dispersion, chance=1 - tail) - 1, 0)),
        float(fewest_surprising(expected, dispersion, chance=tail) - 1),
    )


def fewest_surprising(expected: float, dispersion: float, *, chance: float) -> int:
    """Return the least count whose P(Y >= count) is at most `chance`."""
    low, high = 0, max(8, 2 * ceil(expected))
    while float(chance_of_more(high, expected, dispersion)) > chance:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if float(chance_of_more(middle, expected, dispersion)) > chance:
            low = middle
        else:
            high = middle
    return high
