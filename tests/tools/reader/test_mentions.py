"""Mentions: names found in the forms people write, with the places they stand at."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.facts import Brand, Facts
from tools.reader import Target
from tools.reader.mentions import MOST, Vocabulary, vocabulary

NAMES = Vocabulary(["Smart Agenda", "SmartMatch", "summaries", "Q&A", "Wi-Fi", "C++", "café finder", "matches", "通知"])


def found(text: str, names: Vocabulary = NAMES) -> list[tuple[str, str]]:
    return [(text[start:end], name) for start, end, name in names.find(text)]


@pytest.mark.parametrize(
    "written",
    [
        "smart agenda", "SMART AGENDA", "smart-agenda", "smart_agenda", "SmartAgenda", "smartagenda", "smart agendas",
        "smart\u2010agenda", "Smart\nagenda", "smartagendas", "ｓｍａｒｔ agenda",
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "the {} is out", "#{}", "@{}!", "({}'s)", "{}\u2019s new look", "“{}”"])
def test_a_name_is_found_however_it_is_written(written: str, around: str) -> None:
    assert found(around.format(written)) == [(written, "Smart Agenda")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one summary, two summaries", [("summary", "summaries"), ("summaries", "summaries")]),
        ("my match and their matches", [("match", "matches"), ("matches", "matches")]),
        ("q&a, Q & A, QA", [("q&a", "Q&A"), ("Q & A", "Q&A"), ("QA", "Q&A")]),
        ("wifi or wi fi", [("wifi", "Wi-Fi"), ("wi fi", "Wi-Fi")]),
        ("cafe finder, cafe\u0301 finders", [("cafe finder", "café finder"), ("cafe\u0301 finders", "café finder")]),
        ("#LoveSmartMatchSoMuch", [("SmartMatch", "SmartMatch")]),
        ("C++ not c", [("C++", "C++")]),
        ("通知が来ない", [("通知", "通知")]),
    ],
)
def test_forms_of_a_word_are_one_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    ["smart. Agenda next", "smartly agenda", "resmartmatch", "https://x.test/smart-agenda", "smart, agenda", "", " "],
)
def test_what_is_no_mention_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_longest_name_wins() -> None:
    assert found("the family plan, a plan", Vocabulary(["plan", "family plan"])) == [
        ("family plan", "family plan"), ("plan", "plan"),
    ]  # fmt: skip


def test_features_and_brands_are_looked_for_under_their_own_names() -> None:
    facts = Facts(dataset="d", brands=(Brand(name="Acme", aliases=("@acme_help", "acmecare")),), features=("chat",))
    assert found("@Acme_Help #acmecare chats", vocabulary(facts)) == [
        ("Acme_Help", "Acme"), ("acmecare", "Acme"), ("chats", "chat"),
    ]  # fmt: skip
    assert not vocabulary(Facts(dataset="d"))
    assert vocabulary(Facts(dataset="d")).find("anything") == ()


def test_a_feature_is_found_by_the_last_word_of_its_name_unless_a_brand_has_that_name() -> None:
    facts = Facts(dataset="d", brands=(Brand(name="Streaming"),), features=("Smart Agenda", "Live Streaming"))
    assert found("Smart agendas, an agenda, live streaming, streaming", vocabulary(facts)) == [
        ("Smart agendas", "Smart Agenda"), ("agenda", "Smart Agenda"), ("live streaming", "Live Streaming"),
        ("streaming", "Streaming"),
    ]  # fmt: skip


def test_a_text_of_a_hundred_thousand_characters_gives_the_first_few() -> None:
    assert len(NAMES.find("smart agenda https://x.test " * 5_000)) == MOST


@settings(max_examples=60, deadline=None)
@given(st.text(), st.sampled_from(["Smart Agenda", "Q&A", "通知"]), st.text())
def test_places_slice_to_a_form_of_the_name(before: str, name: str, after: str) -> None:
    text = f"{before} {name} {after}"
    targets = NAMES.find(text)
    for target in targets:
        assert NAMES.find(text[target.start : target.end]) == (Target(0, target.end - target.start, target.name),)
    assert all(one.end <= other.start for one, other in pairwise(targets))
    assert name in {target.name for target in targets} or len(targets) == MOST


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6), st.text())
def test_any_names_and_any_text_are_legal(names: list[str], text: str) -> None:
    for start, end, name in Vocabulary(names).find(text):
        assert 0 <= start < end <= len(text)
        assert name in names
