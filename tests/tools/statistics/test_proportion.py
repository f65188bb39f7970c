"""Proportion intervals, by numbers worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.proportion import wilson


def test_wilson_of_half_of_hundred():
    # z = 1.96: centre .5, half = 1.96 / 1.038416 * sqrt(.0025 + .00009604) = .09617
    low, high = wilson(50, 100)
    assert low == pytest.approx(0.4038, abs=1e-4)
    assert high == pytest.approx(0.5962, abs=1e-4)


def test_wilson_of_none_starts_at_zero_and_still_ends_above_it():
    low, high = wilson(0, 10)
    assert low == 0
    assert high == pytest.approx(0.2775, abs=1e-4)  # 3.8416 / 13.8416


def test_wilson_of_nothing_is_refused():
    with pytest.raises(ValueError, match="undefined"):
        wilson(0, 0)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_stays_within_0_and_1(counts: tuple[int, int]):
    successes, n = counts
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
