"""The measure of features, by few simulations."""

from __future__ import annotations

import pytest

from evals.features import leaving, moved, report, weighing


def test_leavers_are_measured_nearer_the_truth_than_by_the_period():
    found = leaving(7, people=200, rounds=1)
    assert found.by_period < 0.75
    assert found.by_stay == pytest.approx(1, abs=0.2)


def test_a_move_is_told_and_none_is_not():
    assert moved(300, 0.8, rounds=5).told == 5
    assert moved(300, 0.0, rounds=5).told == 0


@pytest.mark.slow
def test_weights_hold_the_truth_as_often_as_they_say():
    found = weighing(500, rounds=40)
    assert found.held / found.tried > 0.9


@pytest.mark.slow
def test_the_report_gives_every_rate_with_its_interval():
    lines = list(report(10))
    assert len(lines) == 11
    assert all(" to " in line for line in lines[3:])
