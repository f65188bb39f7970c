"""Effects: how much more an outcome comes about in one arm of a test than in another, as a difference and a ratio.

Intervals of shares invert one score test, so that difference, ratio and chance never contradict each other: chance is
below 5 % exactly where the interval of the difference leaves out 0 and that of the ratio leaves out 1. Those of means
do the same with Welch's test and Fieller's theorem.
"""

from __future__ import annotations

from collections.abc import Callable
from math import acos, copysign, cos, erfc, exp, log, pi, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import CONFIDENCE, Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_HALVINGS = 60
_FARTHEST = 30.0
"""Logarithm of the largest ratio that an interval reaches."""


class Moments(NamedTuple):
    """What a mean's tests need of n values: their mean and their unbiased variance."""

    n: int
    mean: float
    variance: float


class Effect(NamedTuple):
    """Treated against control: difference and ratio with 95 % intervals, and the chance of one so large by luck alone.

    `ratio` is none where the control has nothing to be a multiple of, `ratio_interval` also where it is unbounded.
    """

    difference: float
    interval: Interval
    ratio: float | None
    ratio_interval: Interval | None
    chance: float

    @property
    def is_settled(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return not self.interval.holds(0)


def effect_of_shares(treated: tuple[int, int], control: tuple[int, int], *, z: float = Z) -> Effect:
    """Compare shares, each given as people with the outcome and people in all.

    Raises ValueError for an arm without people. Sources: Miettinen & Nurminen, Statistics in Medicine 4 (1985) 213-226
    (difference and ratio); the restricted estimate in closed form: Farrington & Manning, ibid. 9 (1990) 1447-1454.
    """
    (x1, n1), (x0, n0) = treated, control
    if min(n1, n0) <= 0:
        raise ValueError(f"Shares of {n1} and {n0} people cannot be compared.")
    p1, p0 = x1 / n1, x0 / n0
    gap = p1 - p0

    def score(delta: float) -> float:
        return (gap - delta) / _spread(_restricted(x1, n1, x0, n0, delta), delta, n1, n0)

    low = _edge(score, gap, -1.0, z)
    high = _edge(score, gap, 1.0, -z)
    ratio, ratio_interval = _ratio_of_shares(x1, n1, x0, n0, z)
    return Effect(gap, Interval(low, high), ratio, ratio_interval, erfc(abs(score(0.0)) / sqrt(2)))


def moments(values: Array) -> Moments:
    """Return what tests need of values (n,), n at least 2."""
    return Moments(len(values), float(values.mean()), float(values.var(ddof=1)))


def effect_of_means(treated: Moments, control: Moments, *, confidence: float = CONFIDENCE) -> Effect:
    """Compare means: Welch's interval of the difference, Fieller's of the ratio with the same degrees of freedom.

    Raises ValueError for an arm of fewer than two. Sources: Welch, Biometrika 34 (1947) 28-35; Fieller, J. Royal
    Statistical Society B 16 (1954) 175-185.
    """
    from scipy.special import stdtr, stdtrit

    if min(treated.n, control.n) < 2:
        raise ValueError(f"Means of {treated.n} and {control.n} people cannot be compared.")
    v1, v0 = treated.variance / treated.n, control.variance / control.n
    gap = treated.mean - control.mean
    if v1 + v0 <= 0:
        return Effect(gap, Interval(gap, gap), None, None, 1.0 if gap == 0 else 0.0)
    freedom = (v1 + v0) ** 2 / (v1**2 / (treated.n - 1) + v0**2 / (control.n - 1))
    t = float(stdtrit(freedom, 0.5 + confidence / 2))
    half = t * sqrt(v1 + v0)
    chance = 2 * float(stdtr(freedom, -abs(gap) / sqrt(v1 + v0)))
    ratio = treated.mean / control.mean if control.mean > 0 else None
    return Effect(gap, Interval(gap - half, gap + half), ratio, _fieller(treated.mean, v1, control.mean, v0, t), chance)


def _restricted(x1: int, n1: int, x0: int, n0: int, delta: float) -> tuple[float, float]:
    """Return the likeliest shares whose difference is delta."""
    p1, p0, theta = x1 / n1, x0 / n0, n0 / n1
    a = 1 + theta
    b = -(1 + theta + p1 + theta * p0 + delta * (theta + 2))
    c = delta * delta + delta * (2 * p1 + theta + 1) + p1 + theta * p0
    d = -p1 * delta * (1 + delta)
    v = b**3 / (27 * a**3) - b * c / (6 * a * a) + d / (2 * a)
    u = copysign(sqrt(max(b * b / (9 * a * a) - c / (3 * a), 0.0)), v)
    turn = max(-1.0, min(1.0, v / u**3)) if u else 1.0
    first = 2 * u * cos((pi + acos(turn)) / 3) - b / (3 * a)
    first = min(max(first, 0.0, delta), 1.0, 1.0 + delta)
    return first, first - delta


def _spread(shares: tuple[float, float], delta: float, n1: int, n0: int) -> float:
    """Return the standard error of a difference under the restricted shares, never quite 0."""
    p1, p0 = shares
    n = n1 + n0
    inner = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1)
    return sqrt(max(inner, 1e-18)) if abs(delta) < 1 else 1e-9


def _edge(score: Callable[[float], float], inside: float, outside: float, z: float) -> float:
    """Return where a falling score crosses z, between the estimate and the end of the scale."""
    sign = copysign(1.0, z)
    if sign * score(outside) < abs(z):
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if sign * score(middle) < abs(z):
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _ratio_of_shares(x1: int, n1: int, x0: int, n0: int, z: float) -> tuple[float | None, Interval | None]:
    if x0 == 0:
        return None, None

    def score(logarithm: float) -> float:
        times = exp(logarithm)
        a, b, c = (n1 + n0) * times, -(n1 * times + x1 + n0 + x0 * times), x1 + x0
        p0 = (-b - sqrt(max(b * b - 4 * a * c, 0.0))) / (2 * a)
        p1 = min(p0 * times, 1.0)
        n = n1 + n0
        inner = (p1 * (1 - p1) / n1 + times * times * p0 * (1 - p0) / n0) * n / (n - 1)
        return (x1 / n1 - times * x0 / n0) / sqrt(max(inner, 1e-18))

    value = (x1 / n1) / (x0 / n0)
    centre = log(value) if value > 0 else -_FARTHEST
    low = exp(_edge(score, centre, -_FARTHEST, z)) if value > 0 else 0.0
    high = exp(_edge(score, centre, _FARTHEST, -z))
    return value, Interval(low, high)


def _fieller(m1: float, v1: float, m0: float, v0: float, t: float) -> Interval | None:
    """Return Fieller's interval of m1 / m0; none where m0 is not told from 0, so that it would be unbounded."""
    a = m0 * m0 - t * t * v0
    if m0 <= 0 or a <= 0:
        return None
    root = sqrt(max((m1 * m0) ** 2 - a * (m1 * m1 - t * t * v1), 0.0))
    return Interval((m1 * m0 - root) / a, (m1 * m0 + root) / a)
