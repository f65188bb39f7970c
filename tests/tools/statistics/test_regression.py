"""Changes of series, by numbers worked by hand and by simulation."""

import numpy as np
import pytest

from tools.statistics.regression import Changes, changes


def of(values: list[float], weights: list[float] | None = None) -> Changes:
    """Fit a single series to its time 0, 1, 2 ..."""
    length = len(values)
    return changes(np.array([values]), np.arange(length, dtype=float), np.array(weights or [1.0] * length))


def test_a_straight_line_is_found_without_error():
    fit = of([1, 3, 5, 7])
    assert fit.coefficients == pytest.approx([2])
    assert fit.half_widths == pytest.approx([0], abs=1e-6)


def test_slope_and_interval_by_hand():
    # 0, 0, 3 at 0, 1, 2: slope 1.5; residuals .5, -1, .5; variance 1.5 / 1 / 2 = .75; Student's t with 1 degree 12.706
    fit = of([0, 0, 3])
    assert fit.coefficients == pytest.approx([1.5])
    assert fit.squares == pytest.approx([1.5])
    assert fit.half_widths == pytest.approx([12.706 * 0.75**0.5], abs=1e-3)


def test_a_step_is_the_difference_of_weighted_means():
    fit = changes(np.array([[1.0, 4.0, 6.0, 8.0]]), np.array([0.0, 0, 1, 1]), np.array([2.0, 1, 1, 3]))
    assert fit.coefficients == pytest.approx([7.5 - 2])


def test_series_are_fitted_each_by_itself():
    series = np.random.default_rng(0).normal(size=(5, 12))
    together = changes(series, np.arange(12.0), np.ones(12))
    for row, value, half in zip(series, together.coefficients, together.half_widths, strict=True):
        alone = changes(row[None], np.arange(12.0), np.ones(12))
        assert (alone.coefficients[0], alone.half_widths[0]) == pytest.approx((value, half))


@pytest.mark.parametrize("column", [[0.0, 1.0], [1.0, 1.0, 1.0, 1.0]], ids=["two periods", "nothing changes"])
def test_what_cannot_be_told_is_refused(column: list[float]):
    with pytest.raises(ValueError, match="too few"):
        changes(np.ones((1, len(column))), np.array(column), np.ones(len(column)))


@pytest.mark.slow
def test_noise_with_memory_shows_a_false_slope_less_often_than_plain_errors_would():
    random = np.random.default_rng(0)
    noise = random.normal(size=(500, 60))
    for i in range(1, 60):
        noise[:, i] += 0.5 * noise[:, i - 1]
    fit = changes(noise, np.arange(60.0), np.ones(60))
    plain = 2 * np.sqrt(fit.squares / 58 / ((np.arange(60) - 29.5) ** 2).sum())
    assert np.mean(np.abs(fit.coefficients) > fit.half_widths) < 0.15 < np.mean(np.abs(fit.coefficients) > plain)
