"""Power: how many people a test needs, what it can see with those there are, and how large a holdout must be.

Two-sided tests of two arms, variances not pooled: people in the control = (z_alpha/2 + z_power)^2 x
(v0 + v1 / ratio) / lift^2, v = p (1 - p) for shares and the variance for means.
Source: Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions (3rd ed. 2003), chapter 4.
"""

from __future__ import annotations

from math import ceil, sqrt
from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()
_HALVINGS = 60


class Aim(NamedTuple):
    """What a test promises: how seldom it finds what is not there, and how often what is."""

    alpha: float = 0.05
    power: float = 0.8

    @property
    def z(self) -> float:
        """Standard errors that a lift must lie from 0 to be seen so often."""
        return _NORMAL.inv_cdf(1 - self.alpha / 2) + _NORMAL.inv_cdf(self.power)


USUAL = Aim()
"""One in twenty tests of nothing finds something; four in five tests of the lift find it."""


class Arms(NamedTuple):
    """People in the control and in the treated arm."""

    control: int
    treated: int

    @property
    def n(self) -> int:
        """People in both."""
        return self.control + self.treated


def people_for_shares(base: float, lift: float, aim: Aim = USUAL, *, ratio: float = 1.0) -> Arms:
    """Return the people needed to see a share of `base` change by `lift` (absolute, either sign).

    `ratio` is treated people for each in the control. Raises ValueError where base or base + lift is no share, or
    lift is 0.
    """
    if not (0 <= base <= 1 and 0 <= base + lift <= 1) or lift == 0:
        raise ValueError(f"A share of {base} cannot change by {lift}.")
    return _people(base * (1 - base), _spread(base + lift), lift, aim, ratio)


def people_for_means(sd: float, lift: float, aim: Aim = USUAL, *, ratio: float = 1.0) -> Arms:
    """Return the people needed to see a mean change by `lift`, values having standard deviation `sd` in both arms."""
    if lift == 0 or sd <= 0:
        raise ValueError(f"A change of {lift} cannot be planned for with a standard deviation of {sd}.")
    return _people(sd * sd, sd * sd, lift, aim, ratio)


def power_of_shares(base: float, lift: float, arms: Arms, *, alpha: float = 0.05) -> float:
    """Return how often a test of these arms sees such a lift, 0 to 1."""
    return _power(lift, sqrt(_spread(base) / arms.control + _spread(base + lift) / arms.treated), alpha)


def power_of_means(sd: float, lift: float, arms: Arms, *, alpha: float = 0.05) -> float:
    """Return how often a test of these arms sees a mean change by `lift`."""
    return _power(lift, sd * sqrt(1 / arms.control + 1 / arms.treated), alpha)


def detectable_share(base: float, arms: Arms, aim: Aim = USUAL) -> float | None:
    """Return the smallest rise of a share that these arms see with the power aimed at; none if no rise is."""
    low, high = 0.0, 1 - base
    if _needed(base, high, arms, aim) > high:
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _needed(base, middle, arms, aim) <= middle else (middle, high)
    return high


def detectable_mean(sd: float, arms: Arms, aim: Aim = USUAL) -> float:
    """Return the smallest change of a mean that these arms see with the power aimed at."""
    return aim.z * sd * sqrt(1 / arms.control + 1 / arms.treated)


def holdout_for_shares(base: float, lift: float, people: int, aim: Aim = USUAL) -> int | None:
    """Return the smallest holdout of `people`, the others being treated, that shows such a lift; none if none does.

    The smaller arm decides, so the smallest is never above half of the people.
    """
    low, high = 1, people // 2
    if high < 1 or _needed(base, lift, Arms(high, people - high), aim) > abs(lift):
        return None
    while low < high:
        middle = (low + high) // 2
        enough = _needed(base, lift, Arms(middle, people - middle), aim) <= abs(lift)
        low, high = (low, middle) if enough else (middle + 1, high)
    return high


def _people(v0: float, v1: float, lift: float, aim: Aim, ratio: float) -> Arms:
    control = (aim.z / lift) ** 2 * (v0 + v1 / ratio)
    # A whole number that rounding errors lift by a hair must not cost another person.
    return Arms(max(2, ceil(control - 1e-9)), max(2, ceil(control * ratio - 1e-9)))


def _needed(base: float, lift: float, arms: Arms, aim: Aim) -> float:
    """Return how large a lift would have to be at the spread that this one has."""
    return aim.z * sqrt(_spread(base) / arms.control + _spread(base + lift) / arms.treated)


def _power(lift: float, error: float, alpha: float) -> float:
    if error <= 0:
        return 1.0 if lift else alpha
    z = _NORMAL.inv_cdf(1 - alpha / 2)
    return _NORMAL.cdf(abs(lift) / error - z) + _NORMAL.cdf(-abs(lift) / error - z)


def _spread(share: float) -> float:
    return max(share * (1 - share), 0.0)
