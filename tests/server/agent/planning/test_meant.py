"""Meant: exposures, outcomes, campaigns and kinds of voices, told from questions."""

from __future__ import annotations

from typing import Any

import pytest

from server.agent.framing.frame import Frame, Refusal
from server.agent.planning.meant import asks_of_growth, meant, settles
from tools.facts import Brand, Facts

FACTS = Facts(
    dataset="demo",
    brands=(Brand(name="Acme", is_own=True), Brand(name="Bolt"), Brand(name="Cobo")),
    features=("battery", "Data privacy"),
)


def asked(question: str, **named: Any) -> Frame:  # noqa: ANN401 - whatever a frame holds
    return Frame(question=question, text=question.lower(), **named)


@pytest.mark.parametrize(
    ("question", "named", "options"),
    [
        (
            "are people who mention privacy more likely to complain?",
            {"phrase": "privacy"},
            {"exposure": "feature: Data privacy", "outcome": "complaint", "unit": "authors"},
        ),
        (
            "are reddit posts more likely to be negative?",
            {"platforms": ("reddit",)},
            {"exposure": "platform: reddit", "outcome": "negative"},
        ),
        (
            "are new customers likelier to praise us",
            {},
            {"exposure": "tenure: new customers", "outcome": "praise", "unit": "authors"},
        ),
        ("is there a link between the weather and anger?", {}, {"exposure": "weather", "outcome": "anger"}),
        ("what is associated with churn?", {}, {"outcome": "churned"}),
        (
            "did users who used the summaries churn less",
            {},
            {"exposure": "use summaries", "outcome": "churned", "unit": "authors"},
        ),
    ],
)
def test_an_association_is_told_by_its_two_sides(question: str, named: dict[str, Any], options: dict[str, str]) -> None:
    found = meant("associations", asked(question, **named), FACTS)
    assert found.options == options
    # What names the exposure is set against the rest, so it must not narrow the posts.
    assert (found.frame.phrase, found.frame.platforms if "exposure" in options else ()) == (None, ())


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("who are our superfans", "advocates"),
        ("who keeps complaining about us", "detractors"),
        ("most negative authors", "detractors"),
        ("which creators should we work with", "influencers"),
        ("who has the most reach", "influencers"),
        ("who is gaining an audience", "rising"),
    ],
)
def test_voices_are_of_the_kind_that_is_asked_for(question: str, kind: str) -> None:
    assert meant("voices", asked(question), FACTS).options == {"kind": kind}


def test_rivals_are_set_against_us_and_a_campaign_against_everybody() -> None:
    both = meant("compare_brands", asked("where is Bolt criticised and we are not", brands=("Bolt",)), FACTS)
    assert both.frame.brands == ("Acme", "Bolt")
    campaign = meant("compare_brands", asked("did Bolt's campaign move anything", brands=("Bolt",)), FACTS)
    assert (campaign.options, campaign.frame.brands) == ({"event_brand": "Bolt"}, ())


def test_a_crisis_is_ours_unless_somebody_is_named_and_is_judged_as_of_a_day() -> None:
    assert meant("early_warning", asked("should we be worried"), FACTS).frame.brands == ("Acme",)
    assert meant("early_warning", asked("is Bolt in trouble", brands=("Bolt",)), FACTS).frame.brands == ("Bolt",)
    day = asked("how bad was it on 3 March at 11 am", event="2026-03-03")
    assert meant("early_warning", day, FACTS).options == {"as_of": "2026-03-03", "hour": 10}


def test_words_that_talk_may_grow_about_do_not_narrow_it() -> None:
    growing = asked("is talk about privacy growing?", phrase="privacy", topic="privacy")
    assert asks_of_growth(growing)
    found = meant("emerging_topics", growing, FACTS)
    assert (found.options, found.frame.phrase) == ({"about": "privacy"}, None)
    assert not asks_of_growth(asked("is sentiment growing?"))


def test_few_posts_do_not_settle_what_people_are_likelier_to_do() -> None:
    few = Refusal(kind="not_held", reason="Only 19 posts say 'pricing'.")
    assert settles(asked("correlation between pricing and frustration", refusal=few))
    assert not settles(asked("how do people feel about pricing", refusal=few))


def test_other_tools_mean_what_filters_say() -> None:
    frame = asked("how do people feel about privacy", phrase="privacy")
    assert meant("sentiment", frame, FACTS) == ({}, frame)


@pytest.mark.parametrize(
    ("question", "tool", "options"),
    [
        ("how many people do we need to see a lift of 2 points", "test_plan", {"lift": 0.02}),
        ("what can we see with 1,200 members at 90 % power", "test_plan", {"people": 1200, "power": 0.9}),
        ("who gets more than 3 messages a week", "frequency_caps", {"cap": 3}),
        ("lookalikes of those who churned", "lookalikes", {"outcome": "churned"}),
        ("what will our buyers bring in the next 90 days", "value_tiers", {"outcome": "purchased", "ahead_days": 90}),
    ],
)
def test_amounts_and_outcomes_of_people_are_read(question: str, tool: str, options: dict[str, object]) -> None:
    assert meant(tool, asked(question), FACTS).options == options


def test_segments_and_their_definition_become_options() -> None:
    frame = asked("compare segment 1 and 3", segments=(1, 3), cut={"k": 4})
    assert meant("compare_segments", frame, FACTS).options == {"k": 4, "segment": 1, "against": 3}
