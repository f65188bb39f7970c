"""Distress in 250 texts more: half were tuned on and must come out right; the other half is for measuring only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.service.distress import distress

_TEXTS = Path(__file__).with_name("danger_more.jsonl")


class Said(NamedTuple):
    """A text, whether somebody in it is in need, and the half it belongs to."""

    text: str
    in_need: bool
    split: str


def _all() -> tuple[Said, ...]:
    rows = map(json.loads, _TEXTS.read_text(encoding="utf-8").splitlines())
    return tuple(Said(row["text"], row["distress"], row["split"]) for row in rows)


TUNED = [said for said in _all() if said.split == "tune"]


@pytest.mark.parametrize("said", TUNED, ids=lambda said: said.text[:40])
def test_people_in_need_are_noticed_and_everyday_talk_is_not(said: Said) -> None:
    assert bool(distress(said.text)) is said.in_need


def test_half_of_the_texts_are_in_need_and_half_are_held_back() -> None:
    texts = _all()
    assert (len(texts), sum(said.in_need for said in texts)) == (250, 125)
    assert {said.split for said in texts} == {"tune", "held"}


@pytest.mark.parametrize(
    "text",
    [
        "The laptop is unresponsive.",
        "We said goodbye to our old office today",
        "I'd rather die than wear that jumper",
        "A film about domestic violence",
    ],
)
def test_turns_of_phrase_that_mean_no_danger_pass(text: str) -> None:
    assert distress(text) == ()


def test_danger_beside_a_turn_of_phrase_counts() -> None:
    assert distress("That film about domestic violence is my life, he beats me every night")
