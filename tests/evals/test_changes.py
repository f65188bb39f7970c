"""Planted causes: that generated tables hold what they say, and that recovery is counted right."""

from __future__ import annotations

import numpy as np
import pytest

from evals.changes import Measured, Outcome, Planted, generate, outcomes
from tools.statistics.slices import Condition, Found, Slice


def test_a_planted_slice_is_found_and_a_null_table_holds_nothing():
    [planted] = outcomes(1, seed=0, planting=True)
    [null] = outcomes(1, seed=1, planting=False)
    assert planted.rank == 1
    assert null.found.slices == ()
    assert null.rank is None


def test_the_planted_slice_rises_by_what_is_said():
    made = generate(np.random.default_rng(3), planting=True)
    inside = made.table.holds(made.conditions)
    rates = [made.table.counts[inside & (made.table.later == side)].mean() for side in (False, True)]
    assert rates[1] - rates[0] == pytest.approx(made.rise, abs=0.15)


def test_a_slice_that_is_found_second_or_not_at_all_is_counted_so():
    made = generate(np.random.default_rng(3), planting=True)
    right = Slice(made.conditions, 0.3, 0.001, known=True, within=())
    wrong = right._replace(conditions=(Condition("platform", "none"),))
    second, missed = (Outcome(made, Found(found, 10)) for found in ((wrong, right), (wrong,)))
    null = Outcome(Planted(made.table, (), 0.0), Found((), 10))
    assert (second.rank, missed.rank) == (2, None)
    measured = Measured([second, missed], [null, null])
    assert (measured.recovered, measured.false, measured.is_good) == (0.5, 0.0, False)
    assert "| planted slice among the first 3 | 2 | 50.0% | >= 95% |" in str(measured)
