from __future__ import annotations

from datetime import date

import pytest

from server.agent.framing.clues import Likely
from server.agent.framing.frame import Ask
from server.agent.framing.leading import AHEAD, FOREIGN, NEAR, SAME, SURE, leading_asks, no_router
from server.agent.framing.marking import mark
from server.agent.framing.spans import Covered
from server.agent.framing.vocabulary import Vocabulary
from tools.facts import Facts

COVERED = Covered(date(2026, 3, 1), date(2026, 4, 9))


def likely(**shares: float) -> Likely:
    return lambda _: shares


def leading(text: str, router: Likely) -> tuple[Ask, ...]:
    return leading_asks(mark(text, Vocabulary(facts=Facts(dataset="d")), COVERED), router)


def test_rules_decide_where_there_is_no_router() -> None:
    assert leading("how do people feel", no_router) == ("feel",)


@pytest.mark.parametrize(
    ("router", "asks"),
    [
        (likely(describe_dataset=NEAR), ("describe",)),
        (likely(describe_dataset=NEAR - 0.01), ()),
        (likely(describe_dataset=1 - FOREIGN, none=FOREIGN), ()),
        (likely(emotions=NEAR), ("emotions",)),
    ],
)
def test_the_router_speaks_where_no_rule_knows(router: Likely, asks: tuple[Ask, ...]) -> None:
    assert leading("hmm", router) == asks


@pytest.mark.parametrize(
    ("trend", "feel", "asks"),
    [
        (SURE, SURE / AHEAD, ("trend",)),
        (SURE, SURE / AHEAD + 0.01, ("feel",)),
        (SURE - 0.01, 0.0, ("feel",)),
    ],
)
def test_the_router_overrules_everyday_words_by_a_margin(trend: float, feel: float, asks: tuple[Ask, ...]) -> None:
    assert leading("how do people feel", likely(sentiment_trend=trend, sentiment=feel)) == asks


def test_the_name_of_a_measure_is_overruled_only_by_a_router_that_is_sure() -> None:
    text = "what is our share of voice"
    assert leading(text, likely(intents=SAME - 0.01)) == ("share",)
    assert leading(text, likely(intents=SAME)) == ("intents", "share")


def test_what_the_router_is_sure_of_comes_first_where_a_rule_saw_it_too() -> None:
    assert leading("what do they say about it, show me examples", likely(search_posts=0.9))[0] == "search"


def test_what_stands_before_a_colon_says_where_to_look() -> None:
    assert leading("posts on reddit: is sentiment getting worse?", no_router)[0] == "trend"
    assert leading("quick question: find posts on refunds", no_router)[0] == "search"
