"""Separation: silhouettes worked by hand, and the neighbour that a segment is most like."""

import numpy as np
import pytest

from tests.tools.segmentation.describing.conftest import NAMES, NET, SUMMARIES, segmented
from tools.segmentation.describing.separation import lies, separation


def test_a_silhouette_is_one_less_the_distance_within_over_that_to_the_nearest_other():
    # Evenly at -1 and 1, and at 9 and 11: 0 or 2 within the segment, on average 20/39, against 10 on average.
    values = np.array([[-1.0], [1.0]] * 20 + [[9.0], [11.0]] * 20)
    found = separation(segmented([1] * 40 + [2] * 40, values, [NET]), 1, NAMES, seed=0)
    within = 2 * 20 / 39
    by_hand = np.mean([1 - within / 11, 1 - within / 9])
    assert found is not None
    assert found.silhouette == pytest.approx(by_hand)
    assert found.interval.holds(found.silhouette)
    assert found.nearest == 2
    assert [(one.here, one.there) for one in found.apart] == [(0.0, 10.0)]


def test_the_nearest_of_several_is_told():
    values = np.array([[0.0]] * 30 + [[9.0]] * 30 + [[4.0]] * 30) + np.tile([[0.1], [-0.1]], (45, 1))
    found = separation(segmented([1] * 30 + [2] * 30 + [3] * 30, values, [SUMMARIES]), 1, NAMES, seed=0)
    assert found is not None
    assert found.nearest == 3


def test_there_is_nothing_to_lie_apart_from_where_there_is_one_group():
    assert separation(segmented([1] * 50, np.ones((50, 1)), [SUMMARIES]), 1, NAMES, seed=0) is None


def test_mixed_groups_are_said_to_be_hardly_apart():
    random = np.random.default_rng(0)
    found = separation(segmented([1, 2] * 100, random.normal(0, 1, (200, 1)), [NET]), 1, NAMES, seed=0)
    assert found is not None
    assert lies(found.silhouette) == "hardly apart from"
    assert lies(0.8) == "far apart from"
