"""Heterogeneity, by hand."""

from __future__ import annotations

from math import erfc, sqrt

import pytest

from tools.statistics.heterogeneity import Estimate, contrast, interaction_chance, pooled, share_effect


def test_two_effects_differ_as_their_contrast_does():
    one, other = Estimate(0.2, 0.003), Estimate(0.0, 0.001)
    # 0.2 / sqrt(0.004) = 3.162 standard errors; Q of two is its square, with one degree of freedom.
    assert contrast(one, other).chance == pytest.approx(erfc(0.2 / sqrt(0.004) / sqrt(2)))
    assert interaction_chance([one, other]) == pytest.approx(contrast(one, other).chance)
    assert contrast(one, other).interval.low == pytest.approx(0.2 - 1.959964 * sqrt(0.004))


def test_effects_that_are_the_same_do_not_differ():
    assert interaction_chance([Estimate(0.1, 0.01), Estimate(0.1, 0.02), Estimate(0.1, 0.5)]) == 1


def test_the_surer_effect_counts_for_more():
    assert pooled([Estimate(0.3, 0.01), Estimate(0.0, 0.02)]) == pytest.approx((0.2, 1 / 150))


def test_shares_of_nobody_have_a_variance_too():
    effect = share_effect((0, 30), (0, 30))
    # With one added on either side: 1/32 x 31/32 / 32, twice.
    assert (effect.value, effect.variance) == pytest.approx((0, 2 * (1 / 32) * (31 / 32) / 32))
