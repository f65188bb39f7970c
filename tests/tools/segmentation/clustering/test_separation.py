"""Separation: crowds are like the people in every feature and in how features go together, and hold no groups."""

import numpy as np
import pytest
import sklearn.cluster  # noqa: F401 (limits of threads reach only what is loaded)
from threadpoolctl import threadpool_limits

from tools.segmentation.clustering.algorithms import kmeans
from tools.segmentation.clustering.separation import CROWDS, Crowd, Gap, gap


def spread(points: np.ndarray) -> float:
    return kmeans(points, 2, 0, starts=2).spread


def measured(points: np.ndarray) -> Gap:
    random = np.random.default_rng(0)
    crowd = Crowd(points, random)
    with threadpool_limits(1):
        return gap(spread, points, [crowd.drawn(random) for _ in range(CROWDS)])


def test_a_crowd_has_every_feature_and_the_correlations_of_people_even_where_most_do_nothing():
    random = np.random.default_rng(1)
    counts = random.poisson(0.4 * random.gamma(0.5, 2, 2_000)[:, None] * np.ones(3)).astype(float)
    drawn = Crowd(counts, random).drawn(random)
    assert (np.sort(drawn, axis=0) == np.sort(counts, axis=0)).all()
    assert np.corrcoef(drawn.T) == pytest.approx(np.corrcoef(counts.T), abs=0.08)


def test_two_heaps_are_narrower_than_a_crowd_and_one_long_heap_is_not():
    random = np.random.default_rng(2)
    heaps = np.concatenate([random.normal(size=(150, 2)), random.normal(size=(150, 2)) + 4])
    assert measured(heaps).stands
    one = random.normal(size=(300, 1)) * 3 + random.normal(size=(300, 2))
    assert not measured(one).stands


def test_features_that_are_the_same_of_all_do_no_harm():
    points = np.column_stack([np.random.default_rng(3).normal(size=100), np.ones(100)])
    assert not measured(points).stands
