"""The measure of associations, by few simulations."""

from __future__ import annotations

import pytest

from evals.associations import WORLDS, Measured, World, discovered, measured, to_markdown


def test_rates_carry_their_interval_and_n():
    text = to_markdown([Measured(World("twice as likely", ratio=2), 10, 9, 10, 10)])
    assert "| twice as likely | 90.0% (59.6% to 98.2%, 9 of 10) | 100.0% (72.2% to 100.0%, 10 of 10) |" in text


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)
def test_adjusted_intervals_hold_the_ratio_as_often_as_they_say(world: World):
    found = measured(world, 150)
    assert found.adjusted / found.rounds > 0.9
    if world.confounded:
        assert found.crude < found.adjusted


@pytest.mark.slow
def test_true_pairs_are_found_and_few_others():
    found, wrong, _ = discovered(10, real=12)
    assert wrong / found <= 0.1
    assert found - wrong >= 100
