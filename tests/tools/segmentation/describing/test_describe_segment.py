"""Describe segment: what is told of a segment, in figures that bear it out, and what is not told."""

from functools import cache

import numpy as np
import pytest

from tests.tools.conftest import borne_out, make_tables
from tests.tools.segmentation.describing.conftest import Given, segmented, two_groups
from tools.errors import BadRequest, NotPermitted
from tools.segmentation.describing.describe_segment import describe_segment
from tools.segmentation.disclosure import BASE
from tools.segmentation.naming.lint import lint
from tools.segmentation.segmented import Segmented


def run(made: Segmented, **asked: object):
    query = describe_segment.query(dataset="demo", **asked)
    result = describe_segment.run(query, make_tables(), segmenter=Given(made))
    return result, " ".join(borne_out(describe_segment, query, result))


@cache
def usual():
    """Return what is told of the larger of two groups."""
    return run(two_groups(), segment=1)


def test_a_segment_is_told_by_size_contrasts_rule_fidelity_and_neighbour():
    result, said = usual()
    portrait = result.segments[0]
    assert portrait.over == ("uses of summaries a week",)
    assert portrait.under == ("uses of agenda a week",)
    assert portrait.nearest == "segment 2"
    assert portrait.holds
    assert abs(result.figure("size.segment_1").value - 120) < BASE
    for part in (
        "In segment 1, “Often use summaries, seldom agenda”", "More than everybody", "Less than everybody",
        "uses of summaries a week", "On people it had not seen", "silhouette", "nearest to segment 2",
    ):  # fmt: skip
        assert part in said


def test_without_a_number_every_segment_is_told_in_two_lines():
    result, _ = run(two_groups())
    assert [portrait.segment for portrait in result.segments] == [1, 2]
    assert len({portrait.label for portrait in result.segments}) == 2
    assert all(portrait.card is None and not portrait.rules for portrait in result.segments)
    query = describe_segment.query(dataset="demo")
    assert len(describe_segment.say(query, result)) == 4


def test_counts_of_people_are_multiples_of_five_and_shares_are_made_of_them():
    result, _ = run(two_groups(203))
    for portrait in result.segments:
        size, share = (result.figure(f"{stem}.segment_{portrait.segment}") for stem in ("size", "share"))
        assert size.value % BASE == 0
        assert share.n % BASE == 0
        assert share.value == pytest.approx(size.value / share.n, abs=0.0006)


def test_a_segment_that_there_is_not_is_a_bad_request_that_says_which_there_are():
    with pytest.raises(BadRequest, match="numbered 1 to 2"):
        run(two_groups(), segment=3)


def test_a_segment_under_the_floor_is_refused_and_so_is_the_one_that_would_give_it_away():
    made = two_groups(300)
    numbers = made.placing.segment.copy()
    numbers[-12:] = 3
    small = segmented(numbers, made.matrix.values)
    for segment in (3, 2):
        with pytest.raises(NotPermitted, match="singled out"):
            run(small, segment=segment)
    result, said = run(small)
    assert [portrait.segment for portrait in result.segments] == [1]
    assert result.left_out == 2
    assert "too small to be told of" in said


def test_one_group_is_said_to_be_none():
    values = np.random.default_rng(0).poisson(2, (100, 2))
    result, said = run(segmented([1] * 100, values))
    assert "fall into no groups" in said
    assert result.segments[0].over == ()
    assert result.segments[0].label == "Close to the average"


def test_a_label_in_mind_is_checked_and_a_neutral_one_proposed():
    result, said = run(two_groups(), segment=1, label="Skeptics/Strugglers")
    assert {flag.instead for flag in result.flags} == {"Often use summaries, seldom agenda"}
    assert "Do not call them “Skeptics”" in said
    result, said = run(two_groups(), segment=1, label="Summary readers")
    assert result.flags == ()
    assert "person has the last word" in said


def test_proposed_labels_pass_the_lint_and_are_short():
    for seed in range(3):
        result, _ = run(two_groups(seed=seed))
        for portrait in result.segments:
            assert lint(portrait.label) == ()
            assert len(portrait.label.split()) <= 6


def test_the_card_has_title_size_bars_rule_and_caution_and_no_person():
    result, _ = usual()
    card = result.segments[0].card or ""
    size = result.figure("size.segment_1").shown
    for part in (f"### {result.segments[0].label}", f"{size} people", "█", "How to tell them", "no individual"):
        assert part in card


def test_neither_figures_nor_words_hold_the_id_of_anybody():
    made = two_groups()
    result, said = usual()
    text = result.model_dump_json() + said
    assert not any(person in text for person in made.matrix.people)


def test_the_same_question_gives_the_same_answer():
    assert run(two_groups(), segment=1) == usual()
