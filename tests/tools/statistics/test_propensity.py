"""Propensity: nothing is found in a lottery, and what was chosen by is allowed for."""

from __future__ import annotations

import numpy as np
import pytest

from tools.statistics.propensity import adjusted, apart, selection


def test_a_lottery_leaves_the_lift_as_it_is():
    random = np.random.default_rng(3)
    features, treated = random.normal(size=(400, 5)), random.random(400) < 0.5
    found = selection(features, treated, seed=0)
    assert apart(found.separation, treated) > 0.01
    outcome = (random.random(400) < 0.3).astype(float)
    effect = adjusted(outcome, treated, found.propensities)
    assert abs(effect.gap) < 0.02
    assert effect.effective > 0.95


def test_weights_give_the_mean_that_all_people_would_have():
    # Of 100 of one kind 80 are treated, of 100 of another 20; the first have twice the outcome, treated or not.
    kinds = np.repeat([1.0, 0.0], 100)
    treated = np.concatenate([np.arange(100) < 80, np.arange(100) < 20])
    propensities = np.where(kinds == 1, 0.8, 0.2)
    effect = adjusted(kinds + 1, treated, propensities)
    # Raw: (80 x 2 + 20) / 100 - (20 x 2 + 80) / 100 = 1.8 - 1.2; weighted, both means are 1.5.
    assert effect.difference == pytest.approx(0)
    assert effect.gap == pytest.approx(0.6)


def test_features_that_are_not_known_or_never_vary_do_no_harm():
    random = np.random.default_rng(4)
    treated = random.random(200) < 0.5
    features = np.column_stack([np.full(200, np.nan), np.ones(200), np.where(random.random(200) < 0.5, np.nan, 1.0)])
    assert np.all(np.isfinite(selection(features, treated, seed=0).propensities))
    nothing = selection(np.ones((200, 2)), treated, seed=0)
    assert nothing.separation == 0.5
    assert nothing.propensities == pytest.approx(treated.mean())


@pytest.mark.slow
def test_who_is_missing_tells_too():
    random = np.random.default_rng(5)
    treated = random.random(300) < 0.5
    features = np.where(treated & (random.random(300) < 0.8), np.nan, 1.0)[:, None]
    found = selection(features, treated, seed=0)
    assert found.separation > 0.8
    assert apart(found.separation, treated) < 1e-6
