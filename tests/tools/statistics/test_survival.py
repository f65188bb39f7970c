"""Median waits, by numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tools.statistics.survival import Wait, median_wait


def wait(*times: float, pending: tuple[float, ...] = ()) -> Wait:
    happened = np.array([True] * len(times) + [False] * len(pending))
    return median_wait(np.array([*times, *pending], dtype=float), happened, np.ones(len(happened)))


def test_without_anybody_waiting_it_is_the_median():
    found = wait(*range(1, 100))
    assert found.median == 50
    assert found.n == found.happened == 99
    # Ranks of the median's sign-test interval: 50 +- 1.96 * sqrt(99) / 2.
    assert found.interval.low == pytest.approx(40, abs=1)
    assert found.interval.high == pytest.approx(60, abs=1)


def test_those_who_still_wait_push_it_up():
    # At 1 four of four wait: S = 3/4; at 2 one of three, 1/2; leaving 3 out: at 4 the last, 0.
    assert wait(1, 2, 4, pending=(3,)).median == 2
    # One leaves at 0.5: at 1 S = 2/3, at 2 1/3.
    assert wait(1, 2, 4, pending=(0.5,)).median == 2
    # At 1 S = 3/4, at 2 1/2, where two still wait.
    assert wait(1, 2, pending=(2, 9)).median == 2


def test_it_is_not_reached_where_most_still_wait():
    found = wait(1, pending=(5, 5, 5))
    assert found.median is None
    assert found.interval.high == float("inf")


def test_counts_stand_for_as_many_waits():
    one = median_wait(np.array([1.0, 2.0]), np.array([True, True]), np.array([10.0, 30.0]))
    assert one == wait(*[1.0] * 10, *[2.0] * 30)
