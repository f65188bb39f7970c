"""Lint: labels that nobody would want to read of themselves are found however they are written, and others left be."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.segmentation.naming.lint import lint

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Skeptics/Strugglers", "doubting"),
        ("Feature Ignorers", "stigmatising"),
        ("laggards", "stigmatising"),
        ("whales", "prey"),
        ("low-value", "value-laden"),
        ("crazy cat ladies", "diminishing"),
        ("poor", "finance inferred"),
        ("addicts", "health inferred"),
        ("Lonely hearts", "distress inferred"),
        ("Women over fifty", "protected attribute"),
    ],
)
def test_each_group_is_flagged_with_its_reason_severity_and_what_instead(label: str, group: str):
    flags = lint(label)
    assert group in {flag.group for flag in flags}
    assert all(flag.reason and flag.instead and flag.severity in ("high", "medium", "low") for flag in flags)


@pytest.mark.parametrize(
    "label",
    ["LowValue", "low_value", "low value", "l4gg4rds", "wh@les", "LAGGARD", "Nörgler", "Noergler", "Geizhälse",
     "l\u0430gg\u0430rds", "l.o.s.e.r.s", "looooosers", "pooor people", "FeatureIgnorers", "wha\u200bles",
     "Quejicas", "tacaño", "TACANOS", "1di0ts"],
)  # fmt: skip
def test_other_spellings_are_seen_through(label: str):
    assert lint(label)


def test_what_was_found_is_shown_as_it_was_written():
    assert [flag.words for flag in lint("Our L4GG4RDS!")] == ["L4GG4RDS"]
    assert [flag.words for flag in lint("MyFeatureIgnorers")] == ["Ignorers"]


@pytest.mark.parametrize(
    "label",
    ["Power Users", "Cautious Adopters", "Weekend readers", "Heavy users of summaries", "Manual exporters", "", "42",
     "Poor connection reporters", "Rich text editors", "Father's Day buyers", "Transfer users", "Early adopters", "🙂",
     "Blackboard users"],
)  # fmt: skip
def test_labels_that_say_what_people_do_are_left_be(label: str):
    assert lint(label) == ()


def test_a_neutral_label_is_proposed_where_one_is_known():
    assert {flag.instead for flag in lint("laggards", neutral="Seldom use summaries")} == {"Seldom use summaries"}


def test_the_gravest_comes_first():
    order = {"high": 0, "medium": 1, "low": 2}
    ranks = [order[flag.severity] for flag in lint("poor low-value skeptics")]
    assert ranks == sorted(ranks)
    assert len(ranks) == 3


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_any_text_is_judged_and_every_find_stands_in_it(label: str):
    for flag in lint(label):
        assert flag.words in label


@settings(max_examples=50)
@given(st.sampled_from(["laggards", "whales", "skeptics", "Addicts"]), st.text("_-./ ,:", max_size=3))
def test_case_and_what_stands_around_do_not_hide_a_word(word: str, around: str):
    assert lint(f"{around}{word.upper()}{around}")
