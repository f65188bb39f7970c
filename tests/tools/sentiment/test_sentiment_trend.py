"""Sentiment trend, on series whose course is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, TooFewPosts
from tools.sentiment.sentiment_trend import SentimentTrendQuery, SentimentTrendResult, sentiment_trend

START = date(2026, 9, 7)  # a Monday
TEXT = "a post that is long enough to be shown as typical"


def days(nets: Iterable[float], *, each: int = 40, start: date = START) -> list[Row]:
    """`each` posts a day, without neutral ones, that net to the day's value."""
    rows: list[Row] = []
    for day, net in enumerate(nets):
        positive = round(each * (1 + net) / 2)
        at = f"{start + timedelta(days=day)}T12:00:00+00:00"
        rows += [
            {"label": "positive" if i < positive else "negative", "created_at": at, "text": TEXT} for i in range(each)
        ]
    return rows


def ask(rows: list[Row], **query: object) -> SentimentTrendResult:
    asked = SentimentTrendQuery.model_validate({"dataset": "demo"} | query)
    result = sentiment_trend.run(asked, read_posts(rows))
    borne_out(sentiment_trend, asked, result)
    assert isinstance(result, SentimentTrendResult)
    return result


def test_a_mood_that_falls_by_a_twentieth_a_day_falls_by_seven_twentieths_a_week():
    result = ask(days([0.5 - 0.05 * day for day in range(14)]))
    slope = result.figure("slope")
    assert slope.value == pytest.approx(-0.35, abs=0.01)
    assert result.direction == "falling"
    assert result.figure("change.period").value == pytest.approx(-0.65, abs=0.01)
    assert (result.every, result.n_posts) == ("day", 560)


def test_a_steady_mood_is_unclear_not_rising():
    result = ask(days([0.1, 0.0, 0.1, 0.05, 0.0, 0.1, 0.05, 0.1, 0.0, 0.05]))
    assert result.direction == "unclear"
    assert result.turns == ()
    said = [sentence.text for sentence in sentiment_trend.say(SentimentTrendQuery(dataset="demo"), result)]
    assert said[0].startswith("No trend stands out from chance")


def test_a_step_is_a_turn_on_its_first_day():
    result = ask(days([0.4] * 12 + [-0.4] * 12))
    assert result.turns == (START + timedelta(days=12),)
    assert result.figure(f"change.{result.turns[0]}").value == pytest.approx(-0.8, abs=0.01)


def test_a_straight_slide_is_no_turn():
    assert ask(days([0.6 - 0.05 * day for day in range(24)])).turns == ()


def test_before_and_after_an_event_by_hand():
    event = START + timedelta(days=7)
    result = ask(days([0.5] * 7 + [0.1] * 7), event=event.isoformat())
    assert result.figure("net.before").value == pytest.approx(0.5, abs=0.01)
    assert result.figure("net.after").value == pytest.approx(0.1, abs=0.01)
    change = result.figure("change.event")
    assert change.value == pytest.approx(-0.4, abs=0.01)
    assert result.event_changed
    assert change.high is not None
    assert change.high < 0
    assert any("not proof" in caveat for caveat in result.caveats)


def test_an_event_outside_the_data_is_refused_with_the_days_there_are():
    with pytest.raises(BadRequest, match="from 2026-09-07 to 2026-09-20 only, none from 2026-10-01"):
        ask(days([0.5] * 14), event="2026-10-01")


def test_weeks_are_cut_at_the_event():
    event = START + timedelta(days=10)  # a Thursday
    result = ask(days([0.5] * 10 + [0.0] * 14, each=10), event=event.isoformat(), every="week")
    starts = [figure.group["week"] for figure in result.figures if "week" in figure.group]
    assert event.isoformat() in starts
    assert result.figure("net.before").n == 100


def test_thin_days_become_weeks():
    result = ask(days([0.2] * 28, each=8))
    assert result.every == "week"
    assert result.figure("net.2026-09-07").n == 56


def test_thin_periods_are_left_out_and_counted():
    result = ask(days([0.2] * 10) + days([0.2], each=10, start=START + timedelta(days=10)))
    assert result.caveats == ("1 days with under 30 posts read reliably are left out.",)
    assert "net.2026-09-17" not in {figure.name for figure in result.figures}


def test_two_periods_make_no_trend():
    with pytest.raises(TooFewPosts, match="Found 2 weeks with 30 posts that were read reliably, and at least 3"):
        ask(days([0.2] * 14, each=5), every="week")


def test_the_order_of_rows_and_other_brands_do_not_matter():
    rows = [dict(row, post_id=f"p_{i}", brand="Acme") for i, row in enumerate(days([0.4] * 8 + [0.0] * 8))]
    others = [dict(row, post_id=f"q_{i}", brand="Bolt") for i, row in enumerate(days([0.0] * 16))]
    only = {"filter": {"brands": ["Acme"]}}
    assert ask(rows, **only) == ask(others + rows[::-1], **only)


def test_the_readers_error_widens_the_slope():
    borrowed = FACTS.reader_error.model_copy(
        update={"borrowed": True, "confusion": ((80, 15, 5), (10, 80, 10), (5, 15, 80))}
    )
    rows = days([0.3 - 0.02 * day for day in range(14)])
    query = SentimentTrendQuery(dataset="demo")
    plain = sentiment_trend.run(query, read_posts(rows)).figure("slope")
    wide = sentiment_trend.run(
        query, read_posts(rows, facts=FACTS.model_copy(update={"reader_error": borrowed}))
    ).figure("slope")
    assert wide.value < plain.value < 0  # what misreading hid is put back
    assert wide.high - wide.low > plain.high - plain.low
