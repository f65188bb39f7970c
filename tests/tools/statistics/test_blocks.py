"""Weights of blocks."""

import numpy as np
import pytest

from tools.statistics.blocks import block_weights


def test_weights_are_positive_of_mean_one_and_the_same_for_a_seed():
    weights = block_weights(100, draws=500, seed=3)
    assert weights.min() > 0
    assert weights.mean() == pytest.approx(1, abs=0.02)
    assert np.array_equal(weights, block_weights(100, draws=500, seed=3))
    assert not np.array_equal(weights, block_weights(100, draws=500, seed=4))


def test_resampled_means_vary_as_means_do():
    values = np.random.default_rng(0).normal(size=200)
    weights = block_weights(200, draws=2000, seed=0)
    means = weights @ values / weights.sum(axis=1)
    assert means.std() == pytest.approx(values.std() / np.sqrt(200), rel=0.08)
