"""Power: sizes worked by hand, and laws between sizes, differences and power."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

lifts = st.floats(0.01, 0.3)
bases = st.floats(0.01, 0.6)


def test_sizes_by_hand():
    # (1.95996 + 0.84162)^2 = 7.84888.
    assert people_for_shares(0.14, 0.02) == Arms(5000, 5000)  # x (0.1204 + 0.1344) / 0.0004 = 4999.7
    assert people_for_shares(0.1, 0.05) == Arms(683, 683)  # x (0.09 + 0.1275) / 0.0025 = 682.9
    assert people_for_shares(0.1, -0.05) == Arms(432, 432)  # x (0.09 + 0.0475) / 0.0025 = 431.7
    assert people_for_means(10, 2) == Arms(393, 393)  # x 200 / 4 = 392.4
    # (1.95996 + 1.28155)^2 = 10.5074.
    assert people_for_shares(0.1, 0.05, Aim(power=0.9)) == Arms(915, 915)


def test_unequal_arms_take_more_people_in_all():
    # Nine treated for each control: 7.84888 x (0.09 + 0.1275 / 9) / 0.0025 = 327.04, so 328 and nine times 327.04.
    assert people_for_shares(0.1, 0.05, ratio=9) == Arms(328, 2944)


@given(bases, lifts)
def test_so_many_people_show_the_lift_with_the_power_planned(base: float, lift: float):
    arms = people_for_shares(base, lift)
    assert power_of_shares(base, lift, arms) >= 0.8 - 1e-6
    found = detectable_share(base, arms)
    assert found is not None
    assert found <= lift + 1e-6


@given(bases, lifts, lifts)
def test_a_smaller_lift_takes_more_people(base: float, one: float, other: float):
    small, large = sorted((one, other))
    assert people_for_shares(base, small).n >= people_for_shares(base, large).n


def test_power_of_nothing_is_the_chance_of_a_false_find():
    assert power_of_shares(0.2, 0.0, Arms(100, 100)) == pytest.approx(0.05)
    assert power_of_means(1.0, detectable_mean(1.0, Arms(50, 60)), Arms(50, 60)) == pytest.approx(0.8, abs=1e-4)


def test_too_few_people_show_no_rise_at_all():
    assert detectable_share(0.9, Arms(3, 3)) is None


@given(bases, lifts, st.integers(10, 20_000))
def test_the_holdout_is_the_smallest_that_is_enough(base: float, lift: float, people: int):
    holdout = holdout_for_shares(base, lift, people)
    if holdout is None:
        assert power_of_shares(base, lift, Arms(people // 2, people - people // 2)) < 0.801
        return
    assert holdout <= people // 2
    assert power_of_shares(base, lift, Arms(holdout, people - holdout)) >= 0.8 - 1e-6
    if holdout > 1:
        assert power_of_shares(base, lift, Arms(holdout - 1, people - holdout + 1)) < 0.801


def test_what_no_share_can_do_is_refused():
    for base, lift in ((0.9, 0.2), (0.1, -0.2), (0.5, 0.0)):
        with pytest.raises(ValueError, match="cannot change"):
            people_for_shares(base, lift)
    with pytest.raises(ValueError, match="planned"):
        people_for_means(0.0, 1.0)
