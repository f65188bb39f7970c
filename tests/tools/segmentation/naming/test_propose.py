"""Propose: labels that say what people do, short, unlike each other, and fit to be read by those they name."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.segmentation.naming.lint import lint
from tools.segmentation.naming.propose import Behaviour, proposed

SUMMARIES = Behaviour("use.summaries", "uses of summaries a week", 140, True)
AGENDA = Behaviour("use.personalized_agenda", "uses of personalized agenda a week", 51, False)
NAMES = [f"use.f{i}" for i in range(5)]
LOGIN = Behaviour("login.app", "logins a week", 220, True)


def test_a_label_pairs_what_they_do_often_with_what_they_seldom_do():
    assert proposed({1: [SUMMARIES, AGENDA]}, features=NAMES) == {1: "Often use summaries, seldom agenda"}


def test_one_sided_segments_are_told_by_that_side():
    assert proposed({1: [LOGIN], 2: [AGENDA]}, features=NAMES) == {1: "Heavy visitors", 2: "Seldom use agenda"}


def test_who_does_more_of_nearly_everything_is_told_as_that():
    more = [replace(SUMMARIES, name=f"use.f{i}", index=250.0) for i in range(4)]
    assert proposed({1: more}, features=NAMES) == {1: "Heavy users across features"}
    less = [replace(AGENDA, name=f"use.f{i}", index=20.0) for i in range(4)]
    assert proposed({1: less}, features=NAMES) == {1: "Light users across features"}


def test_nothing_apart_is_close_to_the_average_and_twice_that_is_told_apart():
    assert proposed({1: [], 2: []}, features=NAMES) == {1: "Close to the average", 2: "Close to the average B"}


def test_a_feature_that_would_name_people_badly_is_passed_over():
    bad = replace(SUMMARIES, name="use.debt_help_for_the_poor", label="poor")
    assert proposed({1: [bad, SUMMARIES]}, features=NAMES) == {1: "Frequent users of summaries"}


names = st.sampled_from(["use.summaries", "use.agenda", "login.app", "posts.reddit", "sentiment.net", "view.poor", ""])
behaviours = st.lists(
    st.builds(Behaviour, names, st.text(max_size=20), st.one_of(st.none(), st.floats(0, 900)), st.booleans()),
    max_size=6,
)


@settings(max_examples=25)
@given(st.dictionaries(st.integers(1, 20), behaviours, max_size=6), st.lists(names, max_size=6))
def test_labels_are_unlike_each_other_short_and_clean(segments: dict[int, list[Behaviour]], features: list[str]):
    labels = proposed(segments, features=features)
    assert set(labels) == set(segments)
    assert len(set(labels.values())) == len(labels)
    assert all(label and len(label.split()) <= 6 and not lint(label) for label in labels.values())
