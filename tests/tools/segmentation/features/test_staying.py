"""Staying: chances until people left, and winding down learnt from those who did."""

import numpy as np
import pytest

from tools.segmentation.features.staying import LEAST, Done, stays


def done(counts: list[list[list[int]]]) -> Done:
    """Counts by person, kind and day."""
    table = np.array(counts)
    person, kind, day = np.nonzero(table)
    return Done(person, kind, day, table[person, kind, day].astype(float))


def test_who_stayed_had_all_chances_and_who_left_had_those_of_the_days_before():
    # Those who stay use kind 0 evenly over four days, kind 1 on the last two days only.
    stayer, leaver = [[1, 1, 1, 1], [0, 0, 2, 2]], [[1, 1, 1, 0], [0, 0, 2, 0]]
    shares = stays(done([stayer, stayer, leaver]), np.array([np.nan, np.nan, 2]), kinds=2, days=4)
    assert shares.tolist() == [[1, 1], [1, 1], [0.75, 0.5]]


def test_a_stay_before_a_launch_is_not_counted_as_less_than_a_tenth():
    stayer, leaver = [[1, 1, 1, 1], [0, 0, 2, 2]], [[1, 0, 0, 0], [0, 0, 0, 0]]
    shares = stays(done([stayer, leaver]), np.array([np.nan, 0]), kinds=2, days=4)
    assert shares[1].tolist() == [0.25, LEAST]


def test_days_in_which_leavers_do_half_as_much_count_half():
    # Twenty leave on the last of eight days; in their last four they do one thing a day, and two before, as others do.
    leaver, stayer = [[2, 2, 2, 2, 1, 1, 1, 1]], [[2] * 8]
    left = np.array([7.0] * 20 + [np.nan] * 10)
    shares = stays(done([leaver] * 20 + [stayer] * 10), left, kinds=1, days=8)
    assert shares[0, 0] == pytest.approx((4 * 1 + 4 * 0.5) / 8)
    # Nineteen leavers are too few to learn from: each day until they left counts whole.
    few = stays(done([leaver] * 19 + [stayer] * 10), left[1:], kinds=1, days=8)
    assert few[0, 0] == 1
