"""Ratio: the interval of a ratio of two totals, by linearisation."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from tools.statistics.interval import Interval, Z


class Sums(NamedTuple):
    """Sums over n units of a numerator x and a denominator y: all that a ratio's interval needs."""

    n: int
    x: float
    y: float
    xx: float
    xy: float
    yy: float


class Ratio(NamedTuple):
    """A ratio of totals with its 95 % interval."""

    value: float
    interval: Interval


def ratio_of_totals(sums: Sums) -> Ratio:
    """Return sum(x) / sum(y) with a delta-method interval, its lower end not below 0.

    variance = n / (n - 1) * sum((x - r y)^2) / sum(y)^2, which for y = 1 is that of a mean. Units are taken as
    independent; x and y are not negative. Where few units hold most of x the interval is too narrow.
    Raises ValueError for fewer than two units or a denominator of 0.
    Source: Cochran, Sampling Techniques (3rd ed. 1977), section 6.3.
    """
    if sums.n < 2 or sums.y <= 0:
        raise ValueError(f"A ratio of {sums.n} units with the denominator {sums.y} is undefined.")
    value = sums.x / sums.y
    squares = max(0.0, sums.xx - 2 * value * sums.xy + value * value * sums.yy)
    half = Z * sqrt(sums.n / (sums.n - 1) * squares) / sums.y
    return Ratio(value, Interval(max(0.0, value - half), value + half))
