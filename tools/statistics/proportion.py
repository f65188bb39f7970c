"""Proportion: the interval of a share."""

from __future__ import annotations

from math import sqrt

from tools.statistics.interval import Interval, Z


def wilson(successes: float, n: float, *, z: float = Z) -> Interval:
    """Return Wilson's score interval of a share; both ends lie in 0 to 1 whatever the counts.

    `n` may be an effective size, below the count, where observations hang together. Raises ValueError for n <= 0.
    Sources: Wilson, JASA 22 (1927) 209-212; recommended by Brown, Cai & DasGupta, Statistical Science 16 (2001).
    """
    if n <= 0:
        raise ValueError(f"A share of {n} observations is undefined.")
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return Interval(max(0.0, min(centre - half, p)), min(1.0, max(centre + half, p)))
