"""Sizes: how many people a lift takes, what those there are can show, and how to spread them over segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.errors import BadRequest
from tools.figure import show
from tools.segmentation.testing.asked import WORTH_SHARE, WORTH_VALUE
from tools.segmentation.testing.planning.asked import TestPlanQuery
from tools.segmentation.testing.planning.base import Base
from tools.statistics.allocation import Stratum, neyman, variance_of_lift
from tools.statistics.interval import Interval
from tools.statistics.power import (
    Aim,
    Arms,
    detectable_mean,
    detectable_share,
    holdout_for_shares,
    people_for_means,
    people_for_shares,
    power_of_means,
    power_of_shares,
)


class Size(NamedTuple):
    """People needed in both arms, and the fewest and most that the base's interval allows for."""

    arms: Arms
    range: Interval | None


class Able(NamedTuple):
    """What so many people can show: the smallest difference, how often the lift asked for, and the holdout it takes.

    `detectable` and `holdout` are none where no number of these people is enough.
    """

    detectable: float | None
    power: float
    holdout: int | None


class Split(NamedTuple):
    """People of each segment to test, and how many times as many a split in proportion to size takes to be as sure."""

    people: tuple[int, ...]
    gain: float


def lift_of(query: TestPlanQuery, base: Base, *, share: bool) -> float:
    """Return the difference to be seen. Raises BadRequest where base and lift together are no share."""
    lift = query.lift
    if query.relative_lift is not None:
        lift = base.mean * query.relative_lift
    if lift is None:
        lift = WORTH_SHARE if share else abs(base.mean) * WORTH_VALUE
    if lift == 0 or (not share and base.sd <= 0):
        raise BadRequest("Nobody has the outcome, so a lift in proportion is none: give `lift`, or `base`.")
    if share and not 0 <= base.mean + lift <= 1:
        raise BadRequest(
            f"A share of {show(base.mean, 'share')} cannot change by {show(lift, 'share_change')}: give a lift between "
            f"{show(-base.mean, 'share_change')} and {show(1 - base.mean, 'share_change')}."
        )
    return lift


def size_of(query: TestPlanQuery, base: Base, lift: float, *, share: bool) -> Size:
    """Return the people that it takes to see the lift, over the range of the base."""
    aim, ratio = Aim(query.alpha, query.power), query.treated_share / (1 - query.treated_share)
    if not share:
        sizes = [people_for_means(sd, lift, aim, ratio=ratio) for sd in (base.sd, *(base.sd_interval or ())) if sd > 0]
    else:
        within = base.interval
        # The size is largest near a half, which the interval may hold inside.
        rates = [base.mean, *(within or ()), *((0.5,) if within and within.holds(0.5) else ())]
        sizes = [people_for_shares(p, lift, aim, ratio=ratio) for p in rates if 0 <= p <= 1 and 0 <= p + lift <= 1]
    totals = [arms.n for arms in sizes]
    return Size(sizes[0], Interval(min(totals), max(totals)) if len(totals) > 1 else None)


def able_of(query: TestPlanQuery, base: Base, lift: float, people: int, *, share: bool) -> Able:
    """Return what so many people can show, split as asked."""
    aim = Aim(query.alpha, query.power)
    treated = min(max(round(people * query.treated_share), 1), people - 1)
    arms = Arms(people - treated, treated)
    if share:
        power = power_of_shares(base.mean, lift, arms, alpha=query.alpha)
        return Able(detectable_share(base.mean, arms, aim), power, holdout_for_shares(base.mean, lift, people, aim))
    power = power_of_means(base.sd, lift, arms, alpha=query.alpha)
    return Able(detectable_mean(base.sd, arms, aim), power, None)


def split_of(strata: Sequence[Stratum], people: int, *, at_least: int) -> Split:
    """Split people over segments by Neyman's rule, and compare it with one in proportion to size.

    Raises BadRequest where the people are fewer than the least of every segment.
    """
    # Costs only tell how dear segments are against each other: as many people are tested as were asked for.
    even = sum(s.people * s.cost for s in strata) / sum(s.people for s in strata)
    priced = [s._replace(cost=s.cost / even) for s in strata]
    try:
        given = neyman(priced, people, at_least=at_least)
    except ValueError as error:
        raise BadRequest(f"{error} Test more people, fewer segments, or lower `at_least`.") from None
    everybody = sum(s.people for s in strata)
    plain = [int(sum(given) * s.people / everybody) for s in strata]
    ours, theirs = variance_of_lift(strata, given), variance_of_lift(strata, plain)
    return Split(tuple(given), theirs / ours if 0 < ours < float("inf") and theirs < float("inf") else 1.0)
