"""Phrases: whole words, whatever the case, whatever the tool."""

from __future__ import annotations

import re

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.phrases import holds_any
from tools.scope import holds


def found(text: str | None, phrases: list[str], *, not_after: str = "") -> bool | None:
    posts = ibis.memtable({"text": [text]}, schema={"text": "string"})
    held = posts.select(held=holds_any(posts.text, phrases, not_after=not_after))
    return held.to_pyarrow()["held"].to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("I am happy", "app", False),
        ("The App!", "app", True),
        ("#app", "app", True),
        ("two apps", "app", False),
        ("my_app", "app", False),
        ("é-mail", "é", True),
        ("caféapp", "app", False),
        ("costs 5$ (net)", "5$", True),
        ("costs 5$ea", "5$", True),
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
        ("apps and the app", "app", True),
        ("", "app", False),
        (None, "app", None),
    ],
)
def test_a_phrase_is_held_as_whole_words(text: str | None, phrase: str, held: object) -> None:
    assert found(text, [phrase]) == held


def test_one_of_several_phrases_is_enough_each_with_its_own_borders() -> None:
    assert [found(text, ["acme", "@bolt", "5$"]) for text in ("acmes", "me@bolt", "a5$", "5$x", "Acme")] == [
        False,
        True,
        False,
        True,
        True,
    ]


def test_a_phrase_is_not_held_after_what_may_not_stand_before_it() -> None:
    assert [found(text, ["acme"], not_after="@") for text in ("@acme", "by acme", "#acme")] == [False, True, True]


def test_a_post_without_text_holds_nothing() -> None:
    posts = ibis.memtable({"text": [None]}, schema={"text": "string"})
    assert posts.select(held=holds(posts, "app")).to_pyarrow()["held"].to_pylist() == [False]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("abß é_1.@ ", max_size=12), min_size=1, max_size=20), st.text("abß1", min_size=1, max_size=3))
def test_it_agrees_with_looking_at_the_letters_beside_each_place(texts: list[str], phrase: str) -> None:
    posts = ibis.memtable({"text": texts}, schema={"text": "string"})
    held = posts.select(held=holds(posts, phrase)).to_pyarrow()["held"].to_pylist()
    assert held == [re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None for text in texts]
