"""Effects: intervals held against published numbers, against SciPy, and against the test that they invert."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize
from scipy.stats import ttest_ind

from tools.statistics.effects import Moments, effect_of_means, effect_of_shares, moments

arms = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_published_example_comes_out():
    # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II: 56/70 against 48/80, Miettinen & Nurminen.
    effect = effect_of_shares((56, 70), (48, 80))
    assert effect.difference == pytest.approx(0.2)
    assert effect.interval == pytest.approx((0.0528, 0.3382), abs=5e-5)


def test_the_restricted_shares_are_the_likeliest_of_that_difference():
    # The edge of the interval by brute force: the likelihood is maximised numerically instead of in closed form.
    (x1, n1), (x0, n0) = (9, 40), (4, 50)

    def score(delta: float) -> float:
        def unlikely(p0: float) -> float:
            p1 = p0 + delta
            return -(x1 * np.log(p1) + (n1 - x1) * np.log(1 - p1) + x0 * np.log(p0) + (n0 - x0) * np.log(1 - p0))

        low, high = max(1e-9, -delta + 1e-9), min(1 - 1e-9, 1 - delta - 1e-9)
        p0 = optimize.minimize_scalar(unlikely, bounds=(low, high), method="bounded", options={"xatol": 1e-12}).x
        p1 = p0 + delta
        spread = np.sqrt((p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * (n1 + n0) / (n1 + n0 - 1))
        return float((x1 / n1 - x0 / n0 - delta) / spread)

    found = effect_of_shares((x1, n1), (x0, n0)).interval
    assert score(found.low) == pytest.approx(1.959964, abs=1e-4)
    assert score(found.high) == pytest.approx(-1.959964, abs=1e-4)


@given(arms, arms)
def test_difference_ratio_and_chance_never_contradict_each_other(treated: tuple[int, int], control: tuple[int, int]):
    effect = effect_of_shares(treated, control)
    assert -1 <= effect.interval.low <= effect.difference + 1e-9
    assert effect.difference - 1e-9 <= effect.interval.high <= 1
    if abs(effect.chance - 0.05) > 1e-3:
        assert effect.is_settled == (effect.chance < 0.05)
        if effect.ratio_interval is not None:
            assert effect.ratio_interval.holds(1) == (effect.chance > 0.05)


@given(arms, arms)
def test_changing_sides_changes_the_sign(one: tuple[int, int], other: tuple[int, int]):
    there, back = effect_of_shares(one, other), effect_of_shares(other, one)
    assert (back.difference, back.chance) == pytest.approx((-there.difference, there.chance))
    assert (back.interval.low, back.interval.high) == pytest.approx(
        (-there.interval.high, -there.interval.low), abs=1e-6
    )


def test_nobody_and_everybody_have_an_interval_too():
    assert effect_of_shares((0, 30), (0, 30)).interval.holds(0)
    everybody = effect_of_shares((30, 30), (0, 30))
    assert everybody.interval.high == 1
    assert (everybody.ratio, everybody.ratio_interval) == (None, None)
    assert effect_of_shares((0, 30), (5, 30)).ratio == 0


def test_means_are_compared_as_scipy_does():
    random = np.random.default_rng(0)
    one, other = random.gamma(1, 10, 200), random.gamma(1, 12, 150)
    effect, welch = effect_of_means(moments(one), moments(other)), ttest_ind(one, other, equal_var=False)
    assert effect.chance == pytest.approx(welch.pvalue)
    assert effect.interval == pytest.approx(tuple(welch.confidence_interval()))
    assert effect.ratio == pytest.approx(one.mean() / other.mean())


@given(*[st.builds(Moments, st.integers(5, 500), st.floats(0.5, 50), st.floats(0.1, 100)) for _ in range(2)])
def test_the_ratio_of_means_leaves_out_one_where_the_difference_leaves_out_nothing(one: Moments, other: Moments):
    effect = effect_of_means(one, other)
    if effect.ratio_interval is not None and abs(effect.chance - 0.05) > 1e-6:
        assert effect.ratio_interval.holds(1) == effect.interval.holds(0)


def test_a_control_not_told_from_nothing_has_no_ratio_interval():
    effect = effect_of_means(Moments(10, 5, 4), Moments(10, 0.1, 100))
    assert effect.ratio == pytest.approx(50)
    assert effect.ratio_interval is None


def test_values_that_never_vary_are_compared_as_they_are():
    assert effect_of_means(Moments(10, 2, 0), Moments(10, 1, 0)).chance == 0
    assert effect_of_means(Moments(10, 1, 0), Moments(10, 1, 0)).chance == 1


def test_empty_arms_are_refused():
    with pytest.raises(ValueError, match="0"):
        effect_of_shares((0, 0), (1, 10))
    with pytest.raises(ValueError, match="1"):
        effect_of_means(Moments(1, 1, 0), Moments(10, 1, 1))
