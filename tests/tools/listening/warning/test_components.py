"""Components of a day, on courses of counts that a head can hold."""

from __future__ import annotations

from datetime import date, timedelta
from math import log

import numpy as np
import pytest

from tools.listening.warning.components import Scored, day_at, scored
from tools.listening.warning.course import Course
from tools.listening.warning.early_warning import severity_at
from tools.listening.warning.usual import loudest_aside, usual


def course(voices: list[float], *, others: float = 30, praise: float = 20, **more: list[float]) -> Course:
    """Voices of each day; on one of two platforms, as many others heard each day, and what else is given."""
    told = np.array(voices, dtype=float)
    zeros = np.zeros(len(told))
    columns = {name: np.array(more.get(name, zeros), dtype=float) for name in ("grave", "loud", "reshares")}
    columns["praise"] = np.array(more.get("praised", zeros + praise), dtype=float)
    return Course(
        days=tuple(date(2026, 9, 7) + timedelta(days=i) for i in range(len(told))),
        heard=told + np.array(more.get("rest", zeros + others), dtype=float),
        voices=told,
        posts=told,
        copies=zeros,
        by_bots=zeros,
        most=np.minimum(told, 1),
        unread=zeros,
        platforms={"x": told / 2, "reddit": told / 2},
        audience=1000.0,
        **columns,
    )


def last(course: Course) -> Scored:
    place = len(course.days) - 1
    return scored(day_at(course, place), usual(course, place))


def severity(course: Course) -> int:
    return severity_at(course, len(course.days) - 1).severity


STEADY = [10.0, 11, 12] * 10


def test_a_steady_month_is_0_throughout():
    found = last(course(STEADY))
    assert not found.beyond
    assert set(found.parts.values()) == {0}


def test_volume_is_the_logarithm_of_the_ratio_between_one_and_a_half_and_six():
    expected = usual(course([*STEADY, 33]), 30).day.voices
    assert expected == pytest.approx(11, abs=0.3)
    found = last(course([*STEADY, 33]))
    assert found.parts["volume"] == pytest.approx(log(33 / expected / 1.5) / log(6 / 1.5))
    assert last(course([*STEADY, 66.2])).parts["volume"] == pytest.approx(1, abs=0.02)
    assert last(course([*STEADY, 90])).parts["volume"] == 1


def test_share_counts_what_is_surely_above_the_usual():
    # Half of 100 heard complain, usually 11 of 41; one voice in two varies less than it did: 11 / 41 x 30 / 41.
    due = usual(course([*STEADY, 50], rest=[30.0] * 30 + [50]), 30).day
    assert due.share == pytest.approx(11 / 41, abs=0.005)
    found = last(course([*STEADY, 50], rest=[30.0] * 30 + [50]))
    sure = 0.5 - 2.33 * (due.spread / 100) ** 0.5 - due.share
    assert found.parts["share"] == pytest.approx(sure / 0.3, rel=1e-6)
    assert 0.3 < (found.parts["share"] or 0) < 0.5


def test_praise_brings_complaints_along():
    feast = {"praised": [20.0] * 30 + [200], "rest": [30.0] * 30 + [210]}
    assert last(course([*STEADY, 40], **feast)).parts["volume"] == 0
    news = {"praised": [20.0] * 31, "rest": [30.0] * 30 + [210]}
    assert (last(course([*STEADY, 40], **news)).parts["volume"] or 0) > 0.4, "neutral posts do not"


def test_velocity_is_full_at_two_days_and_none_where_it_is_over():
    assert last(course([*STEADY[:27], 12, 24, 48, 96])).parts["velocity"] == 1
    assert last(course([*STEADY[:27], 12, 24, 96, 24])).parts["velocity"] == 0, "a quarter of the day before"
    slow = [10 * 2 ** (max(i - 18, 0) / 6) for i in range(32)]
    assert 0.2 < (last(course(slow)).parts["velocity"] or 0) < 0.6  # doubles in six days


def test_gravity_is_of_those_who_complain():
    quiet = last(course([*STEADY, 60], grave=[0.0] * 31)).parts["gravity"]
    loud = last(course([*STEADY, 60], grave=[0.0] * 30 + [60])).parts["gravity"]
    always = last(course([*STEADY, 60], grave=[*STEADY, 60])).parts["gravity"]
    assert (quiet, loud, always) == (0, 1, 0)


def test_a_few_grave_voices_are_more_than_calm():
    usual_day = course([*STEADY, 12], grave=[0.0] * 30 + [4])
    assert not last(usual_day).beyond
    assert last(course([*STEADY, 12], grave=[0.0] * 30 + [5])).beyond
    assert not last(course([*STEADY, 12], grave=[5.0] * 31)).beyond, "as every day"


def test_a_week_of_grave_voices_counts_where_a_day_is_too_few():
    day = last(course([*STEADY, 12], grave=[0.0] * 30 + [4])).parts["gravity"] or 0
    week = last(course([*STEADY, 12], grave=[0.0] * 24 + [4] * 7)).parts["gravity"] or 0
    assert week > 1.3 * day


def test_influence_needs_more_than_the_usual_number():
    seldom = [0.0] * 30
    assert last(course([*STEADY, 60], loud=[*seldom, 2])).parts["influence"] == pytest.approx((2 - 0.5 / 31) / 3)
    assert last(course([*STEADY, 60], loud=[2.0] * 31)).parts["influence"] == 0


def test_spread_is_half_platforms_half_reshares():
    two = last(course([*STEADY, 60]))
    assert two.risen == ("x", "reddit")
    assert two.parts["spread"] == pytest.approx(0.25)
    shared = [*STEADY, 66 * 11]  # one a voice, then eleven a voice
    assert last(course([*STEADY, 60], reshares=shared)).parts["spread"] == pytest.approx(0.75)


def test_the_loudest_day_of_the_week_is_left_aside():
    assert list(loudest_aside(course([1, 2, 3, 4, 9, 6, 7, 8]), 7)) == [1, 2, 3, 5, 6, 7]
    echo = last(course([*STEADY, 90, 11, 12, 10]))
    assert not echo.beyond, "a spike is not told again"


def test_a_slow_row_moves_the_week():
    found = last(course([*STEADY, 15, 16, 18, 19, 21, 22, 24, 25, 27, 28, 27, 29]))
    assert found.weekly
    assert found.beyond


def test_loud_weekends_are_usual_after_four_weeks():
    loud = [10.0, 11, 9, 10, 12, 40, 42] * 6
    assert severity(course(loud[:41])) == 1  # a Saturday
    assert severity(course([*loud[:38], 41])) >= 2  # a Thursday


def test_an_earlier_crisis_does_not_become_the_rule():
    grave = [0.0] * 25 + [80] + [0.0] * 5 + [40]
    once = course([*STEADY[:25], 11, *STEADY[:5], 60], grave=[0.0] * 31 + [40])
    twice = course([*STEADY[:25], 120, *STEADY[:5], 60], grave=grave)
    assert severity(twice) == severity(once) >= 3


def test_nobody_complaining_is_calm():
    assert severity(course([0.0] * 20)) == 1
    assert severity(course([*STEADY, 0])) == 1
