"""Emerging topics, on two weeks in which something is planted, or nothing is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.tools.conftest import Row
from tests.tools.listening.topics.planted import WORDS, asking, talk
from tools.errors import BadRequest, TooFewPosts
from tools.listening.topics.emerging_topics import EmergingTopicsResult, emerging_topics


def every_day(topic: str, days: range, count: int, **more: object) -> list[Row]:
    return [row for day in days for row in talk(topic, count, day=day, **more)]  # type: ignore[arg-type]


FIRST, SECOND = range(7), range(7, 14)
CALM = [*every_day("agenda", range(14), 8), *every_day("parking", range(14), 6)]
GROWING = [*CALM, *every_day("privacy", FIRST, 1), *every_day("privacy", SECOND, 6)]


ASK = asking(emerging_topics, number=3)


def ask(rows: Sequence[Row], **query: object) -> EmergingTopicsResult:
    result, _ = ASK(rows, query)
    assert isinstance(result, EmergingTopicsResult)
    return result


def sentences(rows: Sequence[Row], **query: object) -> str:
    return ASK(rows, query)[1]


def is_about(words: Sequence[str], topic: str) -> bool:
    return bool(set(words[:3]) & set(" ".join(WORDS[topic]).split()))


def test_a_topic_that_grows_by_many_authors_emerges():
    result = ask(GROWING)

    assert len(result.emerging) == 1
    topic = result.emerging[0]
    assert is_about(topic.words, "privacy")
    assert (topic.kind, topic.new, topic.came_back) == ("growing", False, False)
    # 42 of 140 now, 7 of 105 before
    assert result.figure(f"share.{topic.key}").value == pytest.approx(0.3)
    assert result.figure(f"growth.{topic.key}").value == pytest.approx(42 / 140 / (7 / 105))
    assert result.figure(f"authors.{topic.key}").value == 42
    assert {post.post_id[:9] for post in result.posts} == {"p_privacy"}


def test_nothing_is_emerging_where_nothing_grew():
    rows = [*CALM, *every_day("privacy", range(14), 3)]
    result = ask(rows)

    assert result.emerging == ()
    assert result.loud == ()
    assert "Nothing is emerging: of 3 topics" in sentences(rows)


def test_one_loud_author_is_no_trend():
    rows = [*CALM, *every_day("privacy", FIRST, 1), *every_day("privacy", SECOND, 6, mark="z", authors=1)]
    one = [row | {"author_id": "loud"} if "privacyz" in str(row["post_id"]) else row for row in rows]
    result = ask(one)

    assert result.emerging == ()
    assert [is_about(topic.words, "privacy") for topic in result.loud] == [True]
    assert "That is no trend." in sentences(one)


def test_a_topic_of_one_day_is_a_burst_and_new():
    result = ask([*CALM, *talk("coffee", 30, day=9)])

    assert [(topic.kind, topic.new) for topic in result.emerging] == [("burst", True)]
    assert result.figure(f"fullest_day.{result.emerging[0].key}").value == 1.0
    assert result.figure(f"novelty.{result.emerging[0].key}").value > 0.8


@pytest.mark.slow
def test_a_topic_that_was_as_large_before_comes_back():
    weeks = [row for day in range(28) for row in [*talk("agenda", 8, day=day), *talk("parking", 6, day=day)]]
    rows = [*weeks, *every_day("privacy", range(7), 6), *every_day("privacy", range(21, 28), 6)]

    assert [topic.came_back for topic in ask(rows).emerging] == [True]
    assert "it comes back" in sentences(rows)


def test_a_phrase_asked_about_grows_or_does_not():
    assert ask(GROWING, about="consent").grows is True
    assert ask(GROWING, about="barrier").grows is None
    assert "Talk about “barrier” has not grown or shrunk beyond chance" in sentences(GROWING, about="barrier")


def test_what_people_ask_for_is_named_with_quotes():
    wishing = [
        row | {"text": f"{row['text']} please add an export button", "intents": {"suggestion": 0.9}}
        if str(row["post_id"]).startswith("p_agenda") and int(str(row["post_id"])[-4:]) < 2
        else row
        for row in GROWING
    ]
    result = ask(wishing)

    assert len(result.needs) == 1
    assert result.figure(f"needs.{result.needs[0].key}").value == 14
    quotes = [post.post_id for post in result.posts if post.group.get("intent") == "suggestion"]
    assert len(quotes) == 2
    assert "People ask for something most about" in sentences(wishing)


def test_praise_taken_for_a_suggestion_is_no_request():
    praise = [row | {"intents": {"suggestion": 0.9}} for row in GROWING]

    assert ask(praise).needs == ()


@pytest.mark.slow
def test_before_is_the_span_of_the_same_length_right_before():
    result = ask(GROWING, period={"start": "2026-09-16", "end": "2026-09-20"})

    assert str(result.before) == "2026-09-11 to 2026-09-15"


@pytest.mark.slow
def test_an_event_parts_the_days():
    result = ask(GROWING, event="2026-09-14")

    assert str(result.before) == "2026-09-07 to 2026-09-13"
    assert len(result.emerging) == 1


@pytest.mark.slow
def test_the_order_of_posts_does_not_matter():
    assert ask([*reversed(GROWING)]) == ask(GROWING)


def test_periods_that_overlap_are_refused():
    with pytest.raises(BadRequest, match="overlap"):
        ask(
            GROWING,
            period={"start": "2026-09-10", "end": "2026-09-20"},
            before={"start": "2026-09-07", "end": "2026-09-12"},
        )


@pytest.mark.slow
def test_an_empty_earlier_period_is_refused():
    with pytest.raises(TooFewPosts, match="different posts from 2026-08-01 to 2026-08-07"):
        ask(
            GROWING,
            period={"start": "2026-09-14", "end": "2026-09-20"},
            before={"start": "2026-08-01", "end": "2026-08-07"},
        )
