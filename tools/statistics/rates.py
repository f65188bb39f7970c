"""Rates: whether a share of one set of posts is larger than of another, where posts hang together."""

from __future__ import annotations

from math import exp, log, sqrt
from typing import NamedTuple

from tools.statistics.interval import Interval, Z


class Growth(NamedTuple):
    """A share over an earlier one: the ratio, its 95 % interval, and the chance of so much more where nothing grew."""

    ratio: float
    interval: Interval
    chance: float


def growth(now: tuple[float, float], before: tuple[float, float], *, dispersion: float) -> Growth:
    """Compare counts x of n now and before; 1 is no growth. Half a post is added to both where there was none before.

    `dispersion`, 1 or more, is how many posts tell no more than one independent post does: counts and sizes are
    divided by it (quasi-Poisson). The interval is that of a log ratio of shares; the chance is a binomial's, given the
    sum of both counts, that so many of it fall into the later set, and is one-sided. Sources: Katz et al., Biometrics
    34 (1978) 469-474; Przyborowski & Wilenski, Biometrika 31 (1940) 313-323. Raises ValueError for empty sets.
    """
    from scipy.special import betainc

    (x1, n1), (x0, n0) = ((x / dispersion, n / dispersion) for x, n in (now, before))
    if n1 <= 0 or n0 <= 0:
        raise ValueError("Shares of no posts cannot be compared.")
    add = 0.5 if min(x1, x0) <= 0 else 0.0
    value = log((x1 + add) / (n1 + add)) - log((x0 + add) / (n0 + add))
    spread = sqrt(max(0.0, 1 / (x1 + add) - 1 / (n1 + add) + 1 / (x0 + add) - 1 / (n0 + add)))
    chance = float(betainc(x1, x0 + 1, n1 / (n1 + n0))) if x1 > 0 else 1.0
    return Growth(exp(value), Interval(exp(value - Z * spread), exp(value + Z * spread)), chance)
