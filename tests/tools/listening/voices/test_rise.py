"""Rise, by chances worked by hand."""

from __future__ import annotations

import pytest

from tools.listening.voices.rise import chance_of_rise


def test_three_equal_days_all_late_have_one_chance_in_eight():
    assert chance_of_rise([], [2, 2, 2], 0.5) == pytest.approx(1 / 8)
    assert chance_of_rise([2], [2, 2], 0.5) == pytest.approx(1 / 2)
    assert chance_of_rise([2, 2, 2], [], 0.5) == 1


def test_one_great_day_weighs_more_than_many_small_ones():
    # At least 10 late: the great day must be late, whatever the two small ones do.
    assert chance_of_rise([1, 1], [10], 0.5) == pytest.approx(1 / 2)


def test_many_days_go_by_a_normal_law():
    assert chance_of_rise([1] * 10, [1] * 10, 0.5) == pytest.approx(0.5)
    assert chance_of_rise([], [1] * 20, 0.5) < 1e-4
