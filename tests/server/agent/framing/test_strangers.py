"""Tests of server.agent.framing.strangers: which words are names that the dataset does not know."""

from __future__ import annotations

from datetime import date

import pytest

from server.agent.framing.frame import Frame
from server.agent.framing.strangers import Stranger, left_out, refusal_for, strangers_in
from server.agent.framing.vocabulary import Vocabulary
from tools.facts import Brand, Facts

VOCABULARY = Vocabulary(
    facts=Facts(dataset="demo", brands=(Brand(name="Acme", is_own=True),)), platforms=("x", "reddit"),
    first=date(2026, 3, 1), last=date(2026, 4, 9), n_posts=100,
)  # fmt: skip


def _names(question: str) -> list[str]:
    return [stranger.typed for stranger in strangers_in(question, (), comparing=True) if stranger.kind == "name"]


@pytest.mark.parametrize(
    "question",
    [
        "did the flamingo campaign move anything against us",
        "who are the influencers in the talk about us",
        "what changed in the last 7 days against the 7 days before",
        "is it worse than usual on reddit",
    ],
)
def test_what_is_no_name_is_not_compared_with(question: str) -> None:
    assert _names(question) == []


@pytest.mark.parametrize("question", ["is our share better than globex", "us against zyntra", "compare us and globex"])
def test_a_word_that_is_no_english_word_is_a_name_beside_what_it_is_compared_with(question: str) -> None:
    assert len(_names(question)) == 1


def test_a_platform_without_posts_is_left_out_beside_others_and_refused_alone() -> None:
    youtube = [Stranger("brand", "youtube", 20, 27)]
    asked = Frame(question="", text="", asks=("engagement",), platforms=("reddit",))
    assert refusal_for(youtube, asked, VOCABULARY) is None
    assert "no posts of 'youtube'" in left_out(youtube, asked, VOCABULARY)[0]
    alone = asked.model_copy(update={"platforms": ()})
    assert refusal_for(youtube, alone, VOCABULARY) is not None
    assert left_out(youtube, alone, VOCABULARY) == ()
