from __future__ import annotations

import pytest

from server.agent.framing.asks import find_asks
from server.agent.framing.bots import find_bots
from server.agent.framing.follow import is_follow_up, merged, opens_as_follow_up
from server.agent.framing.frame import Frame


@pytest.mark.parametrize(
    ("said", "wish", "words"),
    [
        ("how do people feel about us without bots", "exclude", "without bots"),
        ("share of voice excluding fake accounts", "exclude", "excluding fake accounts"),
        ("mood leaving out the suspected bots", "exclude", "leaving out the suspected bots"),
        ("share of voice, leaving suspected bots out", "exclude", "leaving suspected bots out"),
        ("how do people feel once suspected bots are left out", "exclude", "once suspected bots are left out"),
        ("no bots please, how do they feel", "exclude", "no bots"),
        ("sentiment minus automated accounts", "exclude", "minus automated accounts"),
        ("sentiment except bots", "exclude", "except bots"),
        ("only bots", "only", "only bots"),
        ("mood of posts by bots", "only", "by bots"),
        ("what do posts from suspected bots say", "only", "from suspected bots"),
        ("and with bots?", "include", "with bots"),
        ("same including the fake accounts", "include", "including the fake accounts"),
        ("not without bots", "include", "not without bots"),
    ],
)
def test_a_wish_about_bots_is_found_with_its_place(said: str, wish: str, words: str) -> None:
    found = find_bots(said)
    assert found is not None
    assert (found.wish, said[found.start : found.end]) == (wish, words)


@pytest.mark.parametrize(
    "said",
    [
        "which accounts look like bots",
        "how many posts are from suspected bots",
        "does sentiment change without the bots",
        "engagement with and without bots",
        "is somebody running fake accounts against us",
        "do automated accounts distort our numbers",
    ],
)
def test_questions_about_the_bots_themselves_are_asked_of_a_tool(said: str) -> None:
    assert find_bots(said) is None
    assert find_asks(said)[0] == "bots"


def test_nothing_is_wanted_where_no_bot_is_named() -> None:
    assert find_bots("mood without reddit") is None


def frame(text: str, **more: object) -> Frame:
    return Frame.model_validate({"question": text, "text": text, **more})


def test_a_question_of_bots_alone_follows_the_one_before() -> None:
    alone = frame("?", suspected_bots="exclude")
    assert is_follow_up(alone)
    assert opens_as_follow_up(alone)
    assert not is_follow_up(frame("mood", asks=("feel",), suspected_bots="exclude"))


def test_the_wish_is_inherited_until_another_is_said() -> None:
    before = frame("mood", asks=("feel",), suspected_bots="exclude")
    assert merged(frame("and on reddit?", platforms=("reddit",)), before).suspected_bots == "exclude"
    assert merged(frame("and ?", suspected_bots="include"), before).suspected_bots == "include"
