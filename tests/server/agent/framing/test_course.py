from __future__ import annotations

import pytest

from server.agent.framing.asks import find_asks
from server.agent.framing.course import measured, mood_went, volume_went


@pytest.mark.parametrize(
    "text",
    [
        "why did sentiment fall after the launch",
        "what is driving the drop",
        "why is it getting worse",
        "why are people angrier",
        "why did complaints rise",
        "why is it more negative",
        "why is there more negativity",
        "who is behind the backlash",
    ],
)
def test_a_fall_of_the_mood_is_taken_for_granted(text: str) -> None:
    assert mood_went(text) == "fall"


@pytest.mark.parametrize(
    "text",
    ["why did sentiment rise", "what is behind the improvement", "why is it less negative", "why did criticism drop"],
)
def test_a_rise_of_the_mood_is_taken_for_granted(text: str) -> None:
    assert mood_went(text) == "rise"


@pytest.mark.parametrize(
    "text",
    ["why are people unhappy", "is it better or worse", "what changed", "why do people complain about rising prices"],
)
def test_nothing_is_taken_for_granted(text: str) -> None:
    assert mood_went(text) is None


@pytest.mark.parametrize(
    ("text", "measure", "kind"),
    [
        ("any spikes in mentions", "posts", "spike"),
        ("unusual days", "posts", "both"),
        ("when did it go quiet", "posts", "dip"),
        ("a surge of negative posts", "negative_share", "spike"),
        ("did sentiment spike", "net_sentiment", "spike"),
        ("why did engagement drop", "interactions", "dip"),
    ],
)
def test_unusual_times_are_looked_for_in_what_the_words_say(text: str, measure: str, kind: str) -> None:
    assert find_asks(text)[0] == "spikes"
    assert (measured(text), volume_went(text)) == (measure, kind)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("what changed this week", "change"),
        ("is it mix or mood", "change"),
        ("which platform is behind the drop", "change"),
        ("which feature is driving the complaints", "aspects"),
        ("why did posts jump on 27 march", "spikes"),
        ("why did sentiment fall", "why"),
        ("find posts about unusual badges", "search"),
        ("how has sentiment changed over time", "trend"),
    ],
)
def test_the_analysis_that_is_asked_for_leads(text: str, first: str) -> None:
    assert find_asks(text)[0] == first
