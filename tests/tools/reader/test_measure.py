"""Measure: scores worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tools.reader.measure import (
    auc,
    best_threshold,
    calibration_error,
    calibration_error_by_chance,
    confusion,
    f1,
    macro_f1,
    macro_recall,
)


def test_confusion_counts_true_rows_and_predicted_columns() -> None:
    counts = confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]))

    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [0, 1, 0]]


def test_macro_recall_is_the_mean_of_the_classes_recalls() -> None:
    # 3 of 4, 1 of 2 and 2 of 2: (0.75 + 0.5 + 1) / 3.
    counts = np.array([[3, 1, 0], [1, 1, 0], [0, 0, 2]])

    assert macro_recall(counts) == pytest.approx(0.75)


def test_macro_f1_is_the_mean_of_the_classes_f1() -> None:
    # F1: 2*1/(1+2) and 2*2/(3+2).
    assert macro_f1(np.array([[1, 1], [0, 2]])) == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_f1_of_one_hit_one_miss_and_one_false_alarm_is_a_half() -> None:
    assert f1(np.array([1, 1, 0, 0]), np.array([True, False, True, False])) == pytest.approx(0.5)


def test_f1_is_0_where_nothing_is_found() -> None:
    assert f1(np.array([0, 0]), np.array([False, False])) == 0


def test_best_threshold_separates_the_classes() -> None:
    threshold = best_threshold(np.array([0, 0, 1, 1]), np.array([0.1, 0.3, 0.6, 0.7]))

    assert 0.3 < threshold <= 0.6


def test_calibration_error_is_the_gap_of_claim_and_truth() -> None:
    # Four texts given 0.75, of which two are right: a gap of 0.25.
    error = calibration_error(np.array([True, True, False, False]), np.full(4, 0.75))

    assert error == pytest.approx(0.25)


def test_auc_counts_pairs_in_the_right_order_and_ties_as_half() -> None:
    # Pairs (positive, negative): .9>.1, .9>.4, .4>.1 and .4=.4: 3.5 of 4.
    assert auc(np.array([1, 1, 0, 0]), np.array([0.9, 0.4, 0.4, 0.1])) == pytest.approx(3.5 / 4)


def test_a_calibration_error_by_chance_is_what_few_texts_show() -> None:
    # One bin of n texts at p = .5: the mean of |share right - .5| is about sqrt(2 / pi) * .5 / sqrt(n).
    assert calibration_error_by_chance(np.full(100, 0.5), draws=2_000) == pytest.approx(0.0399, abs=0.003)
    assert calibration_error_by_chance(np.full(10_000, 0.5), draws=200) == pytest.approx(0.00399, abs=0.0006)
    assert calibration_error_by_chance(np.ones(50)) == 0
