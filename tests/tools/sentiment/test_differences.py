"""Differences in differences, on two sides whose steps are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.tools.conftest import FACTS
from tools.errors import TooFewPosts
from tools.sentiment.counting import Counts
from tools.sentiment.differences import Difference, difference

START = date(2026, 9, 7)
EVENT = START + timedelta(days=10)


def side(nets: Sequence[float], *, each: int = 200) -> dict[date, Counts]:
    """Posts of each day, without neutral ones, that net to its value."""
    counts = {}
    for day, net in enumerate(nets):
        positive = round(each * (1 + net) / 2)
        counts[START + timedelta(days=day)] = Counts(each, (each - positive, 0, positive), None, None, None, None)
    return counts


def compared(treated: Sequence[float], control: Sequence[float], **more: int) -> Difference:
    return difference(side(treated), side(control, **more), event=EVENT, every="day", name="Bolt", facts=FACTS, seed=0)


def value(found: Difference, name: str = "change.difference") -> float:
    return next(figure.value for figure in found.figures if figure.name == name)


def test_what_moves_both_is_taken_off():
    found = compared([0.5] * 10 + [0.1] * 10, [0.4] * 10 + [0.2] * 10)
    assert value(found) == pytest.approx(-0.4 + 0.2, abs=0.005)
    assert found.settled
    assert (value(found, "net.control.before"), value(found, "net.control.after")) == (
        pytest.approx(0.4, abs=0.005), pytest.approx(0.2, abs=0.005),
    )  # fmt: skip


def test_sides_that_move_alike_do_not_differ():
    waves = [0.1 * (day % 4) - (0.3 if day >= 10 else 0) for day in range(20)]
    found = compared(waves, [wave + 0.2 for wave in waves])
    assert value(found) == pytest.approx(0, abs=0.005)
    assert not found.settled
    assert not found.apart_before


def test_sides_that_drift_apart_before_are_said_to():
    found = compared([0.5 - 0.04 * day for day in range(20)], [0.3] * 20)
    assert found.apart_before
    assert value(found, "slope.difference") == pytest.approx(-0.28, abs=0.01)


def test_few_days_on_a_side_are_refused():
    with pytest.raises(TooFewPosts, match="Found 2 days from 2026-09-17 with 10 posts read reliably on both sides"):
        compared([0.5] * 12, [0.5] * 20)
    with pytest.raises(TooFewPosts, match="Found 0 days before"):
        compared([0.5] * 20, [0.5] * 20, each=9)
