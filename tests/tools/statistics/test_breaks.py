"""Breaks: steps are found, noise is not."""

import numpy as np
import pytest

from tools.statistics.breaks import breaks, stepwise_squares


def noise(periods: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=0.05, size=periods)


def test_a_step_is_found_where_it_is():
    values = noise(40, seed=1) + np.where(np.arange(40) < 25, 0.2, -0.2)
    assert breaks(values, np.ones(40), shortest=3, seed=0) == [25]


def test_a_dip_gives_two_breaks():
    inside = (np.arange(60) >= 20) & (np.arange(60) < 35)
    assert breaks(noise(60) - 0.5 * inside, np.ones(60), shortest=3, seed=0) == [20, 35]


def test_the_same_seed_finds_the_same():
    values = noise(50) + 0.03 * (np.arange(50) > 24)
    assert breaks(values, np.ones(50), shortest=3, seed=4) == breaks(values, np.ones(50), shortest=3, seed=4)


def test_a_steady_series_and_a_short_one_have_none():
    assert breaks(np.zeros(30), np.ones(30), shortest=3, seed=0) == []
    assert breaks(np.array([0.0, 0, 0, 1, 1, 1]), np.ones(6), shortest=3, seed=0) == []


def test_a_day_of_little_weight_makes_no_break():
    values, weights = noise(40), np.full(40, 1000.0)
    values[30:33], weights[30:33] = 0.9, 1.0
    assert breaks(values, weights, shortest=3, seed=0) == []


def test_squares_about_two_levels_by_hand():
    # Levels 1 and 5: residuals -1, 1, -1, 1
    assert stepwise_squares(np.array([0.0, 2.0, 4.0, 6.0]), np.ones(4), [2]) == pytest.approx(4)


@pytest.mark.slow
def test_noise_breaks_in_about_one_of_a_hundred_series():
    found = sum(bool(breaks(noise(30, seed), np.ones(30), shortest=3, seed=seed)) for seed in range(100))
    assert found <= 5
