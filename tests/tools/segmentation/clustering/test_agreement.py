"""Agreement: the adjusted Rand index by hand, as others compute it, and groups matched to groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from tools.segmentation.clustering.agreement import adjusted_rand, crossed, matched, overlaps


def test_adjusted_rand_of_six_people_by_hand():
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 1, 1])
    # Pairs: 6 in one, 1 + 6 = 7 in the other, 1 + 3 = 4 in both, 15 in all: (4 - 2.8) / (6.5 - 2.8).
    assert adjusted_rand(one, other) == pytest.approx(1.2 / 3.7)


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=2, max_size=30))
def test_adjusted_rand_is_that_of_scikit_learn(pairs: list[tuple[int, int]]):
    one, other = np.array(pairs).T
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand(other, one))
    assert adjusted_rand(one, one) == 1


def test_groups_are_matched_one_to_one_and_who_is_in_none_is_left_out():
    counts = crossed(np.array([0, 0, 1, 1, 1, -1]), np.array([1, 1, 0, 0, 1, 0]), rows=2, columns=2)
    assert counts.tolist() == [[0, 2], [2, 1]]
    assert matched(counts).tolist() == [1, 0]
    # Shared over in either: 2 of 3 for the first, 2 of 3 for the second.
    assert overlaps(counts).max(axis=1) == pytest.approx([2 / 3, 2 / 3])
