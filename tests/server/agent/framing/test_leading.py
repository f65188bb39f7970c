from __future__ import annotations

import pytest

from server.agent.framing.leading import MARGIN, NEAR, SAME, SURE, leading_asks, no_examples


def likely(**scores: float) -> object:
    return lambda _: scores


def test_rules_decide_where_there_are_no_examples() -> None:
    assert leading_asks("how do people feel", "how do people feel", no_examples) == ("feel",)


@pytest.mark.parametrize(("score", "asks"), [(NEAR, ("describe",)), (NEAR - 0.01, ())])
def test_an_example_speaks_where_no_rule_knows(score: float, asks: tuple[str, ...]) -> None:
    assert leading_asks("hmm", "hmm", likely(describe_dataset=score)) == asks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("trend", "feel", "asks"),
    [
        (SURE + MARGIN, SURE, ("trend",)),
        (SURE + MARGIN, SURE + 0.01, ("feel",)),
        (SURE - 0.01, 0.0, ("feel",)),
    ],
)
def test_an_example_overrules_everyday_words_by_a_margin(trend: float, feel: float, asks: tuple[str, ...]) -> None:
    scores = likely(sentiment_trend=trend, sentiment=feel)
    assert leading_asks("how do people feel", "how do people feel", scores) == asks  # type: ignore[arg-type]


def test_the_name_of_a_measure_is_overruled_by_the_same_question_alone() -> None:
    text = "what is our share of voice"
    assert leading_asks(text, text, likely(sentiment=SAME - 0.01)) == ("share",)  # type: ignore[arg-type]
    assert leading_asks(text, text, likely(sentiment=SAME))[0] == "feel"  # type: ignore[arg-type]


def test_what_stands_before_a_colon_says_where_to_look() -> None:
    assert leading_asks("posts on reddit: is sentiment getting worse?", "", no_examples)[0] == "trend"
    assert leading_asks("quick question: find posts on refunds", "", no_examples)[0] == "search"
