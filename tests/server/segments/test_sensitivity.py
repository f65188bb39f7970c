"""Sensitivity: which words of features, filters, names and descriptions make a segment sensitive."""

from __future__ import annotations

import pytest

from server.segments.model import Lowered, Sensitivity, Trait
from server.segments.sensitivity import traits
from tools.base import PostFilter
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Feature

PLAIN = Definition(dataset="d")


def feature(name: str, *, label: str = "things a week", sensitivity: str = "ordinary") -> Feature:
    return Feature(name, label, "per week", sensitivity=sensitivity)


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("topics.mental_health", "health"), ("view.pregnancyGuide", "health"), ("declared.ethnicity", "origin"),
        ("topics.elections", "politics"), ("hashtags.faith", "beliefs"), ("declared.union_member", "union"),
        ("declared.unions", "union"), ("login.fingerprint", "biometrics"),
        ("hashtags.lgbtq", "sex life"), ("view.debt_advice", "finances"),
        ("outcome.overdraftFee", "finances"), ("emotion.sadness", "distress"), ("topics.teenagers", "minors"),
        ("declared.under 16", "minors"), ("use.summaries", ""), ("posts.x", ""), ("emotion.joy", ""),
        ("outcome.arrested", "crime"),
        ("rate.personalized_agenda", ""), ("value.billing", ""), ("topics.community_unionised", "union"),
    ],
)  # fmt: skip
def test_words_of_a_feature_tell_its_category(word: str, category: str) -> None:
    assert {one.category for one in traits(PLAIN, [feature(word)], name="Readers")} == (
        {category} if category else set()
    )


def test_filters_names_and_descriptions_count_too() -> None:
    filtered = Definition(dataset="d", filter=PostFilter(campaigns=("Diabetes week",)))
    found = traits(
        filtered, [feature("use.x")], name="Night shift parents of children", rules=["more posts of despair a week"]
    )
    assert [(one.category, one.where, one.word) for one in found] == [
        ("health", "filter campaigns = Diabetes week", "diabetes"),
        ("minors", "name", "children"),
        ("distress", "description 'more posts of despair a week'", "despair"),
    ]


def test_a_feature_of_protected_data_counts_whatever_it_is_called() -> None:
    assert traits(PLAIN, [feature("topic.17", sensitivity="health")], name="Readers") == (
        Trait(category="health", where="feature topic.17", word="topic.17"),
    )
    assert [
        one.word for one in traits(PLAIN, [feature("topic.17", label="posts about diabetes a week")], name="X y")
    ] == ["diabetes"]


def test_a_number_in_a_description_is_no_age() -> None:
    assert traits(PLAIN, [], name="Readers", rules=["under 16 logins a week", "at least 5 uses"]) == ()
    assert traits(PLAIN, [], name="Readers under 16") != ()


def test_only_a_reviewer_takes_back_what_words_or_the_owner_said() -> None:
    word = Trait(category="health", where="name", word="health")
    assert not Sensitivity().is_sensitive
    assert Sensitivity(traits=(word,)).is_sensitive
    assert Sensitivity(raised="they lost their jobs").is_sensitive
    assert not Sensitivity(traits=(word,), raised="so", lowered=Lowered(reason="no", reviewer="tom")).is_sensitive
