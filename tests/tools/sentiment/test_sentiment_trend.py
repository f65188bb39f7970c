"""Sentiment trend, on series whose course is known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts
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


def test_a_mood_that_rose_and_fell_back_has_a_swing_where_it_has_no_slope():
    # Four weeks: .2, .6, 0, .2. No line fits; from the second week to the third it fell by .6.
    result = ask(days([0.2] * 7 + [0.6] * 7 + [0.0] * 7 + [0.2] * 7))
    assert result.direction == "unclear"
    assert result.swing == (START + timedelta(days=7), START + timedelta(days=14))
    assert result.figure("change.swing").value == pytest.approx(-0.6, abs=0.02)
    said = [sentence.text for sentence in sentiment_trend.say(SentimentTrendQuery(dataset="demo"), result)]
    assert said[0].startswith("Net sentiment fell from +0.60 in the week from 2026-09-14 to +0.00")


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
    assert result.caveats == ("1 day with under 30 posts read reliably is left out.",)
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


def told(rows: list[Row], **columns: object) -> list[Row]:
    return [row | columns for row in rows]


def test_a_competitor_s_change_is_taken_off_the_event_s():
    event = str(START + timedelta(days=7))
    rows = told(days([0.5] * 7 + [0.1] * 7), brand="Acme") + told(days([0.4] * 7 + [0.2] * 7), brand="Bolt")
    result = ask(rows, event=event, control="bolt", filter={"brands": ["Acme"]})
    assert result.figure("change.event").value == pytest.approx(-0.4, abs=0.01)
    assert result.figure("change.difference").value == pytest.approx(-0.2, abs=0.02)
    assert result.figure("net.control.after").value == pytest.approx(0.2, abs=0.01)
    assert result.difference_settled is not None


def test_a_feature_is_looked_at_alone_and_set_against_another():
    facts = FACTS.model_copy(update={"features": ("Smart Agenda", "Live Stream")})
    event = str(START + timedelta(days=7))
    agenda = told(days([0.5] * 7 + [0.0] * 7), text="so the agenda of the day is what it is for us")
    stream = told(days([0.3] * 14), text="so the stream of the day is what it is for us")
    tables = read_posts(agenda + stream, facts=facts)
    asked = SentimentTrendQuery.model_validate(
        {"dataset": "demo", "aspect": "smart agenda", "control": "Live Stream", "event": event, "by": "aspect"}
    )
    result = sentiment_trend.run(asked, tables)
    borne_out(sentiment_trend, asked, result)
    assert result.n_posts == 14 * 40
    assert result.figure("change.difference").value == pytest.approx(-0.5, abs=0.02)
    assert {figure.group["aspect"] for figure in result.figures if "aspect" in figure.group} == {"Smart Agenda"}


def test_each_feature_has_its_velocity_the_fastest_first():
    facts = FACTS.model_copy(update={"features": ("Live Stream", "Smart Agenda")})
    growing = [1 - 2 * min(0.9, 0.05 * 2 ** (day / 4)) for day in range(16)]
    agenda = told(days(growing, each=60), text="so the agenda of the day is what it is for us")
    stream = told(days([0.3] * 16), text="so the stream of the day is what it is for us")
    asked = SentimentTrendQuery(dataset="demo", by="aspect")
    result = sentiment_trend.run(asked, read_posts(agenda + stream, facts=facts))
    text = " ".join(borne_out(sentiment_trend, asked, result))
    named = [figure.group["aspect"] for figure in result.figures if figure.name.startswith("growth.negative.")]
    assert named == ["Smart Agenda", "Live Stream"]
    assert 1.8 < result.figure("growth.negative.smart_agenda").value < 3.6
    assert "Negative posts about Smart Agenda become" in text


def test_a_control_needs_an_event_and_something_else_to_be_compared_with():
    rows = told(days([0.5] * 14), brand="Acme")
    event = {"event": str(START + timedelta(days=7))}
    with pytest.raises(BadRequest, match="needs an event"):
        ask(rows, control="Bolt", filter={"brands": ["Acme"]})
    with pytest.raises(BadRequest, match="'Bolt' can be the control of another brand only"):
        ask(rows, control="Bolt", **event)
    with pytest.raises(MissingData, match="knows no features"):
        ask(rows, control="the agenda", **event)


def ironic(nets: Iterable[float]) -> list[Row]:
    """Posts whose nets are the days', and on each day ten sarcastic ones more that read as praise."""
    meant = [{**row, "sarcasm": 0.1} for row in days(nets)]
    more = [{**row, "sarcasm": 0.8} for row in days([1.0] * len(list(nets)), each=10)]
    return [*meant, *more]


def test_without_sarcasm_the_slope_is_steeper_and_the_answer_says_what_it_is_with_it():
    nets = [0.5 - 0.05 * day for day in range(14)]
    result = ask(ironic(nets), sarcasm="exclude", event=START + timedelta(days=7))
    assert result.figure("slope").value == pytest.approx(-0.35, abs=0.01)
    # Ten of fifty posts a day net to 1, so that the rest weighs four fifths: 0.8 * -0.35.
    assert result.figure("slope.with_sarcasm").value == pytest.approx(-0.28, abs=0.01)
    assert result.figure("change.event").value == pytest.approx(-0.35, abs=0.01)
    assert result.figure("change.event.with_sarcasm").value == pytest.approx(-0.28, abs=0.01)
    assert result.figure("share.sarcastic").value == pytest.approx(0.2)
    assert result.figure(f"net.{START}").label == f"net sentiment on {START}, without likely sarcasm"
    assert (result.n_posts, result.figure("slope.with_sarcasm").n) == (560, 700)


def test_with_sarcasm_the_trend_is_what_it_is_where_nothing_is_left_out():
    rows = ironic([0.5, 0.3, 0.4, 0.2, 0.1])
    left_out, whole = ask(rows, sarcasm="exclude"), ask(rows)
    with_it, slope = left_out.figure("slope.with_sarcasm"), whole.figure("slope")
    assert (with_it.value, with_it.low, with_it.high, with_it.n) == (slope.value, slope.low, slope.high, slope.n)
    assert "share.sarcastic" not in {figure.name for figure in whole.figures}
