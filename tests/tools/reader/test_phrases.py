"""Phrases: nouns are told by their neighbours, phrases by standing together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.reader.mentions import Vocabulary
from tools.reader.phrases import discover

POSTS = [
    *["I enjoy the badge printer", "my badge printer jammed", "is the badge printer on?", "the badge printer is slow"]
    * 2,
    *["the agenda is great", "your agenda is confusing", "I dislike this agenda", "where is the agenda?"] * 2,
    *["I crashed it", "it crashed", "you crashed", "we crashed it"] * 2,
    *["the lovely agenda", "a lovely agenda", "my lovely agenda", "the lovely agenda"] * 2,
]


def test_nouns_and_phrases_are_found_and_verbs_and_adjectives_are_not() -> None:
    found = {phrase.name: phrase.posts for phrase in discover(POSTS, at_least=8)}
    assert found["badge printer"] == 8
    assert found["agenda"] >= 8
    assert not {"crashed", "lovely", "enjoy", "badge", "printer"} & found.keys()


def test_the_commonest_come_first_and_few_are_left_out() -> None:
    names = [
        phrase.name
        for phrase in discover(["the app is down", "my app is down", "the app is slow", "the map is new"], at_least=1)
    ]
    assert names[0] == "app"
    assert discover(POSTS, at_least=1_000) == ()
    assert len(discover(POSTS, most=1, at_least=1)) == 1


def test_plurals_are_one_thing_under_the_commoner_spelling() -> None:
    posts = ["the ticket is lost", "my tickets are lost", "the tickets are lost"]
    found = discover(posts, at_least=3)
    assert [(phrase.name, phrase.posts) for phrase in found] == [("tickets", 3)]


def test_what_is_found_can_be_looked_for() -> None:
    names = Vocabulary([phrase.name for phrase in discover(POSTS, at_least=8)])
    assert [target.name for target in names.find("Badge-printers again")] == ["badge printer"]


def test_the_order_of_texts_does_not_matter() -> None:
    assert discover(reversed(POSTS), at_least=2) == discover(POSTS, at_least=2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), max_size=8))
def test_any_texts_are_legal(texts: list[str]) -> None:
    for phrase in discover(texts, at_least=1):
        assert 1 <= phrase.posts <= len(texts)
        assert 0.5 <= phrase.nounness <= 1


@pytest.mark.parametrize("texts", [[], [""], ["\u200b"], ["😀"]])
def test_nothing_is_found_in_nothing(texts: list[str]) -> None:
    assert discover(texts) == ()
