"""Surprise, against sums worked by hand."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.surprise import chance_of_fewer, chance_of_more, fewest_surprising, usual_counts


def test_poisson_tails_by_hand():
    # Mean 2: P(Y = 0) = e^-2, P(Y = 1) = 2 e^-2.
    assert float(chance_of_more(2, 2, 1)) == pytest.approx(1 - 3 * exp(-2))
    assert float(chance_of_fewer(1, 2, 1)) == pytest.approx(3 * exp(-2))


def test_counts_that_cluster_by_hand():
    # Mean 1 and variance 2 is geometric with p = 1/2: P(Y >= 3) = 1/8, P(Y <= 1) = 3/4.
    assert float(chance_of_more(3, 1, 2)) == pytest.approx(1 / 8)
    assert float(chance_of_fewer(1, 1, 2)) == pytest.approx(3 / 4)


def test_nothing_at_least_is_certain():
    assert float(chance_of_more(0, 5, 3)) == 1


def test_the_least_surprising_count_by_hand():
    assert fewest_surprising(1, 2, chance=1 / 8) == 3
    assert fewest_surprising(1, 2, chance=1 / 9) == 4


def test_the_usual_range_by_hand():
    # Geometric: P(Y = 0) = 1/2 is above 2.5 %, P(Y >= 6) = 1/64 is the first below it.
    assert usual_counts(1, 2) == (0, 5)


@given(st.floats(0.05, 5000), st.floats(1, 60), st.integers(0, 20_000), st.sampled_from([1.0, 1.000002, 1.5]))
def test_the_tails_meet_and_fall(mean: float, dispersion: float, count: int, least: float):
    dispersion = max(dispersion, least)
    more, fewer = float(chance_of_more(count, mean, dispersion)), float(chance_of_fewer(count, mean, dispersion))
    assert 0 <= more <= 1
    assert float(chance_of_more(count + 1, mean, dispersion)) == pytest.approx(1 - fewer, abs=1e-6)
    assert more + fewer >= 1 - 1e-6
