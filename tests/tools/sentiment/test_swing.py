"""Swing: the largest change between two periods, by hand and by simulation."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.sentiment.swing import Swing, swing


def weeks(n: int) -> list[date]:
    return [date(2026, 3, 2) + timedelta(weeks=i) for i in range(n)]


def alike(values: list[float]) -> np.ndarray:
    """A reader that does not err, in ten draws."""
    return np.tile(values, (10, 1))


def found(values: list[float], error: float) -> Swing | None:
    return swing(weeks(len(values)), np.array(values), alike(values), np.full(len(values), error))


def test_a_rise_and_a_fall_give_the_larger_of_the_two():
    largest = found([0.3, 0.7, 0.7, 0.1, 0.3], 0.05)
    assert largest is not None
    # From the second week (+0.7) to the fourth (+0.1); the third is as high, and the first of two equals is named.
    assert (largest.start, largest.end) == (date(2026, 3, 9), date(2026, 3, 23))
    assert largest.value == pytest.approx(-0.6)
    # Ten pairs. A pair's standard error is .05 * sqrt 2 = .0707; the studentised range of five at 5 % is 3.86, and a
    # range of 3.86 single errors is one of 3.86 / sqrt 2 = 2.73 errors of a pair: half the interval is .193.
    assert largest.pairs == 10
    assert largest.interval.high - largest.value == pytest.approx(0.193, abs=0.01)


def test_levels_that_chance_can_make_give_none():
    assert found([0.30, 0.34, 0.27, 0.31], 0.05) is None


def test_one_period_has_nothing_to_be_compared_with():
    assert found([0.3], 0.05) is None


def test_a_fall_that_every_reading_shows_is_one_however_deep():
    levels, depth = np.array([0.6, 0.2]), np.linspace(0.3, 3, 100)[:, None]
    shift = np.linspace(-0.5, 0.5, 100)[:, None]
    read = shift + levels * depth
    fall = swing(weeks(2), levels, read, np.array([0.02, 0.02]))
    assert fall is not None
    assert fall.value == pytest.approx(-0.4)
    # The least and the deepest of the readings: .3 and 3 times -.4, but for 2.5 of 100 at either end.
    assert fall.interval.low == pytest.approx(-0.4 * 2.93, abs=0.05)
    assert fall.interval.high == pytest.approx(-0.4 * 0.37, abs=0.05)


def test_readings_that_do_not_agree_on_the_direction_show_none():
    levels = np.array([0.6, 0.2])
    read = np.array([[0.6, 0.2]] * 9 + [[0.2, 0.4]])
    assert swing(weeks(2), levels, read, np.array([0.02, 0.02])) is None


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=8))
@settings(max_examples=30)
def test_turning_time_round_changes_no_size(levels: list[float]):
    there, back = found(levels, 0.1), found(levels[::-1], 0.1)
    assert (there is None) == (back is None)
    if there and back:
        assert abs(there.value) == pytest.approx(abs(back.value))


def test_nothing_is_found_in_95_of_100_steady_series():
    random = np.random.default_rng(3)
    times = sum(found(list(random.normal(0.3, 0.05, 6)), 0.05) is not None for _ in range(400))
    # 400 series at 5 %: 20 are expected, with a standard error of 4.4.
    assert 8 <= times <= 34
