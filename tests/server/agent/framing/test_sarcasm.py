"""Sarcasm: the wish to leave it out, and what is left of the question."""

from __future__ import annotations

import pytest

from server.agent.framing.sarcasm import without_sarcasm


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("net sentiment without sarcasm", "net sentiment"),
        ("how do people feel if we leave out irony?", "how do people feel ?"),
        ("and ignoring the sarcastic posts", ""),
        ("sentiment by week, excluding likely sarcasm", "sentiment by week,"),
    ],
)
def test_the_wish_is_taken_out(question: str, rest: str) -> None:
    assert without_sarcasm(question) == (rest, True)


@pytest.mark.parametrize("question", ["how sarcastic are people", "posts with sarcasm", "sentiment without bots"])
def test_other_questions_are_left_as_they_are(question: str) -> None:
    assert without_sarcasm(question) == (question, False)
