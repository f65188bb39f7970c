"""Logistic: against odds by hand and against scikit-learn."""

import numpy as np
import pytest

from tools.statistics.logistic import area_under_curve, chances, ridge


def test_one_yes_or_no_column_gives_the_log_odds_ratio():
    # 30 of 40 with, 20 of 60 without: odds 3 and 1/2, ratio 6.
    column = np.repeat([1.0, 0.0], [40, 60])[:, None]
    outcome = np.r_[np.arange(40) < 30, np.arange(60) < 20]
    intercept, slope = ridge(column, outcome, penalty=0)
    assert np.exp(intercept) == pytest.approx(0.5)
    assert np.exp(slope) == pytest.approx(6)
    assert chances(column[:1], np.array([intercept, slope]))[0] == pytest.approx(0.75)


def test_it_agrees_with_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(1)
    columns = random.normal(size=(200, 3))
    outcome = random.random(200) < 1 / (1 + np.exp(-columns @ [1, -1, 0]))
    weights = random.exponential(size=200)
    theirs = LogisticRegression(C=1 / 3, tol=1e-10, max_iter=500).fit(columns, outcome, sample_weight=weights)
    ours = ridge(columns, outcome, penalty=3, weights=weights)
    assert ours == pytest.approx(np.r_[theirs.intercept_, theirs.coef_[0]], abs=1e-4)


def test_an_outcome_that_is_told_apart_wholly_stays_finite():
    column = np.arange(10.0)[:, None]
    assert np.isfinite(ridge(column, column[:, 0] > 4, penalty=1)).all()


def test_the_area_is_the_share_of_pairs_in_order():
    # Pairs of one with (2, 3) and one without (1, 3): 2 > 1, 2 < 3, 3 > 1, 3 = 3 half: 2.5 of 4.
    assert area_under_curve(np.array([2.0, 3, 1, 3]), np.array([True, True, False, False])) == 0.625
