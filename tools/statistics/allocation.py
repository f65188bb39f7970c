"""Allocation: how to spread the people of a test over groups, so that its answer is as sure as they can make it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple


class Stratum(NamedTuple):
    """A group: how many people it has, how much their outcomes spread (standard deviation), what one of them costs."""

    people: int
    sd: float
    cost: float = 1.0


def neyman(strata: Sequence[Stratum], budget: float, *, at_least: int = 0) -> list[int]:
    """Return how many people of each group to test for a budget: in proportion to size x spread / sqrt(cost).

    No group gets more than it has, nor less than `at_least` (or all it has, if fewer); what a bound takes from or
    gives to one group is shared by the others in proportion. Never more than the budget, which must pay for the least
    of every group, else ValueError. Sources: Neyman, J. Royal Statistical Society 97 (1934) 558-625; with costs:
    Cochran, Sampling Techniques (3rd ed. 1977), section 5.5.
    """
    floors = [float(min(stratum.people, at_least)) for stratum in strata]
    least = sum(floor * stratum.cost for floor, stratum in zip(floors, strata, strict=True))
    if least > budget * (1 + 1e-12):
        raise ValueError(f"A budget of {budget:,.0f} does not pay for the {at_least} people that each group needs.")
    pulls = [stratum.people * stratum.sd / sqrt(stratum.cost) for stratum in strata]
    low, high = 0.0, 1.0
    while _costs(strata, _at(strata, pulls, floors, high)) < budget and high < 1e18:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        fits = _costs(strata, _at(strata, pulls, floors, middle)) <= budget
        low, high = (middle, high) if fits else (low, middle)
    given = _at(strata, pulls, floors, low)
    return _whole(strata, given, budget)


def variance_of_lift(strata: Sequence[Stratum], given: Sequence[int]) -> float:
    """Return the variance of the lift over all people where each group's people are split in half.

    = sum (N_s / N)^2 x 4 sd_s^2 / n_s: infinite where a group with people gets none.
    """
    people = sum(stratum.people for stratum in strata)
    return sum(
        (stratum.people / people) ** 2 * 4 * stratum.sd**2 / n if n else (float("inf") if stratum.people else 0.0)
        for stratum, n in zip(strata, given, strict=True)
    )


def _whole(strata: Sequence[Stratum], given: Sequence[float], budget: float) -> list[int]:
    """Round down, then give what the budget still pays for to the groups that lost most by it."""
    whole = [int(n + 1e-6) for n in given]
    left = budget - _costs(strata, whole)
    for place in sorted(range(len(strata)), key=lambda i: whole[i] - given[i]):
        if (
            whole[place] < strata[place].people
            and strata[place].cost <= left + 1e-9
            and whole[place] < given[place] - 1e-6
        ):
            whole[place] += 1
            left -= strata[place].cost
    return whole


def _at(strata: Sequence[Stratum], pulls: Sequence[float], floors: Sequence[float], scale: float) -> list[float]:
    return [_within(p, scale, floor, stratum) for p, floor, stratum in zip(pulls, floors, strata, strict=True)]


def _within(pull: float, scale: float, floor: float, stratum: Stratum) -> float:
    return min(max(pull * scale, floor), float(stratum.people))


def _costs(strata: Sequence[Stratum], given: Sequence[float]) -> float:
    return sum(n * stratum.cost for n, stratum in zip(given, strata, strict=True))
