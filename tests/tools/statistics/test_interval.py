"""Intervals read off simulated draws."""

import numpy as np
import pytest

from tools.statistics.interval import Interval, percentile_interval, simultaneous_interval, simultaneous_z

NORMAL = np.random.default_rng(0).normal(size=200_000)


def test_the_percentiles_of_a_normal():
    assert percentile_interval(0.0, NORMAL) == pytest.approx((-1.96, 1.96), abs=0.02)


def test_an_interval_is_stretched_to_hold_its_value():
    assert percentile_interval(9.0, NORMAL).high == 9


def test_six_comparisons_reach_farther_than_one():
    assert simultaneous_z(6) == pytest.approx(2.638, abs=0.001)
    assert simultaneous_interval(0.0, NORMAL, comparisons=6) == pytest.approx((-2.638, 2.638), abs=0.05)


def test_few_draws_are_stretched_as_a_normals_would_be():
    low, high = simultaneous_interval(0.0, NORMAL[:1000], comparisons=780)
    assert (low, high) == pytest.approx((-4.0, 4.0), abs=0.6)


def test_draws_that_never_change_sign_settle_a_comparison():
    draws = np.abs(NORMAL[:1000]) + 0.5
    assert simultaneous_interval(1.3, draws, comparisons=6).low > 0


def test_intervals_overlap_where_they_share_a_point():
    assert Interval(0, 1).overlaps(Interval(1, 2))
    assert not Interval(0, 1).overlaps(Interval(1.1, 2))
