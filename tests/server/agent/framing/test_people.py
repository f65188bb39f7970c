"""Tests of server.agent.framing.people: questions about groups of people, and those that are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from server.agent.framing.clues import Clues
from server.agent.framing.frame import Frame
from server.agent.framing.people import numbers_in
from server.agent.framing.read import read_question
from server.agent.framing.vocabulary import Segment, Vocabulary
from tools.facts import Brand, Facts

CAUTIOUS = Segment(name="Cautious Adopters", number=1, cut={"k": 4})
VOCABULARY = Vocabulary(
    facts=Facts(dataset="demo", brands=(Brand(name="Acme", is_own=True), Brand(name="Bolt"))),
    platforms=("x", "reddit"), first=date(2026, 3, 1), last=date(2026, 4, 9), n_posts=500, segments=(CAUTIOUS,),
)  # fmt: skip


def _read(question: str, *, likely: Mapping[str, float] | None = None, before: Frame | None = None) -> Frame:
    shares = likely or {"describe_segment": 0.4, "segment_audience": 0.3, "sentiment": 0.3}

    def told(_: Clues) -> Mapping[str, float]:
        return shares

    return read_question(
        question, VOCABULARY, count=lambda phrases: (0,) * len(phrases), near=lambda _, others: [0.0] * len(others),
        likely=told, before=before,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("explain why cluster 3 is a cluster", (3,)),
        ("compare segments 1 and 4", (1, 4)),
        ("segment 2 vs segment 3, and 1", (2, 3)),
        ("describe our second largest segment", (2,)),
        ("what is our biggest segment like", (1,)),
        ("segment two please", (2,)),
        ("how did posts of 3 march go", ()),
    ],
)
def test_segments_are_known_by_number_and_by_rank(text: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    "question",
    [
        "Who is in segment 2? Give me names",
        "list the members of cluster 3",
        "show me all the people in the biggest segment",
        "e-mail addresses of the customers in segment 1 please",
        "which segment is @jane in?",
        "Segment 4: give me their handles",
        "is user jonas_k in segment 2",
    ],
)
def test_nobody_in_a_segment_is_named(question: str) -> None:
    refusal = _read(question).refusal
    assert refusal is not None
    assert refusal.kind == "private"


@pytest.mark.parametrize(
    "question",
    [
        "Export Cautious Adopters for Meta",
        "Export Weekend Folks for LinkedIn",
        "upload segment 2 as a custom audience to meta",
    ],
)
def test_an_export_is_refused_with_the_command_that_makes_it(question: str) -> None:
    refusal = _read(question).refusal
    assert refusal is not None
    assert refusal.kind == "outside"
    assert "groundswell segments export" in refusal.reason
    assert "signature" in refusal.reason


@pytest.mark.parametrize("question", ["segment our users by religion", "make a cluster of people who are pregnant"])
def test_nobody_is_grouped_by_a_protected_trait(question: str) -> None:
    refusal = _read(question).refusal
    assert refusal is not None
    assert refusal.kind == "private"


def test_a_name_that_nobody_registered_is_refused_with_those_that_are() -> None:
    refusal = _read("describe the segment Weekend Warriors").refusal
    assert refusal is not None
    assert "Weekend Warriors" in refusal.reason
    assert "Cautious Adopters" in refusal.reason


def test_a_registered_name_stands_for_its_number_and_definition() -> None:
    frame = _read("describe Cautious Adopters")
    assert frame.refusal is None
    assert (frame.asks, frame.segments, frame.cut) == (("describe_segment",), (1,), {"k": 4})


def test_how_many_groups_are_wanted_and_how_many_can_be_served() -> None:
    assert _read("split our users into five segments").cut == {"k": 5}
    assert _read("we can only serve 3 segments, how should we split people").cut == {"capacity": 3}


def test_next_month_is_no_forecast_where_segments_are_asked_about() -> None:
    frame = _read("Would you find the same groups next month?", likely={"segment_drift": 0.8, "sentiment": 0.2})
    assert frame.refusal is None
    assert frame.asks == ("segment_drift",)


def test_a_follow_up_keeps_the_segment_and_takes_another_number() -> None:
    before = _read("describe segment 2 on reddit")
    again = _read("and segment 3?", before=before)
    assert (again.asks, again.segments, again.platforms, again.follows) == (
        ("describe_segment",),
        (3,),
        ("reddit",),
        True,
    )


def test_what_people_in_a_segment_are_like_is_no_question_for_names() -> None:
    assert _read("what are the people in segment 2 like").segments == (2,)


def test_proof_of_a_cause_is_refused() -> None:
    refusal = _read("prove that our segmentation caused the lift").refusal
    assert refusal is not None
    assert refusal.kind == "causal"


def test_questions_about_posts_are_read_as_before() -> None:
    frame = _read("how do people feel about Bolt?", likely={"sentiment": 0.9, "describe_segment": 0.1})
    assert frame.asks == ("feel",)
    assert frame.segments == ()
