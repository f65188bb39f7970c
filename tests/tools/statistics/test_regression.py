"""Weighted fit, by numbers worked by hand and by simulation."""

import numpy as np
import pytest

from tools.statistics.regression import weighted_fit


def line(periods: int) -> np.ndarray:
    return np.column_stack([np.ones(periods), np.arange(periods, dtype=float)])


def test_a_straight_line_is_found_without_error():
    fit = weighted_fit(np.array([1.0, 3.0, 5.0, 7.0]), line(4), np.ones(4))
    assert fit.coefficients == pytest.approx([1, 2])
    assert fit.half_widths == pytest.approx([0, 0], abs=1e-9)


def test_slope_and_interval_by_hand():
    # 0, 0, 3 at 0, 1, 2: slope 1.5; residuals .5, -1, .5; s2 = 1.5 / 1; variance 1.5 / 2 = .75
    fit = weighted_fit(np.array([0.0, 0.0, 3.0]), line(3), np.ones(3))
    assert fit.coefficients[1] == pytest.approx(1.5)
    assert fit.squares == pytest.approx(1.5)
    # Student's t with one degree of freedom is 12.706; the Newey-West half is smaller here.
    assert fit.half_widths[1] == pytest.approx(12.706 * 0.75**0.5, abs=1e-3)


def test_a_period_of_double_weight_counts_as_two():
    once = weighted_fit(np.array([0.0, 1.0, 5.0]), line(3), np.array([1.0, 1.0, 2.0]))
    design = np.vstack([line(3), line(3)[2:]])
    twice = weighted_fit(np.array([0.0, 1.0, 5.0, 5.0]), design, np.ones(4))
    assert once.coefficients == pytest.approx(twice.coefficients)


def test_two_periods_cannot_tell_a_line():
    with pytest.raises(ValueError, match="2 periods cannot tell 2 coefficients"):
        weighted_fit(np.array([0.0, 1.0]), line(2), np.ones(2))


@pytest.mark.slow
def test_noise_with_memory_shows_a_false_slope_less_often_than_plain_errors_would():
    random = np.random.default_rng(0)
    found, plainly = 0, 0
    for _ in range(500):
        noise = random.normal(size=60)
        for i in range(1, 60):
            noise[i] += 0.5 * noise[i - 1]
        fit = weighted_fit(noise, line(60), np.ones(60))
        classical = fit.squares / 58 / ((np.arange(60) - 29.5) ** 2).sum()
        found += abs(fit.coefficients[1]) > fit.half_widths[1]
        plainly += abs(fit.coefficients[1]) > 2 * classical**0.5
    assert found / 500 < 0.15 < plainly / 500
