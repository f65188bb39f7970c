"""Grouping: k-means on the sphere, merging, neighbours and agreement, on points that can be drawn on paper."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.grouping import (
    adjusted_rand,
    centres_of,
    drawn_to_neighbours,
    jaccards,
    matched,
    merged,
    spherical_kmeans,
    unit,
)


def at(*degrees: float) -> np.ndarray:
    turned = np.radians(degrees)
    return np.column_stack([np.cos(turned), np.sin(turned)])


LABELS = st.lists(st.integers(0, 3), min_size=4, max_size=40).map(
    lambda found: np.unique(found, return_inverse=True)[1]
)


def test_kmeans_finds_two_bundles_of_directions():
    found = spherical_kmeans(at(0, 5, 10, 90, 95, 100), 2, seed=0)

    assert adjusted_rand(found, np.array([0, 0, 0, 1, 1, 1])) == 1.0


def test_kmeans_leaves_no_group_empty_where_points_are_the_same():
    assert spherical_kmeans(at(0, 0, 0, 0), 3, seed=0).tolist() == [0, 0, 0, 0]


def test_kmeans_refuses_more_groups_than_points():
    with pytest.raises(ValueError, match="2 points cannot be put into 3 groups"):
        spherical_kmeans(at(0, 90), 3, seed=0)


def test_centres_are_means_and_zero_for_an_empty_group():
    assert centres_of(at(0, 90), np.array([0, 0]), 2) == pytest.approx(np.array([[0.5, 0.5], [0.0, 0.0]]))


def test_unit_leaves_a_row_of_zeros():
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])) == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))


def test_merging_puts_the_two_nearest_together_first():
    tree = merged(np.array([[0.0], [10.0], [1.0], [14.0]]), np.array([1.0, 1.0, 1.0, 1.0]))

    assert tree.merges[:2] == ((0, 2), (1, 3))
    assert tree.cut(2).tolist() == [0, 1, 0, 1]
    assert tree.cut(4).tolist() == [0, 1, 2, 3]
    assert tree.cut(1).tolist() == [0, 0, 0, 0]


def test_merging_weighs_groups_by_their_size():
    # 1 x 1 / 2 x 3^2 = 4.5 for the small pair; 9 x 9 / 18 x 2^2 = 18 for the large ones, though these are nearer.
    tree = merged(np.array([[0.0], [2.0], [50.0], [53.0]]), np.array([9.0, 9.0, 1.0, 1.0]))

    assert tree.merges[0] == (2, 3)


def test_points_move_to_the_mean_of_their_nearest():
    moved = drawn_to_neighbours(at(0, 10, 90, 100), np.array([0, 0, 1, 1]), near=2, searched=1)

    assert moved == pytest.approx(at(5, 5, 95, 95))


def test_adjusted_rand_of_a_table_worked_by_hand():
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    # together 2, ones 3 + 3 = 6, others 1 + 1 + 1 = 3, chance 6 x 3 / 15 = 1.2, most 4.5: (2 - 1.2) / (4.5 - 1.2)
    assert adjusted_rand(one, other) == pytest.approx(0.8 / 3.3)


@given(LABELS)
def test_a_grouping_agrees_with_itself_whatever_the_numbers(labels: np.ndarray):
    assert adjusted_rand(labels, labels.max() - labels) == pytest.approx(1.0)


@given(LABELS)
def test_agreement_has_no_direction(labels: np.ndarray):
    other = np.roll(labels, 1)

    assert adjusted_rand(labels, other) == pytest.approx(adjusted_rand(other, labels))
    assert adjusted_rand(labels, other) <= 1 + 1e-12


def test_jaccards_are_shared_over_either():
    shared = jaccards(np.array([0, 0, 0, 1]), np.array([0, 0, 1, 1]))

    assert shared == pytest.approx(np.array([[2 / 3, 1 / 4], [0.0, 1 / 2]]))


def test_matching_takes_the_best_pairs_together_and_none_below_the_floor():
    # Greedily row 0 would take column 0 and leave row 1 with nothing.
    assert matched(np.array([[0.9, 0.8], [0.7, 0.1]]), floor=0.5) == [(0, 1), (1, 0)]
    assert matched(np.array([[0.4]]), floor=0.5) == []
