from functools import cache

import numpy as np
import pytest

from tests.tools.segmentation.moving.world import AFTER, BEFORE, SPOTS, at, by_hand, people
from tools.segmentation.moving.drift import Drift, drifted


def moved(later: np.ndarray, *, away: int = 0) -> Drift:
    """A hundred people on each of three spots, and where they were later."""
    return _moved(later.tobytes(), away)


@cache
def _moved(later: bytes, away: int) -> Drift:
    spots = np.frombuffer(later).reshape(-1, 2)
    first = by_hand(people(at(100, 100, 100), BEFORE, seed=1), SPOTS[:3])
    return drifted(first, people(spots, AFTER, seed=2, away=away))


def test_groups_that_stay_are_stable():
    drift = moved(at(100, 100, 100))
    assert drift.verdicts == ("stable", "stable", "stable")
    assert drift.rand == pytest.approx(1.0)
    assert not drift.changes.sized.any()
    assert not drift.changes.shifted.any()


def test_a_group_that_does_more_of_something_drifts():
    spots = at(100, 100, 100)
    spots[100:200, 0] += 3
    drift = moved(spots)
    assert drift.verdicts == ("stable", "drifting", "stable")
    # Three standard deviations of the noise, 1, on the scale of roots or as it is: far beyond three tenths.
    assert drift.changes.moved[1, 0] > 1.5
    assert drift.changes.shifted.tolist() == [[False, False], [True, False], [False, False]]


def test_people_who_change_groups_make_one_grow_and_one_shrink():
    spots = at(100, 100, 100)
    spots[:30] = SPOTS[1]
    drift = moved(spots)
    assert drift.verdicts == ("drifting", "drifting", "stable")
    assert drift.changes.share2 - drift.changes.share1 == pytest.approx([-0.1, 0.1, 0.0])


def test_a_group_whose_people_go_to_the_others_dissolves():
    spots = at(100, 100, 100)
    spots[200:] = np.tile(SPOTS[:2], (50, 1))
    assert moved(spots).verdicts[2] == "dissolving"


def test_a_group_whose_people_scatter_dissolves():
    spots = at(100, 100, 100)
    spots[200:] = np.random.default_rng(3).uniform(0, 24, (100, 2))
    assert moved(spots).verdicts[2] == "dissolving"


def test_groups_that_halves_of_the_same_people_do_not_show_are_unsteady():
    centres = np.array([[3.0, 4.0], [5.0, 4.0], [12.0, 12.0]])  # one spot cut in two, two spots taken together
    first = by_hand(people(at(100, 100, 100), BEFORE, seed=1), centres)
    assert set(drifted(first, people(at(100, 100, 100), AFTER, seed=2)).verdicts) == {"unsteady"}


def test_people_who_were_not_there_later_have_no_later_segment():
    drift = moved(at(100, 100, 100), away=40)
    assert (drift.label2 == -1).sum() == 40
    assert drift.verdicts[2] == "drifting"


def test_a_feature_that_was_not_measured_later_counts_as_not_done():
    first = by_hand(people(at(100, 100, 100), BEFORE, seed=1), SPOTS[:3])
    second = people(at(100, 100, 100), AFTER, seed=2)
    second = second._replace(features=second.features[:1], values=second.values[:, :1])
    assert drifted(first, second).verdicts[2] == "dissolving"
