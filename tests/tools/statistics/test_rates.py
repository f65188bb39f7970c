"""Rates: growth of a share, worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.rates import growth


def test_growth_is_a_ratio_of_shares():
    found = growth((20, 100), (10, 100), dispersion=1)

    assert found.ratio == pytest.approx(2)
    # 1/20 - 1/100 + 1/10 - 1/100 = 0.13, and 1.96 x its root 0.7067
    assert found.interval == pytest.approx((2 / math.exp(0.70667), 2 * math.exp(0.70667)), rel=1e-4)


def test_chance_is_that_of_a_binomial():
    # All of three posts in the later half: 1 / 8.
    assert growth((3, 50), (0, 50), dispersion=1).chance == pytest.approx(1 / 8)
    # Two or three of three: 1/8 + 3/8.
    assert growth((2, 50), (1, 50), dispersion=1).chance == pytest.approx(1 / 2)


def test_posts_that_hang_together_prove_less():
    plain, together = (growth((20, 100), (10, 100), dispersion=d) for d in (1, 4))

    assert together.ratio == pytest.approx(plain.ratio)
    assert together.chance > plain.chance
    assert together.interval.low < plain.interval.low < plain.interval.high < together.interval.high


def test_half_a_post_stands_in_for_none():
    # (20.5 / 100.5) / (0.5 / 100.5)
    assert growth((20, 100), (0, 100), dispersion=1).ratio == pytest.approx(41)


def test_no_posts_cannot_be_compared():
    with pytest.raises(ValueError, match="no posts"):
        growth((0, 0), (1, 10), dispersion=1)


@given(st.integers(0, 50), st.integers(0, 50), st.floats(1, 10))
def test_the_interval_holds_the_ratio_and_the_chance_is_one(later: int, earlier: int, dispersion: float):
    found = growth((later, 100), (earlier, 80), dispersion=dispersion)

    assert found.interval.holds(found.ratio)
    assert 0 <= found.chance <= 1
