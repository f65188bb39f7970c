"""Weighted shares, by numbers worked by hand and by the laws they keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from tools.statistics.interval import Interval
from tools.statistics.weighted import WeightedShares

weights = arrays(float, (12, 3), elements=some.integers(0, 1000).map(float)).filter(lambda sums: sums.sum() > 1)


def test_shares_and_effective_number_of_authors():
    shares = WeightedShares(np.array([[3.0, 0], [0, 1], [0, 1], [1, 0]]), 6)
    assert shares.part(0).value == pytest.approx(4 / 6)
    assert shares.effective == pytest.approx(36 / 12)
    assert shares.heaviest == pytest.approx(0.5)
    # Without the first author it would be 1/3, without the second or third 4/5, without the last 3/5.
    assert shares.part(0).pulls == pytest.approx([4 / 6 - 1 / 3, 4 / 6 - 4 / 5, 4 / 6 - 4 / 5, 4 / 6 - 3 / 5])


def test_equal_clusters_have_wilsons_interval_nearly():
    part = WeightedShares(np.repeat([[1.0, 0], [0, 1]], 500, axis=0), 1000).part(0)
    assert tuple(part.interval) == pytest.approx((0.469, 0.531), abs=0.001)


def test_one_heavy_author_leaves_nearly_everything_open():
    heavy = np.vstack([[[1000.0, 0]], np.repeat([[1.0, 0], [0, 1]], 50, axis=0)])
    interval = WeightedShares(heavy, 101).part(0).interval
    assert interval.low < 0.3
    assert interval.high > 0.95


def test_one_author_alone_says_nothing():
    assert WeightedShares(np.array([[5.0, 3]]), 8).part(1).interval == Interval(0, 1)


def test_a_share_of_nothing_has_an_interval_too():
    part = WeightedShares(np.repeat([[1.0, 0]], 50, axis=0), 50).part(1)
    assert part.value == 0
    assert 0.05 < part.interval.high < 0.1


def test_a_lead_knows_that_one_share_is_the_others_loss():
    shares = WeightedShares(np.repeat([[1.0, 0], [0, 1]], [60, 40], axis=0), 100)
    one, other = shares.part(0), shares.part(1)
    lead = one.less(other)
    assert lead.low < 0.2 < lead.high
    assert lead.high - lead.low == pytest.approx(2 * (one.interval.high - one.interval.low))


@given(weights)
def test_shares_add_to_one_and_lie_in_their_intervals(sums: np.ndarray[tuple[int, int], np.dtype[np.float64]]):
    parts = [WeightedShares(sums, 40).part(i) for i in range(3)]
    assert sum(part.value for part in parts) == pytest.approx(1)
    for part in parts:
        assert 0 <= part.interval.low <= part.value <= part.interval.high <= 1


@given(weights, some.floats(0.01, 100))
def test_the_scale_of_weights_does_not_matter(sums: np.ndarray[tuple[int, int], np.dtype[np.float64]], scale: float):
    one, other = WeightedShares(sums, 40).part(0), WeightedShares(sums * scale, 40).part(0)
    assert other.value == pytest.approx(one.value, abs=1e-9)
    assert tuple(other.interval) == pytest.approx(tuple(one.interval), abs=1e-6)
