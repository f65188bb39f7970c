"""Weights: what was planted is found, chance is not, and too few outcomes are refused."""

import numpy as np
import pytest

from tools.base import Period
from tools.errors import TooFewPosts
from tools.segmentation.features.weights import FIXED, fixed_weight, learnt_weights
from tools.segmentation.matrix import Feature, Matrix

MONTH = Period.model_validate({"start": "2026-06-01", "end": "2026-06-28"})
KINDS = ("share", "like", "view")


def people(n: int, seed: int) -> Matrix:
    random = np.random.default_rng(seed)
    rates = random.poisson(random.gamma(2, 1, (n, 3)) * 4) / 4
    features = tuple(Feature(f"{kind}.post", f"{kind}s a week", "per week", "use") for kind in KINDS)
    return Matrix(tuple(f"p{i:05d}" for i in range(n)), features, rates, MONTH)


def came(matrix: Matrix, effects: tuple[float, ...], seed: int) -> np.ndarray:
    """Who has the outcome: log odds of `effects` for one standard deviation of log(1 + rate), less one."""
    logs = np.log1p(matrix.values)
    odds = ((logs - logs.mean(axis=0)) / logs.std(axis=0)) @ np.array(effects) - 1
    return np.random.default_rng(seed).random(len(odds)) < 1 / (1 + np.exp(-odds))


def test_a_share_that_says_more_than_a_like_weighs_more():
    matrix = people(2_000, 1)
    found = learnt_weights(matrix, came(matrix, (1.0, 0.4, 0.0), 2), seed=0)
    assert [weight.feature.name for weight in found.weights] == ["share.post", "like.post", "view.post"]
    assert [weight.stands for weight in found.weights] == [True, True, False]
    share, like, _ = found.weights
    assert share.interval.holds(np.exp(1.0))
    assert like.interval.holds(np.exp(0.4))
    assert found.learnt > found.fixed > 0.5


def test_where_nothing_was_planted_weights_are_about_one():
    matrix = people(500, 3)
    found = learnt_weights(matrix, came(matrix, (0.0, 0.0, 0.0), 4), seed=0)
    assert not any(weight.stands for weight in found.weights)
    assert found.learnt == pytest.approx(0.5, abs=0.06)


def test_the_same_seed_gives_the_same_weights():
    matrix = people(300, 5)
    outcome = came(matrix, (1.0, 0.0, 0.0), 6)
    assert learnt_weights(matrix, outcome, seed=1) == learnt_weights(matrix, outcome, seed=1)


def test_too_few_outcomes_are_refused():
    matrix = people(300, 7)
    outcome = np.arange(300) < 29
    with pytest.raises(TooFewPosts, match="29 people with the outcome, and at least 30"):
        learnt_weights(matrix, outcome, seed=0)
    with pytest.raises(TooFewPosts, match="29 people without the outcome"):
        learnt_weights(matrix, ~outcome, seed=0)


def test_no_more_is_weighed_than_outcomes_bear():
    matrix = people(300, 8)
    assert len(learnt_weights(matrix, np.arange(300) % 10 == 0, seed=0).weights) == 3
    assert len(learnt_weights(matrix._replace(values=matrix.values), np.arange(300) < 30, seed=0).weights) == 3


def test_conventions_rise_from_looking_on_to_passing_on():
    assert list(FIXED) == sorted(FIXED)
    told = [fixed_weight(Feature(name, "", "per week")) for name in ("view.a", "like", "posts", "video-share.b", "odd")]
    assert told == [1, 2, 3, 4, 1]
