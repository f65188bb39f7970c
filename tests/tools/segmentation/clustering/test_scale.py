"""Scale: counts by their square root, amounts by their logarithm, and nobody farther than a few steps."""

from datetime import date

import numpy as np
import pytest

from tools.base import Period
from tools.segmentation.clustering.scale import scale
from tools.segmentation.matrix import Feature, Matrix

WEEK = Period(start=date(2026, 1, 5), end=date(2026, 1, 11))


def matrix(*columns: tuple[str, list[float]]) -> Matrix:
    features = tuple(Feature(f"f{i}", "things", unit) for i, (unit, _) in enumerate(columns))
    values = np.array([values for _, values in columns], dtype=float).T
    return Matrix(tuple(f"u{row}" for row in range(len(values))), features, values, WEEK)


def test_counts_of_chance_vary_by_one_however_large_they_are():
    random = np.random.default_rng(1)
    for mean in (4, 40, 400):
        counted = matrix(("per week", random.poisson(mean, 20_000).tolist()))
        assert scale(counted, ["f0"]).points(counted).std() == pytest.approx(1, abs=0.05)


def test_a_count_of_one_week_lies_at_twice_its_root_from_the_median():
    counted = matrix(("per week", [0, 1, 4]))
    # 2 sqrt(0 + 3/8) = 1.2247, 2 sqrt(1 + 3/8) = 2.3452 and 2 sqrt(4 + 3/8) = 4.1833, less the middle one.
    assert scale(counted, ["f0"]).points(counted).ravel() == pytest.approx([-1.1205, 0, 1.8381], abs=1e-4)


def test_what_is_not_known_lies_in_the_middle_and_what_is_far_off_within_four_steps():
    values = [float(value) for value in range(50)]
    some = matrix(("net", [*values, float("nan"), 1e9]))
    points = scale(some, ["f0"]).points(some).ravel()
    assert points[50] == 0
    assert points[51] == points.max() <= 4


def test_a_feature_that_is_the_same_of_all_says_nothing():
    same = matrix(("per week", [3, 3, 3]), ("share", [0.5, 0.5, 0.5]))
    assert not scale(same, ["f0", "f1"]).points(same).any()


def test_others_are_placed_on_the_scale_of_those_it_was_fitted_on():
    fitted = matrix(("per week", [0, 1, 4]))
    fits = scale(fitted, ["f0"])
    assert fits.points(matrix(("per week", [4, 4]))).ravel() == pytest.approx(fits.points(fitted)[2].repeat(2))
    with pytest.raises(ValueError, match="not in list"):
        fits.points(matrix())
