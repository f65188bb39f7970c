from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.agent.framing.names import find_names, own_brand
from server.agent.framing.spelling import known_words, mended, nearest
from server.agent.framing.vocabulary import Vocabulary
from tools.facts import Brand, Facts

VOCABULARY = Vocabulary(
    facts=Facts(
        dataset="d",
        brands=(Brand(name="Apple", aliases=("@AppleHQ", "apple inc"), is_own=True), Brand(name="Twitter"),
                Brand(name="Palavero")),
        features=("Real-time AI Summaries", "Agenda"),
    ),
    platforms=("x", "reddit"),
    langs=("en", "es"),
    regions=("US", "DE", "Bavaria"),
    campaigns=("Spring Push",),
    first=date(2026, 3, 1),
    last=date(2026, 4, 9),
    n_posts=100,
)  # fmt: skip


def found(question: str) -> list[tuple[str, str]]:
    return [(named.kind, named.value) for named in find_names(question, VOCABULARY)]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("how is apple doing", [("brand", "Apple")]),
        ("apple's share", [("brand", "Apple")]),
        ("@applehq vs palavero", [("brand", "Apple"), ("brand", "Palavero")]),
        ("palvero and palaverro", [("brand", "Palavero"), ("brand", "Palavero")]),
        ("about realtime ai summaries", [("feature", "Real-time AI Summaries")]),
        ("the real time ai sumaries", [("feature", "Real-time AI Summaries")]),
        ("feelings on redit", [("platform", "reddit")]),
        ("on X", [("platform", "x")]),
        ("what people say on twitter", [("platform", "x")]),
        ("what people say about twitter", [("brand", "Twitter")]),
        ("in the US", [("region", "US")]),
        ("posts from germany", [("region", "DE")]),
        ("spanish posts", [("lang", "es")]),
        ("the spring push", [("campaign", "Spring Push")]),
    ],
)
def test_names_are_found_however_they_are_typed(question: str, names: list[tuple[str, str]]) -> None:
    assert found(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "apply for it",
        "give us an example",
        "is it in there",
        "an ape",
        "a palace",
        "maple syrup",
        "solve for x",
        "de facto",
    ],
)
def test_other_words_are_not_bent_into_names(question: str) -> None:
    assert found(question) == []


def test_a_name_with_two_meanings_says_so() -> None:
    (named,) = find_names("what people say about twitter", VOCABULARY)
    assert named.also == ("platform",)


@given(st.sampled_from(sorted(word for word in known_words() if len(word) > 3)))
def test_no_english_word_is_a_slip_of_a_name(word: str) -> None:
    assert not any(named.slip for named in find_names(word, VOCABULARY))


@pytest.mark.parametrize(
    ("text", "ours"),
    [("how do people feel about us", ["us"]), ("our share of voice", ["our"]), ("how are we doing", ["we"]),
     ("tell us about it", []), ("in the US", []), ("what can we do", [])],
)  # fmt: skip
def test_us_is_our_own_brand_where_it_can_be(text: str, ours: list[str]) -> None:
    assert [named.typed for named in own_brand(text, VOCABULARY)] == ours


def test_slips_in_the_words_of_questions_are_mended() -> None:
    assert mended("whats teh sentimnet trned lst week") == "whats the sentiment trend lst week"
    assert mended("Sentimnet of complane", keep={"complane"}) == "sentiment of complane"


def test_a_slip_with_two_neighbours_stays() -> None:
    assert nearest("bolts", ("bolta", "boltz")) is None
    assert nearest("acne", ("acme",)) is not None
