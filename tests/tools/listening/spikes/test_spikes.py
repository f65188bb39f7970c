"""Spikes, on days and hours whose bursts and causes are planted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts
from tools.listening.spikes.spikes import SpikesQuery, SpikesResult, spikes

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday


def code(number: int) -> str:
    """Two letters, too short to count as a word, that keep a post from being a copy."""
    return chr(97 + number // 26 % 26) + chr(97 + number % 26)


def posts(
    day: float, count: int, words: str = "they ran another workshop", *, mark: str = "", **columns: object
) -> list[Row]:
    at = START + timedelta(days=day, hours=12)
    return [
        {
            "post_id": f"p_{mark}{day:05.2f}_{i:03d}",
            "author_id": f"a{mark}{i}",
            "created_at": (at + timedelta(seconds=i)).isoformat(),
            "text": f"so today {words} {code(23 * int(day) + i)}",
            "platform": ("x", "reddit")[i % 2],
            "label": ("neutral", "positive", "negative")[i % 3],
        }
        | columns
        for i in range(count)
    ]


def calm(days: int = 30) -> list[Row]:
    """Eighteen to twenty-two posts a day."""
    return [row for day in range(days) for row in posts(day, 18 + (day * 7) % 5)]


def burst(day: int = 20, count: int = 60, **columns: object) -> list[Row]:
    return posts(day + 0.1, count, "the login crashes again", mark="b", **columns)


def ask(rows: list[Row], **query: object) -> SpikesResult:
    asked = SpikesQuery.model_validate({"dataset": "demo"} | query)
    result = spikes.run(asked, read_posts(rows))
    borne_out(spikes, asked, result)
    assert isinstance(result, SpikesResult)
    return result


def sentences(rows: list[Row], **query: object) -> str:
    asked = SpikesQuery.model_validate({"dataset": "demo"} | query)
    return " ".join(sentence.text for sentence in spikes.say(asked, spikes.run(asked, read_posts(rows))))


def test_a_burst_is_found_on_its_day_with_its_words():
    result = ask(calm() + burst())
    (spike,) = result.spikes
    assert (spike.kind, spike.start, spike.end) == ("spike", "2026-09-27", "2026-09-27")
    assert {"login", "crashes"} <= set(spike.words)
    assert not spike.one_author
    assert result.figure("observed.2026-09-27").value == 60 + 18  # day 20: 18 + 140 % 5
    expected = result.figure("expected.2026-09-27")
    assert expected.value == pytest.approx(20, abs=1.5)
    assert expected.low < 20 < expected.high
    assert result.figure("ratio.2026-09-27").value == pytest.approx(78 / expected.value, rel=0.01)
    assert result.figure("share.2026-09-27.word.login").value == pytest.approx(60 / 78)
    assert result.figure("elsewhere.2026-09-27.word.login").value == 0


def test_a_calm_month_has_none_and_says_what_was_looked_at():
    result = ask(calm())
    assert (result.spikes, result.found, result.looked_at) == ((), 0, 30)
    text = sentences(calm())
    assert text.startswith("No spike or dip of posts stands out from chance: 30 days from 2026-09-07 to 2026-10-06")
    needed = result.figure("needed").value
    assert 30 <= needed <= 50
    assert ask(calm() + posts(15.5, int(needed) + 5 - 18, mark="n")).found == 1


def test_typical_posts_come_first_and_one_without_its_words_disagrees():
    result = ask(calm() + burst())
    roles = [(post.role, post.post_id[:3]) for post in result.posts]
    assert roles == [("representative", "p_b")] * 3 + [("contrary", "p_2")]


def test_a_burst_of_one_author_is_said_to_be_that():
    rows = calm() + burst(author_id="loud")
    (spike,) = ask(rows).spikes
    assert spike.one_author
    assert "without that one it would not stand out" in sentences(rows)
    assert ask(rows).figure("loudest.2026-09-27").value == pytest.approx(60 / 78)


def test_copies_are_counted():
    rows = calm() + [
        row | {"text": f"buy the cheap giftcard now https://w.example/{i}"} for i, row in enumerate(burst())
    ]
    result = ask(rows)
    assert result.figure("copies.2026-09-27").value == 59
    assert any("Copies count" in caveat for caveat in result.caveats)


def test_the_platform_that_moved_is_named():
    result = ask(calm() + burst(platform="reddit"))
    assert result.spikes[0].platform == "reddit"
    assert result.figure("share.2026-09-27.platform").value == pytest.approx((60 + 9) / 78)


def test_neighbouring_days_are_one_window():
    (spike,) = ask(calm() + burst(20) + burst(21)).spikes
    assert (spike.start, spike.end) == ("2026-09-27", "2026-09-28")


def test_silence_is_a_dip_but_not_on_the_last_day():
    rows = [row for row in calm() if not str(row["post_id"]).startswith("p_12.")]
    (dip,) = ask(rows).spikes
    assert (dip.kind, dip.start, dip.words) == ("dip", "2026-09-19", ())
    assert ask(rows, kind="spike").spikes == ()
    assert ask(calm(29) + posts(29, 1)).spikes == ()


def test_a_burst_below_the_floor_is_none():
    rows = [row for day in range(30) for row in posts(day, 2)] + burst(20, 12)
    assert ask(rows).found == 1
    assert ask(rows, floor=20).found == 0


def test_the_baseline_uses_days_outside_the_period_and_looks_at_none_of_them():
    rows = calm() + burst(20) + burst(8)
    result = ask(rows, period={"start": "2026-09-25", "end": "2026-09-29"})
    assert [spike.start for spike in result.spikes] == ["2026-09-27"]
    assert result.looked_at == 5
    assert result.figure("expected.2026-09-27").value == pytest.approx(20, abs=1.5)


def test_a_word_has_a_series_of_its_own():
    rows = calm() + burst(20, 15)
    sometimes = [row for day in range(30) for row in posts(day + 0.2, 1, "the login works", mark="l")]
    with pytest.raises(TooFewPosts, match="Found 15 posts"):
        ask(rows, filter={"text": "login"})
    assert ask(sometimes + rows, filter={"text": "login"}).spikes[0].start == "2026-09-27"


def test_hours_are_found_in_their_own_time_zone():
    facts = FACTS.model_copy(update={"time_zone": "Europe/Berlin"})
    rows = [
        row | {"created_at": (START + timedelta(hours=hour, seconds=i)).isoformat(), "post_id": f"p_{hour}_{i}"}
        for hour in range(24 * 6)
        for i, row in enumerate(posts(hour, 4 if hour % 24 < 8 else 8))
    ]
    asked = SpikesQuery(dataset="demo", every="hour")
    at = START + timedelta(days=4, hours=3)
    more = [row | {"created_at": (at + timedelta(seconds=i)).isoformat()} for i, row in enumerate(burst(4, 40))]
    (spike,) = spikes.run(asked, read_posts(rows + more, facts=facts)).spikes
    assert (spike.start, spike.end) == ("2026-09-11T05:00", "2026-09-11T05:00")
    assert spike.words[:2] == ("crashes", "login")


def test_a_sour_day_is_a_spike_of_negative_share_told_by_negative_posts():
    rows = [row for day in range(30) for row in posts(day, 60)] + burst(20, 60, label="negative")
    result = ask(rows, measure="negative_share")
    (spike,) = result.spikes
    assert {"login", "crashes"} <= set(spike.words)
    change = result.figure("change.2026-09-27")
    assert change.value == pytest.approx(80 / 120 - 1 / 3, abs=0.02)
    assert change.low is not None
    assert change.low > 0.1
    assert ask(rows, measure="net_sentiment").spikes[0].kind == "dip"


def test_a_post_that_everybody_likes_is_a_spike_of_interactions_by_one_author():
    rows = [row | {"likes": 3} for row in calm()] + posts(20.2, 1, "won the very big prize", mark="v", likes=5000)
    (spike,) = ask(rows, measure="interactions").spikes
    assert (spike.start, spike.one_author) == ("2026-09-27", True)
    assert ask(rows, measure="interactions").posts[0].post_id.startswith("p_v")


def test_the_order_of_rows_does_not_matter():
    rows = calm() + burst()
    assert ask(rows) == ask(rows[::-1])


def test_ten_days_are_too_short_a_history_by_day_and_enough_by_hour():
    with pytest.raises(TooFewPosts, match=r"Found 10 days of history, and at least 14.*ask by hour"):
        ask(calm(10), every="day")
    assert ask(calm(10)).every == "hour"
    with pytest.raises(TooFewPosts, match="hours of history"):
        ask(calm(2))


def test_a_period_without_data_is_refused():
    with pytest.raises(BadRequest, match="run from 2026-09-07 to 2026-10-06"):
        ask(calm(), period={"start": "2025-01-01", "end": "2025-01-31"})


def test_interactions_that_nobody_counted_are_missing():
    with pytest.raises(MissingData, match="says nothing about interactions"):
        ask(calm(), measure="interactions")
