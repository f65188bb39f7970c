"""The measure of tests, by few simulations."""

from __future__ import annotations

import pytest

from evals.experiments import (
    CHOSEN,
    SHARES,
    Held,
    Shares,
    Weighed,
    held_to_markdown,
    peeking_to_markdown,
    shares,
    splits_to_markdown,
    weighed,
    weighed_to_markdown,
)


def test_rates_carry_their_interval_and_n():
    text = held_to_markdown([Held("nothing", 10, 9, 10, 1)])
    assert "| nothing | 90.0% (59.6% to 98.2%, 9 of 10) | 100.0% (72.2% to 100.0%, 10 of 10) |" in text
    text = weighed_to_markdown([Weighed("by lot", 10, 0.021, -0.004, 9, 10, 0)])
    assert "| by lot | +2.1 points | -0.4 points | 90.0% (59.6% to 98.2%, 9 of 10) |" in text


def test_a_world_is_counted_alike_each_time():
    world = Shares("a lift", 0.2, 0.1, 50, 50)
    assert shares(world, 20) == shares(world, 20)


@pytest.mark.slow
@pytest.mark.parametrize("world", SHARES, ids=lambda world: world.name)
def test_intervals_hold_the_planted_lift_as_often_as_they_say(world: Shares):
    found = shares(world, 400)
    assert found.difference / found.rounds > 0.92
    assert found.ratio / found.rounds > 0.92
    if not world.lift:
        assert found.found / found.rounds < 0.08


@pytest.mark.slow
def test_weighting_takes_away_what_was_chosen():
    chosen = weighed(CHOSEN[3], 30)
    assert abs(chosen.weighted) < 0.5 * chosen.raw
    assert chosen.weighted_held > chosen.raw_held
    assert chosen.alarms >= 29


@pytest.mark.slow
def test_splits_and_peeking_are_written_with_their_counts():
    assert "as planned | 200 |" in splits_to_markdown(50)
    assert peeking_to_markdown(100).startswith("Tests of nothing that find something in one of five looks:")
