"""Baseline, on series made of known parts."""

from __future__ import annotations

import numpy as np
import pytest

from tools.statistics.baseline import baseline_of_counts, baseline_of_means
from tools.statistics.keyness import discoveries
from tools.statistics.surprise import chance_of_fewer, chance_of_more

DAYS = np.arange(56)
WEEKDAY = DAYS % 7


def test_a_level_is_what_lies_around():
    fit = baseline_of_counts(np.full(20, 40.0), [], window=15)
    assert fit.expected == pytest.approx(np.full(20, 40.0), abs=0.1)
    assert fit.dispersion == 1


def test_a_spike_does_not_bend_its_own_baseline_nor_that_of_its_neighbours():
    counts = np.full(30, 40.0)
    counts[12:14] = 400
    fit = baseline_of_counts(counts, [], window=15)
    assert fit.expected[[11, 12, 13, 14]] == pytest.approx(np.full(4, 40.0), rel=0.1)
    assert fit.dispersion < 2


def test_quiet_weekends_are_expected():
    counts = np.where(WEEKDAY >= 5, 50.0, 100.0)
    fit = baseline_of_counts(counts, [WEEKDAY], window=15)
    saturday = fit.expected[WEEKDAY == 5]
    assert saturday == pytest.approx(np.full(8, 50.0), rel=0.25)  # drawn to the level by five quiet priors
    assert fit.expected[WEEKDAY == 1] == pytest.approx(np.full(8, 100.0), rel=0.1)


def test_what_is_to_come_has_level_and_season():
    counts = np.where(WEEKDAY >= 5, 50.0, 100.0)
    fit = baseline_of_counts(counts, [WEEKDAY], window=15)
    monday, saturday = fit.ahead([np.array([0, 5])])
    assert monday > 1.5 * saturday


def test_a_slow_rise_is_no_surprise():
    counts = 50.0 + 2 * DAYS
    fit = baseline_of_counts(counts, [], window=15)
    inner = slice(7, -7)
    assert fit.expected[inner] == pytest.approx(counts[inner], rel=0.05)


def test_silence_has_a_small_but_real_expectation():
    fit = baseline_of_counts(np.zeros(30), [], window=15)
    assert np.all((fit.expected > 0) & (fit.expected < 0.1))


def test_dispersion_is_the_variance_over_the_mean():
    random = np.random.default_rng(1)
    counts = random.negative_binomial(100 / 5, 1 / 6, size=400).astype(float)  # mean 100, variance 600
    assert baseline_of_counts(counts, [], window=15).dispersion == pytest.approx(6, rel=0.3)


@pytest.mark.parametrize(("mean", "dispersion"), [(20, 1.0), (100, 4.0), (1000, 30.0)])
def test_where_nothing_happened_hardly_ever_something_is_found(mean: float, dispersion: float):
    random = np.random.default_rng(7)
    found = 0
    for _ in range(100):
        size = mean / (dispersion - 1) if dispersion > 1 else None
        drawn = random.negative_binomial(size, 1 / dispersion, 60) if size else random.poisson(mean, 60)
        counts = drawn.astype(float)
        fit = baseline_of_counts(counts, [np.arange(60) % 7], window=15)
        more = chance_of_more(counts, fit.expected, fit.dispersion)
        fewer = chance_of_fewer(counts, fit.expected, fit.dispersion)
        found += any(discoveries(np.minimum(2 * np.minimum(more, fewer), 1).tolist()))
    assert found <= 11  # 5 expected of 100 at most; 11 is beyond chance of that


def test_means_know_how_many_posts_they_rest_on():
    random = np.random.default_rng(3)
    sizes = random.integers(20, 400, 60).astype(float)
    shares = random.binomial(sizes.astype(int), 0.3) / sizes
    fit = baseline_of_means(shares, sizes, 0.21, [], window=15)
    assert fit.expected == pytest.approx(np.full(60, 0.3), abs=0.03)
    assert fit.dispersion < 1.6


def test_a_mean_of_nothing_counts_for_nothing():
    values, sizes = np.full(30, 0.3), np.full(30, 100.0)
    values[9], sizes[9] = 0.0, 0.0
    fit = baseline_of_means(values, sizes, 0.21, [], window=15)
    assert fit.expected == pytest.approx(np.full(30, 0.3))
