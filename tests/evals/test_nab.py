"""NAB's standard profile, by numbers worked by hand."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.nab import Window, outcome, together

WINDOWS = (Window(1000, 1099), Window(3000, 3199))
ROWS = 10_000


def test_an_alarm_on_the_first_row_of_each_window_is_perfect():
    found = outcome([1000, 3000], WINDOWS, rows=ROWS)
    assert found.score == pytest.approx(100)
    assert (found.met, found.false_alarms) == (2, 0)


def test_silence_scores_nothing():
    assert outcome([], WINDOWS, rows=ROWS).score == 0


def test_an_alarm_on_the_last_row_is_hardly_worth_more_than_a_miss_avoided():
    # y = -1/100: s = 2 / (1 + e^-0.05) - 1 = 0.02499; s(-1) = 0.98661. One window missed: -1.
    assert outcome([1099], WINDOWS, rows=ROWS).earned == pytest.approx(0.02499 / 0.98661 - 1, abs=1e-4)


def test_the_first_alarm_in_a_window_counts_and_others_do_not():
    once, often = (outcome(alarms, WINDOWS, rows=ROWS) for alarms in ([1050], [1099, 1050, 1051]))
    assert once == often


def test_a_false_alarm_before_any_window_costs_eleven_hundredths():
    found = outcome([900, 1000, 3000], WINDOWS, rows=ROWS)
    assert found.earned == pytest.approx(2 - 0.11)
    assert found.score == pytest.approx(100 * (4 - 0.11) / 4)


def test_a_false_alarm_just_behind_a_window_costs_less_than_one_far_from_it():
    # 10 rows behind a window of 100: y = 10/99.
    near = outcome([1109], WINDOWS, rows=ROWS).earned + 2
    far = outcome([2000], WINDOWS, rows=ROWS).earned + 2
    assert near == pytest.approx(0.11 * (2 / (1 + exp(50 / 99)) - 1))
    assert far == pytest.approx(-0.11)


def test_what_is_behind_two_windows_is_measured_from_the_nearer():
    assert outcome([3200], WINDOWS, rows=ROWS).earned + 2 == pytest.approx(0.11 * (2 / (1 + exp(5 / 199)) - 1))


def test_the_first_rows_do_not_count():
    assert outcome([749], WINDOWS, rows=ROWS).false_alarms == 0
    assert outcome([750], WINDOWS, rows=ROWS).false_alarms == 1
    assert outcome([150], (Window(500, 599),), rows=1000).false_alarms == 1  # 15 % of a short series


def test_series_add_up_before_they_are_divided():
    both = together([outcome([1000, 3000], WINDOWS, rows=ROWS), outcome([], WINDOWS[:1], rows=ROWS)])
    assert both.score == pytest.approx(100 * 2 / 3)


@given(st.sets(st.integers(0, ROWS - 1), max_size=60))
def test_nothing_is_better_than_perfect(alarms: set[int]):
    assert outcome(alarms, WINDOWS, rows=ROWS).score <= 100
