"""Valley: two heaps have one between them, and a heap cut in two has none."""

import numpy as np

from tools.segmentation.clustering.valley import pairs


def test_two_heaps_are_two_and_a_heap_that_is_cut_is_one():
    random = np.random.default_rng(1)
    heap = random.normal(size=(300, 2))
    apart = np.concatenate([heap, heap + np.array([6, 0])])
    (two,) = pairs(apart, np.repeat([0, 1], 300))
    (cut,) = pairs(heap, (heap[:, 0] > 0).astype(np.int64))
    assert two.is_two
    assert two.valley < 0.3
    assert not cut.is_two


def test_each_group_is_compared_with_the_nearest_one_only():
    random = np.random.default_rng(2)
    heaps = np.concatenate([random.normal(size=(100, 1)) + at for at in (0, 5, 20)])
    assert [(pair.one, pair.other) for pair in pairs(heaps, np.repeat([0, 1, 2], 100))] == [(0, 1), (1, 2)]
    assert pairs(heaps, np.zeros(300, dtype=np.int64)) == []


def test_people_who_are_all_alike_have_no_valley():
    (same,) = pairs(np.ones((40, 2)), np.repeat([0, 1], 20))
    assert same.valley == 1
