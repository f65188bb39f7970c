"""Allocation: Neyman's rule by hand, and that no other split does better."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tools.statistics.allocation import Stratum, neyman, variance_of_lift

strata = st.lists(
    st.builds(Stratum, st.integers(50, 2000), st.floats(0.05, 0.5), st.floats(0.5, 4.0)), min_size=2, max_size=6
)


def test_people_go_where_there_are_many_who_differ():
    # 600 x 0.5 : 300 x 0.25 : 100 x 0.25 = 12 : 3 : 1.
    assert neyman([Stratum(600, 0.5), Stratum(300, 0.25), Stratum(100, 0.25)], 160) == [120, 30, 10]


def test_dear_people_are_drawn_less():
    # 12 : 3 / sqrt(9), at a cost of 1 and 9: 12 n + 9 n = 210.
    assert neyman([Stratum(600, 0.5), Stratum(300, 0.25, 9.0)], 210) == [120, 10]


def test_no_group_gets_more_than_it_has_nor_less_than_the_least():
    assert neyman([Stratum(100, 0.5), Stratum(1000, 0.01)], 500) == [100, 400]
    assert neyman([Stratum(1000, 0.5), Stratum(1000, 0.001), Stratum(5, 0.1)], 500, at_least=60) == [435, 60, 5]


def test_a_budget_below_the_least_is_refused():
    with pytest.raises(ValueError, match="60 people"):
        neyman([Stratum(100, 0.5), Stratum(100, 0.5)], 100, at_least=60)


@given(strata, st.floats(0.05, 1.0))
def test_the_budget_is_kept_and_no_swap_makes_the_lift_surer(groups: list[Stratum], part: float):
    budget = part * sum(group.people * group.cost for group in groups)
    given_out = neyman(groups, budget)
    assert sum(n * group.cost for n, group in zip(given_out, groups, strict=True)) <= budget + 1e-6
    assert all(n <= group.people for n, group in zip(given_out, groups, strict=True))
    assume(min(given_out) >= 20)
    ours = variance_of_lift(groups, given_out)
    for i in range(len(groups)):
        for j in range(len(groups)):
            moved = list(given_out)
            moved[i] -= 10
            moved[j] += int(10 * groups[i].cost / groups[j].cost)
            if i != j and moved[j] <= groups[j].people:
                assert variance_of_lift(groups, moved) > ours * (1 - 5e-3)
