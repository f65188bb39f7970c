"""Intents, on frames whose numbers are worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import Row, borne_out, read_posts
from tools.errors import MissingData
from tools.sentiment.intents import IntentsQuery, IntentsResult, intents


def posts(count: int, *meant: str, **more: object) -> list[Row]:
    text = "a post that is long enough to be shown as typical"
    return [{"label": "neutral", "text": text, "intents": [(name, 0.6) for name in meant]} | more] * count


def ask(rows: list[Row], **query: object) -> IntentsResult:
    asked = IntentsQuery.model_validate({"dataset": "demo"} | query)
    result = intents.run(asked, read_posts(rows))
    borne_out(intents, asked, result)
    assert isinstance(result, IntentsResult)
    return result


def test_a_complaint_that_asks_counts_for_both_intents():
    result = ask([*posts(10, "complaint", "informational"), *posts(20, "praise"), *posts(10, "other")])
    shares = [result.figure(f"share.{name}").value for name in ("complaint", "informational", "praise", "other")]
    assert shares == [0.25, 0.25, 0.5, 0.25]
    assert result.labels[0] == "praise"
    assert "other" not in result.labels


def test_an_intent_of_two_words_is_named_with_an_underscore_and_asked_for_by_its_words():
    result = ask([*posts(10, "commercial investigation"), *posts(30, "other")], only=["commercial investigation"])
    assert result.figure("share.commercial_investigation").value == 0.25


def test_intents_that_nobody_has_are_not_said():
    result = ask([*posts(10, "suggestion"), *posts(30, "other")])
    said = intents.say(IntentsQuery(dataset="demo"), result)
    assert said[0].text.startswith("Share of posts with the intent: suggestion 25.0 %")


def test_a_reader_without_intents_is_refused_with_what_to_do():
    with pytest.raises(
        MissingData, match=r"does not tell intents. Read them again with the reader that ships: groundswell reread demo"
    ):
        ask(posts(40))
