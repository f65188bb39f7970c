"""Segments measured: what is planted is what is drawn, and reports count what was found."""

import numpy as np
import pytest

from evals.segments.planting import FOUR, crowd, dissolved, drifted, plant, shuffled
from evals.segments.recovery import Recovered, to_markdown


def test_people_stay_in_their_group_from_window_to_window_and_do_something_else():
    one, other = plant(FOUR, 500, seed=1), plant(FOUR, 500, seed=1, window=1)
    assert (one.group == other.group).all()
    assert (one.matrix.values != other.matrix.values).any()
    assert other.matrix.period.start > one.matrix.period.end
    assert plant(FOUR, 500, seed=1).matrix.values.tolist() == one.matrix.values.tolist()


def test_planted_shares_and_rates_are_those_of_the_world():
    people = plant(FOUR, 20_000, seed=2)
    for number, group in enumerate(FOUR.groups, start=1):
        members = people.group == number
        assert members.mean() == pytest.approx(group.share, abs=0.01)
        assert people.matrix.values[members, :4].mean(axis=0) == pytest.approx(group.per_week, abs=0.05)


def test_worlds_drift_together_and_dissolve_towards_their_mean():
    assert drifted(FOUR, by=np.log(2)).groups[0].per_week == pytest.approx((5.2, 1.4, 4.2, 0.6))
    gone = dissolved(FOUR, by=1)
    assert all(group.per_week == pytest.approx(gone.groups[0].per_week) for group in gone.groups)
    assert dissolved(FOUR, by=0).groups[1].per_week == pytest.approx(FOUR.groups[1].per_week)


def test_shuffling_keeps_each_feature_and_a_crowd_is_one_group():
    people = crowd(50, seed=3)
    assert set(people.group) == {1}
    mixed = shuffled(people.matrix, seed=1)
    assert (np.sort(mixed.values, axis=0) == np.sort(people.matrix.values, axis=0)).all()


def test_tiers_are_counted_over_all_seeds():
    each = Recovered(7, 4, "kmeans", 0.9, 0.01, np.array([0.95, 0.92, 0.7, 0.5]), np.array([True, True, False, True]))
    told = to_markdown([each, each._replace(seed=8)])
    assert "| 7 | 4 | kmeans | 0.900 | 1.0 points |" in told
    assert "| A | 4 | 93.5% | 100.0% " in told
    assert "| B | 2 | 70.0% | 0.0% " in told
    assert "4 of 4" in told
