"""Segment audience: who our people are, how the number was chosen, and what it can bear."""

import json
from functools import cache

import numpy as np
import pytest

from evals.segments.planting import FOUR, Planted, plant, shuffled
from knowledge.samples import generate
from tests.tools.conftest import borne_out, make_tables
from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.asked import Definition
from tools.segmentation.audience.asked import SegmentAudienceQuery, SegmentAudienceResult
from tools.segmentation.audience.segment_audience import segment_audience
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.clustering.fit import segmented
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Segmented
from tools.segmentation.segmenter import TableSegmenter

NOTHING = make_tables(authors=[])


class Given:
    """A segmenter of people who are given."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix, self._found = matrix, dict[str, Segmented]()

    def matrix(self, _: Definition) -> Matrix:
        return self._matrix

    def segmented(self, definition: Definition) -> Segmented:
        return self._found.setdefault(definition.hash, segmented(definition, self._matrix))


@cache
def four() -> Planted:
    return plant(FOUR, 400, seed=3)


@cache
def given() -> Given:
    return Given(four().matrix)


def ask(segmenter: Given, tables: Tables = NOTHING, **query: object) -> tuple[SegmentAudienceResult, str]:
    asked = SegmentAudienceQuery.model_validate({"dataset": "demo"} | query)
    result = segment_audience.run(asked, tables, segmenter=segmenter)
    assert isinstance(result, SegmentAudienceResult)
    return result, " ".join(borne_out(segment_audience, asked, result))


@cache
def by_default() -> tuple[SegmentAudienceResult, str]:
    return ask(given())


def test_segments_are_told_with_their_sizes_from_the_largest_and_why_there_are_so_many():
    result, said = by_default()
    assert result.k == len(result.segments) == 4
    sizes = [result.figure(f"size.segment_{segment.segment}") for segment in result.segments]
    assert all(size.value % 5 == 0 and size.unit == "people" for size in sizes)
    assert [size.value for size in sizes] == sorted((size.value for size in sizes), reverse=True)
    assert sum(size.value for size in sizes) == pytest.approx(400, abs=20)
    for size in sizes:
        share = result.figure(size.name.replace("size", "share"))
        assert share.value == pytest.approx(size.value / 400, abs=6e-4)
        assert share.low < share.value < share.high  # type: ignore[operator]
    assert "400 people fall into 4 segments." in said
    assert "Four groups are the most that hold: they come back in random halves" in said
    assert len(result.reason) == 2


def test_every_number_of_groups_tried_is_shown_with_what_it_lacks():
    result, _ = by_default()
    assert [option.groups for option in result.tried][:3] == [2, 3, 4]
    for option in result.tried:
        assert option.holds is (not option.lacks)
        for score in ("back", "gap", "valley", "silhouette", "calinski_harabasz", "spread"):
            assert result.figure(f"{score}.groups_{option.groups}").group == {"groups": str(option.groups)}
    assert {figure.group["algorithm"] for figure in result.figures if "algorithm" in figure.group} == {
        "gaussian_mixture", "kmeans", "hierarchical", "hdbscan",
    }  # fmt: skip


def test_tiers_make_up_the_whole():
    result, said = by_default()
    tiers = [result.figure(f"tier.{tier}").value for tier in "abc"]
    assert sum(tiers) == pytest.approx(1, abs=0.04)
    assert tiers[0] > 0.8
    assert "(tier A)" in said


def test_a_segment_needs_the_people_of_a_test_within_it():
    result, said = by_default()
    # (1.96 + 0.84)^2 (.1 x .9 + .2 x .8) / .1^2 = 197 in either half.
    assert result.figure("test.needed").value == 394
    assert "it needs 394 people; " in said
    assert "can only show" in said
    enough, said = ask(given(), detect=0.35, base=0.1)
    assert "each has them" in said
    assert enough.merges == ()
    with pytest.raises(BadRequest, match="stay under 1"):
        ask(given(), detect=0.6, base=0.5)


def test_no_groups_are_told_where_features_are_shuffled():
    result, said = ask(Given(shuffled(four().matrix, seed=1)))
    assert (result.k, result.segments) == (1, ())
    assert "show no groups: there are no clusters here" in said
    assert "one crowd whose members differ by degrees" in said


def test_segments_are_compared_with_groups_known_from_elsewhere_without_listing_anybody():
    letters = ["BCAD"[group - 1] for group in four().group]
    people = four().matrix.people
    recorded = [{"user_id": who, "segment": letter} for who, letter in zip(people, letters, strict=True)]
    attributes = [
        {"author_id": who, "attributes": json.dumps({"plan": letter, "likes": ["a", "b"]})}
        for who, letter in zip(people, letters, strict=True)
    ]
    tables = make_tables(assignments=recorded, authors=attributes)
    result, said = ask(given(), tables, against="segment")
    expected = adjusted_rand(given().segmented(Definition(dataset="demo")).placing.segment, four().group)
    assert result.figure("against.adjusted_rand").value == pytest.approx(expected, abs=0.005)
    assert "With segment as recorded elsewhere they agree to" in said
    assert not any(who in result.model_dump_json() for who in people)
    same, _ = ask(given(), tables, against="plan")
    assert same.figure("against.adjusted_rand").value == result.figure("against.adjusted_rand").value
    with pytest.raises(UnknownName, match="plan"):
        ask(given(), tables, against="plans")
    with pytest.raises(TooFewPosts, match="people of whom 'likes' is known"):
        ask(given(), tables, against="likes")
    with pytest.raises(MissingData, match="table 'assignments'"):
        ask(given(), NOTHING, against="segment")


@pytest.mark.slow
def test_what_is_asked_for_is_done_and_said_to_hold_or_not():
    three, said = ask(given(), capacity=3)
    assert (three.k, "four would hold as well" in said) == (3, True)
    six, said = ask(given(), k=6, algorithm="kmeans")
    assert six.k == 6
    assert "Six groups were asked for, but" in said
    assert "K-means was asked for." in said
    one, said = ask(given(), algorithm="hdbscan")
    assert "HDBSCAN" in said or one.k > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 11])
def test_the_planted_segments_of_the_sample_are_found_by_default(seed: int):
    launch = generate(seed=seed)
    tables = make_tables(
        **{name: [row._asdict() for row in getattr(launch, name)] for name in ("events", "outcomes", "authors")}
    )
    segmenter = TableSegmenter(tables)
    asked = SegmentAudienceQuery(dataset="demo")
    result = segment_audience.run(asked, tables, segmenter=segmenter)
    borne_out(segment_audience, asked, result)
    found = segmenter.segmented(asked.definition)
    letters = [launch.truth.segments[who] for who in found.matrix.people]
    assert adjusted_rand(found.placing.segment, np.unique(letters, return_inverse=True)[1]) >= 0.85
    shares = sorted(result.figure(f"share.segment_{segment.segment}").value for segment in result.segments)
    assert shares == pytest.approx([0.15, 0.15, 0.25, 0.45], abs=0.035)
