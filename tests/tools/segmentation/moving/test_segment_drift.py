from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest

from tests.tools.conftest import FACTS, borne_out
from tests.tools.segmentation.moving.world import AFTER, ALL, BEFORE, SPOTS, Worlds, at, people
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.moving.asked import SegmentDriftQuery, SegmentDriftResult
from tools.segmentation.moving.segment_drift import segment_drift

QUERY = SegmentDriftQuery(dataset="demo")


def asked(later: np.ndarray, *, away: int = 0, k: int | None = None) -> SegmentDriftResult:
    return _asked(later.tobytes(), away, k)


@cache
def _asked(later: bytes, away: int, k: int | None) -> SegmentDriftResult:
    spots = np.frombuffer(later).reshape(-1, 2)
    before, after = people(at(100, 100, 100), BEFORE, seed=1), people(spots, AFTER, seed=2, away=away)
    worlds = Worlds({ALL: before._replace(period=ALL), BEFORE: before, AFTER: after}, SPOTS[:3], k)
    result = segment_drift.run(QUERY, Tables(tables={}, facts=FACTS), segmenter=worlds)
    assert isinstance(result, SegmentDriftResult)
    return result


def test_the_same_groups_are_found_again():
    result = asked(at(100, 100, 100))
    said = borne_out(segment_drift, QUERY, result)
    assert result.verdict == "stable"
    assert all(course.found_again for course in result.segments)
    assert not result.renew
    assert result.next_look == AFTER.end + timedelta(days=28)
    assert said[0].startswith("Yes: the same groups are found again")
    assert not result.alerts


def test_shares_and_moves_are_of_rounded_counts():
    result = asked(at(100, 100, 100))
    assert result.figure("size.before.segment_1").value % 5 == 0
    assert result.figure("stay.segment_1").value == 1
    assert result.figure("share.before.segment_1").value == pytest.approx(1 / 3, abs=0.001)


def test_an_alert_tells_where_people_came_from_and_what_changed_of_them():
    spots = at(100, 100, 100)
    spots[:30] = SPOTS[1]
    result = asked(spots)
    assert result.verdict == "drifting"
    grew, shrank = (next(a for a in result.alerts if a.what == what) for what in ("grew", "shrank"))
    assert (grew.segment, grew.cause, grew.other, grew.feature) == (2, "moved in", 1, "use.a")
    assert (shrank.segment, shrank.cause, shrank.other, shrank.feature) == (1, "moved out", 2, "use.a")
    assert result.figure("move.segment_1.segment_2").value == pytest.approx(0.3, abs=0.05)
    assert any("above all from segment 1" in text for text in borne_out(segment_drift, QUERY, result))


def test_an_alert_tells_that_people_left():
    result = asked(at(100, 100, 100), away=40)
    alert = next(alert for alert in result.alerts if alert.what == "shrank")
    assert (alert.segment, alert.cause) == (3, "left")
    assert result.figure("gone.segment_3").value == pytest.approx(0.4, abs=0.05)
    borne_out(segment_drift, QUERY, result)


def test_a_group_that_dissolves_calls_for_new_groups():
    spots = at(100, 100, 100)
    spots[200:] = np.tile(SPOTS[:2], (50, 1))
    result = asked(spots)
    assert result.verdict == "dissolving"
    assert result.renew
    assert "a segment dissolves" in result.reasons
    borne_out(segment_drift, QUERY, result)


def test_few_who_move_are_not_told_of_and_one_more_with_them():
    spots = at(100, 100, 100)
    spots[:8] = SPOTS[1]
    result = asked(spots)
    told = {figure.name for figure in result.figures}
    assert "move.segment_1.segment_2" not in told
    assert "stay.segment_1" not in told, "the rest of the row would give the eight away"
    assert all(figure.value >= FLOOR for figure in result.figures if figure.unit == "people")


def test_where_there_are_no_groups_there_is_nothing_to_find_again():
    result = asked(at(100, 100, 100), k=1)
    assert result.verdict == "no groups"
    assert "no groups" in borne_out(segment_drift, QUERY, result)[0]


def test_the_days_compared_are_told():
    result = asked(at(100, 100, 100))
    assert (result.before, result.after) == (BEFORE, AFTER)
    assert result.period is not None
    assert result.period.end == date(2026, 4, 26)
