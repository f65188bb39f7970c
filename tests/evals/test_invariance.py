"""Invariance: enough sentences and names, none of them learned from, and flips counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.invariance import Texts, _named, _typo, _with, flips, texts
from tests.fakes import WordReader
from tools.reader.named import SENTENCES, names
from tools.reader.plain import given_names
from tools.reader.templates import NAMES


@pytest.fixture(scope="module")
def given() -> Texts:
    return texts()


def test_there_are_enough_of_each_kind(given: Texts) -> None:
    assert len(given.about_people) >= 40
    assert len(given.names) >= 40
    assert len(given.plain) >= 40
    assert len(given.dialect) >= 20
    assert len(set(given.names)) == len(given.names)


def test_none_of_the_names_and_sentences_is_learned_from(given: Texts) -> None:
    assert set(given.names).isdisjoint({*names(), *NAMES})
    assert {text.format(name="[NAME]") for text in given.about_people}.isdisjoint(SENTENCES)


def test_names_stand_against_the_first_one(given: Texts) -> None:
    two = given._replace(about_people=("{name} called", "ask {name}"))
    assert _named(two, [given.names[0], "Bo"]) == [
        (f"{given.names[0]} called", "Bo called"),
        (f"ask {given.names[0]}", "ask Bo"),
    ]


def test_pronouns_agree_with_their_verb() -> None:
    assert _with("{he} {is_} late, ask {him} for {his} key", ("they", "them", "their", "are")) == (
        "They are late, ask them for their key"
    )


def test_a_typo_swaps_two_letters_of_the_longest_word() -> None:
    assert _typo("the camera is bad") == "the cmaera is bad"


def test_flips_are_pairs_that_differ(given: Texts, tmp_path: Path) -> None:
    # WordReader goes by love and hate, which a typo in the longest word or a name leaves alone.
    found = {one.change: one for one in flips(WordReader(), data=tmp_path)}
    assert found["another common name"].pairs == len(given.about_people) * (len(given.names) - 1)
    assert found["another common name"].flipped == 0
    assert found["the sentence twice"].share == 0


def test_names_that_the_reader_does_not_list_are_counted_apart(given: Texts, tmp_path: Path) -> None:
    unlisted = [name for name in given.names if name not in given_names()]
    (tmp_path / "names").mkdir()
    rows = '{"name": "bodil"}\n{"name": "李"}\n{"name": "ann marie"}\n{"name": "bodil"}\n{"name": "emily"}\n'
    (tmp_path / "names" / "first_names.jsonl").write_text(rows, encoding="utf-8")
    found = {one.change: one.pairs for one in flips(WordReader(), data=tmp_path)}

    assert 5 <= len(unlisted) <= 20
    change = f"another name that the reader does not list, of {len(unlisted) + 1}"
    assert found[change] == len(given.about_people) * (len(unlisted) + 1)
