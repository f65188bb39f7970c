from __future__ import annotations

import pytest

from server.agent.framing.follow import asks_for_posts, is_follow_up, merged
from server.agent.framing.frame import Frame

BEFORE = Frame(
    question="q", text="how do people feel about this brand", asks=("feel",), brands=("Acme",), platforms=("x",)
)


def frame(text: str, **more: object) -> Frame:
    return Frame.model_validate({"question": text, "text": text, **more})


@pytest.mark.parametrize(
    "text", ["and on reddit?", "what about last week?", "why?", "show me the posts", "is it getting worse?"]
)
def test_questions_that_lean_on_the_one_before(text: str) -> None:
    assert is_follow_up(frame(text))


@pytest.mark.parametrize(
    "text", ["how do people feel about each brand", "what is the share of voice on reddit in march"]
)
def test_questions_that_stand_by_themselves(text: str) -> None:
    assert not is_follow_up(frame(text, asks=("feel",), brands=("Acme",)))


def test_a_new_name_replaces_its_own_kind_only() -> None:
    follow = merged(frame("and on reddit?", platforms=("reddit",)), BEFORE)
    assert (follow.brands, follow.platforms, follow.asks) == (("Acme",), ("reddit",), ("feel",))


def test_why_keeps_the_subject_and_changes_the_ask() -> None:
    follow = merged(frame("why?", asks=("why",)), BEFORE)
    assert (follow.brands, follow.asks) == (("Acme",), ("why",))


@pytest.mark.parametrize(
    "text", ["show me the posts", "show the posts behind that", "and the quotes?", "can i see the posts"]
)
def test_the_posts_behind_an_answer_are_asked_for(text: str) -> None:
    assert asks_for_posts(text)


def test_posts_about_something_are_a_search() -> None:
    assert not asks_for_posts("show me the posts about pricing")
