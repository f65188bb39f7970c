"""Alarms, on series whose spike is planted."""

from __future__ import annotations

import numpy as np

from tools.statistics.alarms import alarms
from tools.statistics.seasons import seasons

TIMES = np.datetime64("2026-10-05T00:00:00", "s") + np.arange(12 * 24 * 10) * np.timedelta64(300, "s")
HOUR = (TIMES - TIMES.astype("datetime64[D]")).astype("timedelta64[s]").astype(int) // 3600
CALM = np.random.default_rng(5).poisson(np.where(HOUR < 7, 2.0, 10.0)).astype(float)


def test_a_calm_series_raises_none():
    assert alarms(CALM, TIMES, per_hour=12) == []


def test_a_spike_raises_one_alarm_within_the_hour():
    counts = CALM.copy()
    start = 12 * 24 * 8
    counts[start : start + 30] += 60
    (alarm,) = alarms(counts, TIMES, per_hour=12)
    assert start <= alarm < start + 12


def test_the_morning_of_every_day_is_no_alarm_but_the_same_volume_at_night_is():
    counts = CALM.copy()
    night = 12 * (24 * 8 + 3)
    counts[night : night + 12] = 12.0
    (alarm,) = alarms(counts, TIMES, per_hour=12)
    assert night <= alarm < night + 12


def test_what_comes_later_changes_no_alarm():
    counts = CALM.copy()
    counts[12 * 24 * 5 : 12 * 24 * 5 + 24] += 80
    whole = alarms(counts, TIMES, per_hour=12)
    half = 12 * 24 * 7
    assert alarms(counts[:half], TIMES[:half], per_hour=12) == [alarm for alarm in whole if alarm < half]


def test_nothing_is_said_in_the_first_two_days():
    counts = CALM.copy()
    counts[12 * 30 : 12 * 32] += 500
    assert all(alarm >= 12 * 48 for alarm in alarms(counts, TIMES, per_hour=12))


def test_seasons_need_a_history():
    hours = np.datetime64("2026-10-05", "h") + np.arange(24 * 20)
    assert [len(seasons(hours[:count], "hour")) for count in (12, 48, 24 * 14)] == [0, 1, 2]
    monday = seasons(hours[: 24 * 14].astype("datetime64[s]"), "hour")
    assert (int(monday[0][5]), int(monday[1][0]), int(monday[1][24 * 6])) == (5, 0, 6)
    days = np.datetime64("2026-10-05") + np.arange(40)
    assert [len(seasons(days[:count], "day")) for count in (27, 28)] == [0, 1]
