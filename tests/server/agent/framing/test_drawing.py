"""Drawing: wishes for a picture, and what is left of the question."""

from __future__ import annotations

import pytest

from server.agent.framing.drawing import drawn


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("plot share of voice by platform", "share of voice by platform"),
        ("draw me net sentiment by week", "net sentiment by week"),
        ("can you make a bar chart of complaints per feature?", "complaints per feature?"),
        ("net sentiment by week as a line chart", "net sentiment by week"),
        ("Show me a graph of engagement by platform", "engagement by platform"),
        ("share of voice, png", "share of voice"),
    ],
)
def test_the_wish_for_a_picture_is_taken_out(question: str, rest: str) -> None:
    assert drawn(question) == (rest, True)


@pytest.mark.parametrize("question", ["chart it", "can you plot that?", "as a picture please"])
def test_a_bare_wish_is_for_what_was_said_before(question: str) -> None:
    assert drawn(question).is_bare


@pytest.mark.parametrize(
    "question",
    ["do images get more likes than videos", "how do people feel", "posts with pictures", "sentiment by week"],
)
def test_other_questions_are_left_as_they_are(question: str) -> None:
    assert drawn(question) == (question, False)
