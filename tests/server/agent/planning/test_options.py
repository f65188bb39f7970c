from __future__ import annotations

import pytest

from server.agent.planning.options import emotions_in, feedback_in, said_options
from tools.registry import tool_named


@pytest.mark.parametrize(
    ("tool", "text", "options"),
    [
        ("voices", "who are our loudest critics", {"kind": "detractors"}),
        ("voices", "rising stars", {"kind": "rising"}),
        ("spikes", "which hours went through the roof", {"every": "hour"}),
        ("aspects", "which features make people angry", {"emotion": "anger"}),
        ("share_of_influence", "share of voice by followers", {"audience": "followers"}),
        ("suspected_bots", "which accounts look like bots", {}),
    ],
)
def test_a_listed_value_is_read_off_the_question(tool: str, text: str, options: dict[str, str]) -> None:
    assert said_options(tool_named(tool), text) == options


def test_emotions_are_read_in_their_order() -> None:
    assert emotions_in("is it more fear or are they angry") == ("fear", "anger")
    assert emotions_in("what emotions are there") == ()


def test_feelings_of_feedback_are_read_beside_emotions() -> None:
    assert feedback_in("how frustrated are people with it") == ("frustration",)
    assert feedback_in("how angry are people") == ()
