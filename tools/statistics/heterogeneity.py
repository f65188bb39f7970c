"""Heterogeneity: whether an effect differs between groups, beyond what chance makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt
from typing import NamedTuple

from tools.statistics.interval import Interval, Z
from tools.statistics.mismatch import chi_square_chance


class Estimate(NamedTuple):
    """An effect in one group and its variance, above 0."""

    value: float
    variance: float


class Contrast(NamedTuple):
    """Effect of one group less that of another, with a 95 % interval, and its chance if they are alike."""

    value: float
    interval: Interval
    chance: float


def interaction_chance(effects: Sequence[Estimate]) -> float:
    """Return the chance that effects (two or more) differ so much if all are the same, by Cochran's Q.

    Source: Cochran, Biometrics 10 (1954) 101-129.
    """
    weights = [1 / effect.variance for effect in effects]
    centre = sum(w * e.value for w, e in zip(weights, effects, strict=True)) / sum(weights)
    squares = sum(w * (e.value - centre) ** 2 for w, e in zip(weights, effects, strict=True))
    return chi_square_chance(squares, len(effects) - 1)


def contrast(one: Estimate, other: Estimate) -> Contrast:
    """Compare the effects of two groups of different people."""
    gap, spread = one.value - other.value, sqrt(one.variance + other.variance)
    return Contrast(gap, Interval(gap - Z * spread, gap + Z * spread), erfc(abs(gap) / spread / sqrt(2)))


def pooled(effects: Sequence[Estimate]) -> Estimate:
    """Return the mean of effects, the surer ones counting for more."""
    weights = [1 / effect.variance for effect in effects]
    value = sum(w * e.value for w, e in zip(weights, effects, strict=True)) / sum(weights)
    return Estimate(value, 1 / sum(weights))


def share_effect(treated: tuple[int, int], control: tuple[int, int]) -> Estimate:
    """Return a difference of shares with a variance that is never 0: of shares with one added on either side.

    Source: Agresti & Caffo, The American Statistician 54 (2000) 280-288.
    """
    (x1, n1), (x0, n0) = treated, control
    a1, a0 = (x1 + 1) / (n1 + 2), (x0 + 1) / (n0 + 2)
    return Estimate(x1 / n1 - x0 / n0, a1 * (1 - a1) / (n1 + 2) + a0 * (1 - a0) / (n0 + 2))
