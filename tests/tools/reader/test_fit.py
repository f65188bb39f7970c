"""Fit: calibration and thresholds, on numbers worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tools.reader.fit import balance, best_threshold, fit_platt, fit_temperature
from tools.reader.scores import logistic, softmax


def test_balance_makes_classes_count_alike() -> None:
    # Three of one class at 2/3 and one of the other at 2: each sums to 2, and the mean is 1.
    np.testing.assert_allclose(balance(np.array([0, 0, 0, 1])), [2 / 3, 2 / 3, 2 / 3, 2])


def test_a_temperature_makes_confidence_the_share_that_is_right() -> None:
    # Three of four are right, so the probability of the chosen class should be 3/4: odds of 3, a score of ln 3.
    scores = np.array([[4.0, 0.0]] * 4)
    slope = fit_temperature(scores, np.array([0, 0, 0, 1])).slope

    assert softmax(scores * slope)[0, 0] == pytest.approx(0.75, abs=1e-3)
    assert slope == pytest.approx(np.log(3) / 4, abs=1e-3)


def test_platt_gives_each_score_the_share_of_its_texts_that_hold() -> None:
    # At score -1 one of 100 in five holds, at score 1 four; the pull to the middle moves them by a fraction.
    scores = np.repeat([-1.0, 1.0], 100)
    labels = np.concatenate([np.arange(100) < 20, np.arange(100) < 80]).astype(np.int64)
    slope, shift = fit_platt(scores, labels)

    np.testing.assert_allclose(logistic(np.array([-1.0, 1.0]) * slope + shift), [0.2, 0.8], atol=0.01)


def test_platt_does_not_take_a_perfect_split_for_certainty() -> None:
    slope, shift = fit_platt(np.array([-1.0, -1.0, 1.0, 1.0]), np.array([0, 0, 1, 1]))

    # (2 + 1) / (2 + 2) for those that hold.
    assert logistic(np.array([slope + shift]))[0] == pytest.approx(0.75, abs=0.01)


def test_the_threshold_is_the_middle_of_the_best_stretch() -> None:
    # Everything from 0.31 to 0.70 parts them without fault.
    labels = np.array([0, 0, 1, 1])

    assert best_threshold(labels, np.array([0.1, 0.3, 0.7, 0.9])) == pytest.approx(0.5, abs=0.03)
