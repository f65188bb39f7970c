"""Staying: chances while people were there, and winding down learnt from those who left."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.segmentation.features.staying import LEAST, Done, Stay, stays


def shares(
    people: list[list[list[int]]],
    left: list[float],
    joined: list[int] | None = None,
    weights: list[float] | None = None,
) -> list[list[float]]:
    """Shares of people given as counts by kind and day; `left` has NaN for who stayed."""
    table, gone = np.array(people, dtype=float), ~np.isnan(left)
    days = table.shape[2]
    last = np.where(gone, left, days - 1).astype(np.int64)
    first = np.array(joined or [0] * len(people))
    before = np.zeros(days)
    for person in np.flatnonzero(gone):
        for day in range(last[person] + 1):
            before[last[person] - day] += table[person, :, day].sum()
    used = table[~gone].sum(axis=0)
    done = Done(used, used.sum(axis=0), before)
    return stays(done, Stay(first, last, gone), np.array(weights or [1.0] * days)).tolist()


STAYER = [[1, 1, 1, 1], [0, 0, 2, 2]]
NAN = float("nan")


def test_who_stayed_had_all_chances_and_who_left_had_those_of_the_days_before():
    # Those who stay use kind 0 evenly over four days, kind 1 on the last two days only.
    found = shares([STAYER, STAYER, [[1, 1, 1, 0], [0, 0, 2, 0]]], [NAN, NAN, 2])
    assert found == [[1, 1], [1, 1], [0.75, 0.5]]


def test_who_came_later_had_the_chances_of_the_days_after():
    found = shares([STAYER, STAYER, [[0, 0, 1, 1], [0, 0, 2, 2]]], [NAN, NAN, NAN], [0, 0, 2])
    # With the latecomer kind 0 was done 2, 2, 3 and 3 times on the four days.
    assert found == [[1, 1], [1, 1], [pytest.approx(0.6), 1]]


def test_days_of_less_weight_are_smaller_chances():
    # Kind 0 on days of weight 1, 1, 2, 4: who left on the third had 4 of 8.
    found = shares([STAYER, STAYER, [[1, 1, 1, 0], [0, 0, 2, 0]]], [NAN, NAN, 2], weights=[1, 1, 2, 4])
    assert found[2] == [pytest.approx(4 / 8), pytest.approx(2 / 6)]


def test_a_stay_before_a_launch_is_not_counted_as_less_than_a_tenth():
    found = shares([STAYER, STAYER, [[1, 0, 0, 0], [0, 0, 0, 0]]], [NAN, NAN, 0])
    assert found[2] == [0.25, LEAST]


def test_days_in_which_leavers_do_half_as_much_count_half():
    # Twenty leave on the last of eight days; in their last four they do one thing a day, and two before, as others do.
    leaver, stayer = [[2, 2, 2, 2, 1, 1, 1, 1]], [[2] * 8]
    found = shares([leaver] * 20 + [stayer] * 10, [7.0] * 20 + [NAN] * 10)
    assert found[0] == [pytest.approx((4 * 1 + 4 * 0.5) / 8)]
    # Nineteen leavers are too few to learn from: each day until they left counts whole.
    few = shares([leaver] * 19 + [stayer] * 10, [7.0] * 19 + [NAN] * 10)
    assert few[0] == [1]


def test_where_everybody_left_all_days_are_alike():
    assert shares([[[1, 1, 0, 0]], [[1, 0, 0, 0]]], [1, 0]) == [[0.5], [0.25]]


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 9), st.integers(0, 9), st.lists(st.floats(0.01, 1), min_size=10, max_size=10))
def test_a_longer_stay_never_has_fewer_chances(one: int, other: int, weights: list[float]):
    short, long = sorted((one, other))
    used = np.arange(20.0).reshape(2, 10)
    stay = Stay(np.zeros(2, dtype=np.int64), np.array([short, long]), np.array([True, True]))
    few, many = stays(Done(used, used.sum(axis=0), np.zeros(10)), stay, np.array(weights))
    assert ((few <= many + 1e-12) & (few >= LEAST) & (many <= 1)).all()
