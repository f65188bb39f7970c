"""Velocity of negative talk, on series whose growth is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tools.sentiment.velocity import Velocity, figures, velocity

START = date(2026, 9, 7)


def found(negative: list[float], read: list[float] | None = None, **more: int) -> Velocity | None:
    heard = read or [100.0] * len(negative)
    days = {
        START + timedelta(days=i): (round(n), round(ill))
        for i, (n, ill) in enumerate(zip(heard, negative, strict=True))
    }
    return velocity(days, **more)


def shown(one: Velocity | None, feature: str = "") -> dict[str, float]:
    assert one is not None
    return {figure.name: figure.value for figure in figures({feature: one})}


def test_what_doubles_in_a_week_doubles_in_seven_days():
    values = shown(found([64 * 2 ** (day / 7) for day in range(21)], [1000.0] * 21))
    assert values["growth.negative"] == pytest.approx(2, abs=0.01)
    assert values["growth.share"] == pytest.approx(2, abs=0.01)
    assert values["doubling.negative"] == pytest.approx(7, abs=0.05)


def test_more_talk_of_every_kind_is_no_growth_of_the_share():
    read = [100 * 2 ** (day / 7) for day in range(21)]
    values = shown(found([n / 4 for n in read], read))
    assert values["growth.negative"] == pytest.approx(2, abs=0.02)
    assert values["growth.share"] == pytest.approx(1, abs=0.02)


def test_a_steady_count_has_no_doubling_time():
    values = shown(found([10.0] * 14))
    assert values == {"growth.negative": pytest.approx(1), "growth.share": pytest.approx(1)}


def test_days_without_posts_count_for_the_posts_and_not_for_the_share():
    posts = {START + timedelta(days=2 * i): (100, 10) for i in range(10)}
    one = velocity(posts)
    assert one is not None
    assert (one.n, one.share.rate) == (100, pytest.approx(0, abs=1e-9))
    assert abs(one.posts.rate) < 0.02


def test_too_little_gives_none():
    assert found([10.0] * 6) is None
    assert found([1.0] * 19) is None
    assert velocity({}) is None


def test_many_comparisons_widen_the_interval():
    alone, among = found([10.0, 12] * 7), found([10.0, 12] * 7, comparisons=10)
    assert alone is not None
    assert among is not None
    assert among.posts.interval.high > 1.3 * alone.posts.interval.high
    assert among.posts.rate == alone.posts.rate


def test_a_feature_names_its_figures():
    assert "growth.negative.ai_agenda" in shown(found([10.0] * 14), "AI Agenda")
