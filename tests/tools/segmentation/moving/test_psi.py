from math import log

import numpy as np
import pytest

from tools.segmentation.moving.psi import psi


def test_psi_by_hand():
    earlier, later = np.repeat([0.0, 1.0], [60, 40]), np.repeat([0.0, 1.0], [40, 60])
    found = psi(earlier, later)
    p, q = np.array([60.5, 40.5]) / 101, np.array([40.5, 60.5]) / 101
    assert found is not None
    assert found.value == pytest.approx(sum((b - a) * log(b / a) for a, b in zip(p, q, strict=True)))
    assert found.is_settled


def test_psi_of_the_same_distribution_is_within_chance_nineteen_times_in_twenty():
    random = np.random.default_rng(4)
    found = [psi(random.normal(size=300), random.normal(size=300)) for _ in range(300)]
    assert 0.01 <= np.mean([one is not None and one.is_settled for one in found]) <= 0.09


def test_psi_leaves_out_what_is_not_known_and_says_nothing_of_few_people():
    few = np.full(40, np.nan)
    few[:10] = 1.0
    assert psi(few, np.ones(40)) is None


def test_psi_says_nothing_where_all_are_alike():
    assert psi(np.ones(50), np.ones(50)) is None
