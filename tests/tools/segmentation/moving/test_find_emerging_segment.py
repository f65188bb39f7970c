import numpy as np
import pytest

from tests.tools.conftest import FACTS, borne_out, make_tables
from tests.tools.segmentation.moving.world import AFTER, ALL, BEFORE, FEATURES, SPOTS, Worlds, at, people
from tools.errors import UnknownName
from tools.inputs import Tables
from tools.segmentation.matrix import Matrix
from tools.segmentation.moving.find_asked import FindEmergingSegmentQuery, FindEmergingSegmentResult
from tools.segmentation.moving.find_emerging_segment import find_emerging_segment
from tools.segmentation.moving.worth import people_needed

NAMES = tuple(feature.name for feature in FEATURES)
QUERY = FindEmergingSegmentQuery(dataset="demo", features=NAMES)
EMPTY = Tables(tables={}, facts=FACTS)


def asked(
    later: np.ndarray, *, query: FindEmergingSegmentQuery = QUERY, tables: Tables = EMPTY, noise: float = 1.0
) -> FindEmergingSegmentResult:
    """A hundred people on each of three spots; where they were later."""
    before, after = people(at(100, 100, 100), BEFORE, seed=1), people(later, AFTER, seed=2, noise=noise)
    worlds = Worlds({ALL: _both(before, after), BEFORE: before, AFTER: after}, SPOTS[:3])
    result = find_emerging_segment.run(query, tables, segmenter=worlds)
    assert isinstance(result, FindEmergingSegmentResult)
    return result


def _both(before: Matrix, after: Matrix) -> Matrix:
    return before._replace(period=ALL, values=(before.values + after.values[: len(before.people)]) / 2)


def with_new(n: int) -> np.ndarray:
    spots = at(100, 100, 100)
    spots[:n] = SPOTS[3]
    return spots


def test_where_nothing_changed_no_group_is_new():
    result = asked(at(100, 100, 100))
    assert not result.segments
    assert "No new group" in borne_out(find_emerging_segment, QUERY, result)[0]


def test_people_who_gather_where_nobody_stood_are_a_new_group():
    result = asked(with_new(50))
    said = borne_out(find_emerging_segment, QUERY, result)
    (new,) = result.segments
    assert result.figure(f"size.{new.key}").value == pytest.approx(50, abs=5)
    assert result.figure(f"chance.{new.key}").value <= 0.05
    assert result.figure(f"unlike.{new.key}").value > 0.9
    assert new.moved is None
    assert not new.large_enough
    assert said[0].startswith("A new group")
    # What sets it apart is told against the segment nearest to it.
    assert new.nearest in (2, 3)
    far = "use.b" if new.nearest == 2 else "use.a"
    assert result.figure(f"here.{new.key}.{far}").value == pytest.approx(20, abs=1)
    assert result.figure(f"there.{new.key}.{far}").value == pytest.approx(4, abs=1)


def test_a_segment_that_moves_as_a_whole_is_not_new():
    spots = at(100, 100, 100)
    spots[:100] = SPOTS[3]
    result = asked(spots)
    (new,) = result.segments
    assert new.moved == 1
    assert borne_out(find_emerging_segment, QUERY, result)[0].startswith("Segment moved rather than new")


def test_what_everybody_does_more_of_makes_nobody_new():
    assert not asked(at(100, 100, 100) * 1.5).segments


@pytest.mark.slow
def test_a_handful_is_not_told_of():
    assert not asked(with_new(12)).segments


@pytest.mark.slow
def test_people_who_scatter_are_no_group():
    spots = at(100, 100, 100)
    spots[:30] = np.random.default_rng(5).uniform(0, 60, (30, 2))
    assert not asked(spots).segments


def test_a_group_is_large_enough_where_a_test_can_show_the_rise():
    # From a half, four tests of five see 30 points in two arms of (1.96 + 0.84)^2 (.25 + .16) / .09 = 36 people each.
    assert people_needed(0.5, 0.3) == 72
    assert asked(with_new(90), query=QUERY.model_copy(update={"detect": 0.3})).segments[0].large_enough


def test_a_share_near_one_is_tested_for_a_fall():
    # (1.96 + 0.84)^2 (.95 x .05 + .85 x .15) / .01 = 138 people in each arm.
    assert people_needed(0.95, 0.1) == 276


def outcomes(n: int) -> Tables:
    rows = [{"user_id": f"u{i:04d}", "at": "2026-04-10T12:00:00", "kind": "purchased", "value": 10.0} for i in range(n)]
    return make_tables(outcomes=rows)


@pytest.mark.slow
def test_worth_is_told_by_what_its_people_buy():
    result = asked(with_new(50), tables=outcomes(100))
    (new,) = result.segments
    assert result.outcome == "purchased"
    assert result.figure("base").value == pytest.approx(1 / 3, abs=0.001)
    assert result.figure(f"value.{new.key}").value == pytest.approx(0.5, abs=0.05)


@pytest.mark.slow
def test_an_outcome_that_nobody_had_is_refused():
    with pytest.raises(UnknownName, match="purchased"):
        asked(with_new(50), query=QUERY.model_copy(update={"outcome": "bought"}), tables=outcomes(100))


@pytest.mark.slow
def test_the_same_question_gives_the_same_answer():
    assert asked(with_new(50)) == asked(with_new(50))
