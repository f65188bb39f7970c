"""Stability: the index by hand, chance, and halves of equal length."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.base import Period
from tools.segmentation.features.stability import halves, largest_gap, population_stability, stability
from tools.segmentation.matrix import Feature, Matrix

RANDOM = np.random.default_rng(2)


def period(start: str, end: str) -> Period:
    return Period.model_validate({"start": start, "end": end})


def test_the_index_of_a_share_that_doubles():
    first, second = np.repeat([0.0, 1.0], [80, 20]), np.repeat([0.0, 1.0], [60, 40])
    # Half a person is added to either side: 80.5 and 20.5, 60.5 and 40.5 of 101.
    expected = (60.5 - 80.5) / 101 * log(60.5 / 80.5) + (40.5 - 20.5) / 101 * log(40.5 / 20.5)
    assert population_stability(first, second).psi == pytest.approx(expected)
    # Two bins are one degree of freedom: 6.63 (1/100 + 1/100).
    assert population_stability(first, second).by_chance == pytest.approx(0.1327, abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 100, width=16), min_size=60, max_size=90))
def test_what_did_not_move_has_an_index_and_a_gap_of_none(values: list[float]):
    column = np.array(values)
    assert population_stability(column, column[::-1]).psi == 0
    assert largest_gap(column, column[::-1]) == 0


def test_the_largest_gap_of_two_apart_is_one():
    assert largest_gap(np.arange(5.0), np.arange(10.0, 13.0)) == 1
    assert largest_gap(np.array([1.0, 2, 3, 4]), np.array([2.0, 3, 4, 5])) == 0.25


def test_chance_alone_is_rarely_told_as_a_move():
    moved = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        found = population_stability(random.gamma(2, 1, 80), random.gamma(2, 1, 80))
        moved += found.psi > max(0.1, found.by_chance)
    assert moved <= 8


def test_halves_are_of_equal_length():
    assert halves(period("2026-06-01", "2026-06-13")) is None
    even = halves(period("2026-06-01", "2026-06-14"))
    assert even == (period("2026-06-01", "2026-06-07"), period("2026-06-08", "2026-06-14"))
    odd = halves(period("2026-06-01", "2026-06-21"), begun=2)
    assert odd == (period("2026-06-04", "2026-06-12"), period("2026-06-13", "2026-06-21"))


def matrix(people: range, values: np.ndarray) -> Matrix:
    features = (Feature("use.a", "uses of a a week", "per week", "use"),)
    return Matrix(tuple(f"p{i:04d}" for i in people), features, values[:, None], period("2026-06-01", "2026-06-14"))


def test_places_are_compared_of_people_seen_in_both_halves():
    values = RANDOM.random(200)
    found = stability("use.a", matrix(range(200), values), matrix(range(100, 300), np.r_[values[100:], values[:100]]))
    assert found is not None
    assert (found.rank, found.n_both, found.band) == (pytest.approx(1), 100, "stable")
    assert found.rank_interval is not None
    assert found.rank_interval.low > 0.9


def test_a_feature_that_few_are_known_by_is_not_compared():
    few = np.full(200, np.nan)
    few[:59] = 1
    assert stability("use.a", matrix(range(200), few), matrix(range(200), RANDOM.random(200))) is None
    assert stability("use.b", matrix(range(200), few), matrix(range(200), few)) is None


def test_what_moved_is_told():
    found = stability("use.a", matrix(range(200), RANDOM.random(200)), matrix(range(200), RANDOM.random(200) + 0.5))
    assert found is not None
    assert found.band == "moved"
