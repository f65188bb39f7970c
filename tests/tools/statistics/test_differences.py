"""Differences in differences, by numbers worked by hand and by how often nothing is found."""

from __future__ import annotations

import numpy as np
import pytest

from tools.statistics.differences import Windows, placebos, sloped, stepped

NOISE = np.array([0.1, -0.2, 0.15, -0.05, 0.2, -0.15, -0.05] * 6)
WEEK = Windows(7)


def test_a_step_is_the_later_mean_less_the_earlier():
    gaps = np.where(np.arange(42) >= 20, 2.0, 1.0) + NOISE
    step = stepped(gaps, 21, Windows(7))
    assert step is not None
    assert step.value == pytest.approx((2.0 - (6 * 1.0 + 2.0) / 7) + 0, abs=1e-9)
    clean = stepped(gaps, 20, WEEK)
    assert clean is not None
    assert clean.is_settled


def test_a_series_without_a_step_has_none():
    found = stepped(NOISE, 20, WEEK)
    assert found is not None
    assert found.value == pytest.approx(0)
    assert not found.is_settled


def test_days_skipped_do_not_count():
    gaps = NOISE.copy()
    gaps[20] = 50
    found = stepped(gaps, 20, Windows(7, skipped=1))
    assert found is not None
    assert abs(found.value) < 0.1
    assert found.interval.high < 1


def test_too_few_days_on_a_side_tell_nothing():
    assert stepped(NOISE, 4, WEEK) is None
    gaps = NOISE.copy()
    gaps[20:24] = np.nan
    assert stepped(gaps, 20, WEEK) is None


def test_a_trend_before_the_day_is_seen():
    trend = sloped(NOISE + 0.1 * np.arange(42), 20, 14)
    assert trend is not None
    assert trend.value == pytest.approx(0.1, abs=0.01)
    assert trend.is_settled


def test_placebo_days_keep_away_from_the_event():
    gaps = np.where(np.arange(42) >= 20, 5.0, 0.0)
    assert placebos(gaps, 20, WEEK) == [0.0] * (len(range(7, 14)) + len(range(27, 36)))


@pytest.mark.slow
@pytest.mark.parametrize("memory", [0.0, 0.3, 0.5])
def test_nothing_is_found_in_noise_beyond_the_level(memory: float):
    found = 0
    for seed in range(400):
        shocks = np.random.default_rng(seed).normal(size=40)
        noise = np.zeros(40)
        for day in range(40):
            noise[day] = shocks[day] + (memory * noise[day - 1] if day else 0)
        step = stepped(noise, 18, WEEK)
        found += bool(step and step.is_settled)
    assert found / 400 <= 0.08
