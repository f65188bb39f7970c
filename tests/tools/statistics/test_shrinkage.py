"""Shrinkage, on counts small enough to work out, and by what it must hold for any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.statistics.shrinkage import base_shares, standings

PERFECT = np.eye(3)[None]


def test_people_in_general_weigh_by_what_their_posts_can_tell():
    # One post by each of two, eleven by a third, who weighs 11 / (1 + 10 x 0.1) = 5.5.
    counts, people = np.array([[1.0, 0, 0], [0, 0, 11]]), np.array([2.0, 1.0])
    assert base_shares(counts, people, np.eye(3)) == pytest.approx([2 / 7.5, 0, 5.5 / 7.5])


def test_the_base_is_corrected_for_how_people_are_read():
    rates = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8]])
    read = np.array([0.2, 0.3, 0.5]) @ rates
    counts = (read * 1000)[None]
    assert base_shares(counts, np.array([1.0]), rates) == pytest.approx([0.2, 0.3, 0.5])


def test_one_who_always_speaks_ill_among_content_people_stands_out():
    counts = np.array([[0.0, 1, 4], [1, 1, 3], [20, 0, 0], [1, 0, 0]])
    found = standings(counts, np.array([100.0, 100, 1, 5]), PERFECT)
    assert found.above[2, 0] > 0.99
    assert found.mean[2, 0] > 0.8
    assert found.exceeds[2] < 0.01
    # One furious post proves little.
    assert found.above[3, 0] < 0.5


def test_nobody_stands_out_where_all_are_alike():
    counts = np.array([[0.0, 1, 4], [1, 1, 3], [1, 2, 2], [0, 2, 3]])
    found = standings(counts, np.array([50.0, 50, 50, 50]), PERFECT)
    assert found.above[:, [0, 2]].max() < 0.3


def test_a_reader_that_errs_leaves_less_certain():
    counts, people = np.array([[0.0, 1, 4], [1, 1, 3], [5, 1, 0]]), np.array([100.0, 100, 1])
    blurred = np.array([[[0.6, 0.3, 0.1], [0.15, 0.7, 0.15], [0.1, 0.3, 0.6]]])
    assert standings(counts, people, blurred).above[2, 0] < standings(counts, people, PERFECT).above[2, 0]


@example(rows=[(0, 0, 1), (0, 0, 2)])  # everybody at a corner, where shares added up to 1.005
@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3).filter(any), min_size=2, max_size=8, unique=True))
def test_shares_lie_in_their_intervals_and_the_order_of_patterns_changes_nothing(rows: list[tuple[int, ...]]):
    counts, people = np.array(rows, dtype=float), np.arange(1.0, len(rows) + 1)
    found, turned = standings(counts, people, PERFECT), standings(counts[::-1], people[::-1], PERFECT)
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert found.mean.sum(axis=1) == pytest.approx(np.ones(len(rows)))
    assert turned.above[::-1] == pytest.approx(found.above, abs=1e-9)
