"""Growth of counts, on series whose rate is known."""

from __future__ import annotations

from math import inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.growth import growth


def test_a_count_that_doubles_doubles_in_one_period():
    found = growth(np.array([1.0, 2, 4, 8, 16]), np.ones(5))
    assert found.rate == pytest.approx(log(2))
    assert found.doubles_in == pytest.approx(1)
    assert found.is_settled


def test_a_steady_count_does_not_grow_and_never_doubles():
    found = growth(np.full(6, 7.0), np.ones(6))
    assert found.rate == pytest.approx(0, abs=1e-9)
    assert not found.is_settled
    assert found.doubling.high == inf


def test_what_follows_its_exposure_does_not_grow():
    exposure = np.array([1.0, 3, 1, 3, 5])
    assert growth(10 * exposure, exposure).rate == pytest.approx(0, abs=1e-9)


def test_a_falling_count_has_a_negative_rate_and_no_doubling_time():
    found = growth(np.array([16.0, 8, 4]), np.ones(3))
    assert found.rate == pytest.approx(-log(2))
    assert found.doubles_in == inf


def test_the_interval_is_that_of_a_poisson_slope():
    # Means 20, 20, 20; information 20 x (1 + 0 + 1) = 40, so half of the interval is 1.96 / sqrt(40).
    found = growth(np.array([20.0, 20, 20]), np.ones(3), dispersion=1)
    assert found.interval.high == pytest.approx(1.96 / 40**0.5, rel=1e-3)
    wide = growth(np.array([20.0, 20, 20]), np.ones(3), dispersion=4)
    assert wide.interval.high == pytest.approx(2 * found.interval.high)


def test_periods_without_exposure_are_left_out():
    assert growth(np.array([1.0, 0, 4, 8]), np.array([1.0, 0, 1, 1])).rate == pytest.approx(log(2))


def test_nothing_counted_is_refused():
    with pytest.raises(ValueError, match="show no growth"):
        growth(np.zeros(5), np.ones(5))


@given(st.lists(st.integers(0, 500), min_size=4, max_size=20).filter(any))
def test_scale_changes_no_rate(counts: list[int]):
    y = np.array(counts, dtype=float)
    assert growth(y, np.ones(len(y))).rate == pytest.approx(growth(y, np.full(len(y), 8.0)).rate, abs=1e-6)
