from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.agent.framing.topic import ENOUGH, find_topic, topic_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how do people feel about battery life", "battery life"),
        ("what do people say about the price of the tickets?", "price of the tickets".replace("of the ", "")),
        ("how do people feel about it", None),
        ("what do they complain about", None),
        ("did sentiment go up", None),
    ],
)
def test_what_a_question_is_about(text: str, words: str | None) -> None:
    assert topic_words(text, ()) == words


def held(**posts: int) -> object:
    return lambda phrases: tuple(posts.get(phrase.replace(" ", "_"), 0) for phrase in phrases)


def near(scores: dict[str, float]) -> object:
    def of(_: str, others: Sequence[str]) -> list[float]:
        return [scores[other] for other in others]

    return of


def test_the_whole_phrase_is_taken_where_enough_posts_hold_it() -> None:
    topic = find_topic("battery life", held(battery_life=ENOUGH, battery=500), near({}))  # type: ignore[arg-type]
    assert topic.held == "battery life"


def test_a_part_stands_for_the_whole_only_if_it_means_the_same() -> None:
    counts = held(access=500, personalised_agenda=2, agenda=80)
    assert find_topic("api access", counts, near({"access": 0.56})).held is None  # type: ignore[arg-type]
    assert find_topic("personalised agenda", counts, near({"agenda": 0.8})).held == "agenda"  # type: ignore[arg-type]


def test_after_a_name_words_without_weight_are_no_topic() -> None:
    text = "interactions of posts on palavero pull"
    at = text.index("palavero")
    assert topic_words(text, [(at, at + len("palavero"))]) is None
    assert topic_words("how do people feel about chat", []) == "chat"
