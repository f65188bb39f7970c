"""The simulations behind the intervals of influence and of campaigns."""

from __future__ import annotations

import pytest

from evals.influence import WORLDS, World, campaigns, coverage, to_markdown


def test_a_few_rounds_are_repeatable_and_printed():
    one, other = (coverage(WORLDS[0], rounds=3, seed=1) for _ in range(2))
    assert one == other
    null = campaigns(0.3, 1.0, rounds=3, seed=1)
    assert null == campaigns(0.3, 1.0, rounds=3, seed=1)
    printed = to_markdown([one], [null])
    assert "| 100 | 1.4 | 1.0 times | 0.5 |" in printed
    assert "| 0.3 | 1.0 |" in printed


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS[4:8])
def test_intervals_of_weighted_shares_hold_the_truth(world: World):
    found = coverage(world, rounds=200, seed=0)
    assert found.shares >= 0.92
    assert found.gaps >= 0.92
    assert found.leads >= 0.90


@pytest.mark.slow
@pytest.mark.parametrize("memory", [0.0, 0.3])
def test_a_campaign_that_did_nothing_is_hardly_ever_named_and_a_large_one_mostly(memory: float):
    assert campaigns(memory, 1.0, rounds=300, seed=0).named <= 0.05
    assert campaigns(memory, 2.0, rounds=100, seed=0).named >= 0.7
