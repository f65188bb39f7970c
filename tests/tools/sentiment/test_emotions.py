"""Emotions, on frames whose numbers are worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.facts import Facts
from tools.sentiment.emotions import GOEMOTIONS, VIEWS, EmotionsQuery, EmotionsResult, emotions

TEXT = "a post that is long enough to be shown as typical"
EARLIER = {"start": "2026-09-01", "end": "2026-09-30"}
LATER = {"start": "2026-10-01", "end": "2026-10-31"}


def posts(count: int, *felt: str, **more: object) -> list[Row]:
    return [{"label": "neutral", "text": TEXT, "emotions": [(name, 0.6) for name in felt]} | more] * count


def ask(rows: list[Row], *, facts: Facts = FACTS, **query: object) -> EmotionsResult:
    asked = EmotionsQuery.model_validate({"dataset": "demo"} | query)
    result = emotions.run(asked, read_posts(rows, facts=facts))
    borne_out(emotions, asked, result)
    assert isinstance(result, EmotionsResult)
    return result


def values(result: EmotionsResult, *names: str, stem: str = "share") -> list[float]:
    return [result.figure(f"{stem}.{name}").value for name in names]


def test_ten_angry_and_twenty_joyful_of_fifty_are_two_fifths_joyful():
    result = ask([*posts(10, "anger"), *posts(20, "joy"), *posts(20, "neutral")])
    assert values(result, "joy", "anger", "neutral", "fear") == [0.4, 0.2, 0.4, 0]
    assert result.labels[:2] == ("joy", "anger")
    assert "neutral" not in result.labels
    assert result.figure("share.joy").n == result.n_posts == 50


def test_a_post_with_two_emotions_counts_for_both_and_once_in_a_coarser_view():
    rows = [*posts(15, "anger", "annoyance"), *posts(10, "annoyance", "confusion"), *posts(25, "neutral")]
    assert values(ask(rows), "anger", "annoyance") == [0.3, 0.5]
    assert values(ask(rows, view="ekman"), "anger", "surprise", "none") == [0.5, 0.2, 0.5]
    assert values(ask(rows, view="feedback"), "frustration", "confusion", "none") == [0.5, 0.2, 0.5]


def test_the_share_of_one_of_plutchiks_emotions_is_the_mean_of_its_probabilities():
    rows = [*posts(20, plutchik=[("anger", 0.9), ("joy", 0.1)]), *posts(20, plutchik=[("anger", 0.3), ("joy", 0.7)])]
    assert values(ask(rows, view="plutchik"), "anger", "joy", "trust") == pytest.approx([0.6, 0.4, 0])


def test_only_the_emotions_asked_for_are_shown():
    result = ask([*posts(10, "anger"), *posts(30, "joy")], only=["Anger"])
    assert result.labels == ("anger",)
    assert values(result, "anger") == [0.25]
    said = emotions.say(EmotionsQuery(dataset="demo"), result)
    assert said[0].text.startswith("Share of posts with the emotion: anger 25.0 %")


def test_an_emotion_that_the_view_does_not_have_is_named_with_near_ones():
    with pytest.raises(UnknownName, match="anger"):
        ask(posts(40, "joy"), only=["angr"])


def test_groups_are_split_and_small_ones_left_out():
    rows = [*posts(10, "anger"), *posts(30, "joy"), *posts(30, "anger", platform="reddit")]
    result = ask([*rows, *posts(5, "anger", platform="tiktok")], by="platform")
    assert result.groups == ("x", "reddit")
    assert values(result, "anger.x", "anger.reddit", "joy.reddit") == [0.25, 1, 0]
    assert any("tiktok (5)" in caveat for caveat in result.caveats)


def test_likely_sarcasm_is_left_out_beside_the_whole():
    rows = [*posts(20, "joy", sarcasm=0.1), *posts(10, "joy", sarcasm=0.9), *posts(10, "anger", sarcasm=0.2)]
    result = ask(rows)
    assert values(result, "joy") == [0.75]
    assert values(result, "joy", stem="share_without_sarcasm") == pytest.approx([2 / 3])
    assert values(result, "sarcastic") == [0.25]
    assert result.figure("share_without_sarcasm.joy").n == 30


def test_a_rise_against_the_baseline_is_told_from_one_that_chance_could_make():
    before = [*posts(20, "anger", created_at="2026-09-10"), *posts(180, "neutral", created_at="2026-09-10")]
    after = [*posts(100, "anger"), *posts(2, "joy"), *posts(98, "neutral")]
    result = ask([*before, *after], period=LATER, baseline=EARLIER)
    assert result.moved == ("anger",)
    assert values(result, "anger", stem="baseline") == [0.1]
    assert values(result, "anger", "joy", stem="change") == pytest.approx([0.4, 0.01])
    odds = result.figure("log_odds.anger")
    # 100.5 to 100.5 against 20.5 to 180.5, all but for 200 / 199 in the effective counts.
    assert odds.value == pytest.approx(2.175, abs=0.01)
    assert odds.low is not None
    assert odds.low > 0
    said = emotions.say(EmotionsQuery.model_validate({"dataset": "demo", "baseline": EARLIER}), result)
    assert said[0].text.startswith("Anger rose from 10.0 % to 50.0 %, by +40.0 points")


def test_nothing_moves_where_both_periods_are_alike():
    rows = [*posts(20, "anger"), *posts(20, "joy")]
    earlier = [dict(row, created_at="2026-09-10") for row in rows]
    result = ask([*rows, *earlier], period=LATER, baseline=EARLIER)
    assert result.moved == ()
    assert values(result, "anger", "joy", stem="log_odds") == [0, 0]


def test_a_baseline_needs_a_period_apart_from_it():
    with pytest.raises(BadRequest, match="give the later days"):
        ask(posts(40, "joy"), baseline=EARLIER)
    with pytest.raises(BadRequest, match="share days"):
        ask(posts(40, "joy"), period=LATER, baseline=LATER)


def test_one_loud_author_widens_the_interval():
    alone = [dict(row, author_id="loud") for row in posts(40, "anger")]
    crowd = [dict(row, author_id=f"a{i}") for i, row in enumerate(posts(40, "anger"))]
    others = [dict(row, author_id=f"b{i}") for i, row in enumerate(posts(60, "joy"))]
    loud, broad = (ask([*rows, *others]).figure("share.anger") for rows in (alone, crowd))
    assert loud.value == broad.value == 0.4
    assert loud.high is not None
    assert broad.high is not None
    assert loud.high > broad.high + 0.2


def test_unreliable_readings_do_not_count_but_show_in_the_coverage():
    result = ask([*posts(30, "joy"), *posts(30, "anger", reliable=False)])
    assert values(result, "joy", "anger", "read") == [1, 0, 0.5]


def test_too_few_posts_are_refused():
    with pytest.raises(TooFewPosts, match="Found 29 posts that were read reliably"):
        ask(posts(29, "joy"))


def test_a_reader_without_the_head_is_refused_with_what_to_do():
    with pytest.raises(
        MissingData, match=r"was read by test.*Read them again with the reader that ships: groundswell reread demo"
    ):
        ask(posts(40, "joy"), view="plutchik")


def test_the_readers_own_score_is_told_with_the_shares():
    facts = FACTS.model_copy(update={"reader_scores": {"emotions, GoEmotions held out: macro F1": 0.5033}})
    assert "emotions, GoEmotions held out: macro F1 0.50" in ask(posts(40, "joy"), facts=facts).caveats[0]
    assert "not measured" in ask(posts(40, "joy")).caveats[0]


def test_a_post_that_does_not_have_the_commonest_emotion_is_contrary():
    result = ask([*posts(25, "joy"), *posts(15, "anger")])
    roles = [(post.role, post.group["emotion"]) for post in result.posts]
    assert roles == [("representative", "joy"), ("representative", "anger"), ("contrary", "joy")]
    assert int(result.posts[-1].post_id[2:]) >= 25


def test_the_order_of_rows_does_not_matter():
    rows = [dict(row, post_id=f"p_{i}") for i, row in enumerate([*posts(20, "joy"), *posts(20, "anger", "fear")])]
    assert ask(rows, by="platform") == ask(rows[::-1], by="platform")


def test_every_label_of_a_coarser_view_stands_for_labels_that_are_read():
    read = {*GOEMOTIONS, "neutral"}
    for name in ("goemotions", "ekman", "feedback"):
        assert {member for members in VIEWS[name].labels.values() for member in members} <= read
