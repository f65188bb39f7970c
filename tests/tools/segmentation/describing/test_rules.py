"""Rules: what a tree finds, in plain conditions, and how honestly it is measured."""

import numpy as np
import pytest

from tests.tools.segmentation.describing.conftest import AGENDA, NAMES, SUMMARIES, segmented, two_groups
from tools.segmentation.describing.rules import Condition, filled, surrogate


def test_a_planted_rule_is_found_with_its_threshold_as_people_say_it():
    random = np.random.default_rng(0)
    values = random.uniform(0, 4, (600, 2))
    inside = (values[:, 0] >= 1.8) & (values[:, 1] < 3)
    found = surrogate(segmented(np.where(inside, 1, 2), values), 1, NAMES, seed=0)
    assert found.rules == ((Condition(0, 1.8, None), Condition(1, None, 3.0)),)
    assert found.fidelity.holds
    assert found.fidelity.balanced > 0.97
    assert set(found.importance) == {0, 1}


def test_rules_for_a_segment_that_nothing_tells_are_not_to_be_relied_on():
    random = np.random.default_rng(0)
    found = surrogate(segmented([1] * 150 + [2] * 150, random.uniform(0, 4, (300, 2))), 1, NAMES, seed=0)
    # On the very people it was grown on such a tree looks better than guessing; on others it does not.
    assert found.fidelity.balanced == pytest.approx(0.5, abs=0.1)
    assert not found.fidelity.holds


def test_what_matters_most_loses_most_where_it_is_shuffled():
    random = np.random.default_rng(0)
    values = random.uniform(0, 4, (600, 2))
    inside = (values[:, 0] >= 2) & (values[:, 1] < 3.8)
    found = surrogate(segmented(np.where(inside, 1, 2), values), 1, NAMES, seed=0)
    assert found.importance[0] > found.importance.get(1, 0.0)


def test_the_same_people_give_the_same_rules():
    assert surrogate(two_groups(), 1, NAMES, seed=3) == surrogate(two_groups(), 1, NAMES, seed=3)


def test_a_split_that_tells_nothing_is_no_condition():
    values = np.array([[0.0, i % 5] for i in range(200)] + [[2.0, i % 5] for i in range(200)], dtype=float)
    found = surrogate(segmented([2] * 200 + [1] * 200, values, [SUMMARIES, AGENDA]), 1, NAMES, seed=0)
    assert found.rules == ((Condition(0, 1.0, None),),)
    assert found.fidelity == (1.0, 1.0, 1.0)


def test_unknown_values_count_as_the_median_and_it_is_said():
    values = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    assert filled(values).tolist() == [[1.0, 0.0], [3.0, 0.0], [2.0, 0.0]]
    made = two_groups()
    holed = made.matrix.values.copy()
    holed[0, 0] = np.nan
    assert surrogate(made._replace(matrix=made.matrix._replace(values=holed)), 1, NAMES, seed=0).gaps
    assert not surrogate(made, 1, NAMES, seed=0).gaps
