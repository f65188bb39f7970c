"""Posts of our own for the intent head: each parses, is labelled by the guide's intents and is said once."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tools.reader.grams import tokens

POSTS = Path(__file__).parents[3] / "tools" / "reader" / "own" / "intents.jsonl"
INTENTS = {
    "informational",
    "transactional",
    "navigational",
    "commercial_investigation",
    "complaint",
    "praise",
    "suggestion",
    "other",
}


@pytest.fixture(scope="module")
def posts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in POSTS.read_text(encoding="utf-8").splitlines()]


def test_every_post_is_a_text_with_known_intents(posts: list[dict[str, Any]]) -> None:
    for post in posts:
        text, intents = post["text"], post["intents"]
        assert post.keys() == {"text", "intents"}
        assert isinstance(text, str)
        assert text == text.strip() != ""
        assert isinstance(intents, list)
        assert intents
        assert len(set(intents)) == len(intents)
        assert set(intents) <= INTENTS


def test_other_stands_alone(posts: list[dict[str, Any]]) -> None:
    assert [post for post in posts if "other" in post["intents"] and post["intents"] != ["other"]] == []


def test_every_intent_has_at_least_a_hundred_posts(posts: list[dict[str, Any]]) -> None:
    counts = Counter(intent for post in posts for intent in post["intents"])
    assert {intent: counts[intent] for intent in INTENTS if counts[intent] < 100} == {}


def test_no_post_is_there_twice(posts: list[dict[str, Any]]) -> None:
    said = Counter(" ".join(tokens(str(post["text"]))) or post["text"] for post in posts)
    assert [text for text, times in said.items() if times > 1] == []
