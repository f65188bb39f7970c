from __future__ import annotations

import pytest

from server.agent.framing.asks import find_asks, find_grouping, find_limit, find_polarity, find_step


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("how do people feel about it", "feel"),
        ("what is the sentiment", "feel"),
        ("are people happy or angry", "feel"),
        ("how has sentiment changed over time", "trend"),
        ("is the mood getting worse", "trend"),
        ("sentiment by week", "trend"),
        ("why are people unhappy", "why"),
        ("what is driving the complaints", "why"),
        ("share of voice", "share"),
        ("who is talked about most", "share"),
        ("what is our engagement rate", "engagement"),
        ("what do people complain about", "complain"),
        ("what do they love about it", "praise"),
        ("find posts about pricing", "search"),
        ("show me 5 angry tweets", "search"),
        ("what are people saying about privacy", "saying"),
        ("how many posts mention pricing", "count"),
        ("what is in this dataset", "describe"),
        ("give me the weekly brief", "brief"),
        ("summarise last week", "brief"),
        ("what share of all posts are complaints", "intents"),
        ("is the agenda frustrating people", "emotions"),
        ("who turned against us", "change"),
        ("when did we get the most attention", "spikes"),
        ("how much of the conversation is not human", "bots"),
    ],
)
def test_the_leading_ask_is_what_a_person_means(text: str, first: str) -> None:
    assert find_asks(text)[:1] == (first,)


@pytest.mark.parametrize("text", ["hmm", "purple monkey dishwasher", ""])
def test_what_no_rule_knows_asks_for_nothing(text: str) -> None:
    assert find_asks(text) == ()


def test_two_sides_of_one_mood_are_no_comparison() -> None:
    assert "compare" not in find_asks("positive vs negative")


@pytest.mark.parametrize(
    ("text", "dimension"),
    [("by platform", "platform"), ("for each brand", "brand"), ("per region", "region"),
     ("which brand is best", "brand"),
     ("across languages", "lang"), ("new customers against long-time customers", "tenure"), ("overall", None),
     ("last week vs the week before", "week"), ("what is this brand's share", None)],
)  # fmt: skip
def test_the_split_that_is_asked_for_is_found(text: str, dimension: str | None) -> None:
    assert find_grouping(text) == dimension


def test_the_best_of_a_kind_is_asked_for_by_that_kind() -> None:
    assert find_grouping("best platform for engagement") == "platform"
    assert find_grouping("where is engagement highest") == "platform"


def test_what_is_split_by_anyhow_gives_way_to_another_split() -> None:
    asked = "on each channel, how much of the talk is about us compared with the rivals"
    assert find_grouping(asked) == "brand"
    assert find_grouping(asked, beside="brand") == "platform"
    assert find_grouping("by brand", beside="brand") == "brand"


def test_steps_limits_and_sides() -> None:
    assert find_step("sentiment week by week") == "week"
    assert find_limit("show me the top 5 posts") == 5
    assert find_limit("the first 3 weeks") is None
    assert find_polarity("angry tweets") == "negative"
    assert find_polarity("good or bad") is None
