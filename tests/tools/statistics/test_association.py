"""Association, on tables worked by hand."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from tools.statistics.association import Association, associated, e_value


def of(*cells: tuple[int, int, int, int], each: int = 1) -> Association:
    """Measure strata of (n1, x1, n0, x0); every `each` observations alike are of one cluster."""
    rows = [
        (exposed, i < x, stratum)
        for stratum, (n1, x1, n0, x0) in enumerate(cells)
        for exposed, n, x in ((True, n1, x1), (False, n0, x0))
        for i in range(n)
    ]
    exposed, outcome = (np.array([row[place] for row in rows]) for place in (0, 1))
    return associated(exposed, outcome, np.arange(len(rows)) // each, np.array([row[2] for row in rows]))


def test_forty_of_a_hundred_against_twenty_is_twice_as_likely():
    found = of((100, 40, 100, 20))
    assert found.crude.value == pytest.approx(2)
    # Variance 1/40 - 1/100 + 1/20 - 1/100 = 0.055, times 200 / 199 for what is not known of authors.
    half = stdtrit(99, 0.975) * sqrt(0.055 * 200 / 199)
    assert found.crude.interval == pytest.approx((exp(log(2) - half), exp(log(2) + half)))
    assert found.difference.value == pytest.approx(0.2)
    assert found.adjusted is not None
    assert found.adjusted.value == pytest.approx(2)
    assert (found.compared, found.strata, found.agreement) == (1, 1, "alike")


def test_strata_can_turn_a_ratio_round():
    # 81 of 87 against 234 of 270, and 192 of 263 against 55 of 80: better in both, and worse together.
    found = of((87, 81, 270, 234), (263, 192, 80, 55))
    assert found.crude.value == pytest.approx((273 / 350) / (289 / 350))
    assert found.adjusted is not None
    above = 81 * 270 / 357 + 192 * 80 / 343
    assert found.adjusted.value == pytest.approx(above / (234 * 87 / 357 + 55 * 263 / 343))
    assert found.crude.value < 1 < found.adjusted.value


def test_a_clear_turn_is_called_reversed_and_one_that_strata_explain_vanishes():
    assert of((900, 180, 100, 10), (100, 90, 900, 700)).agreement == "reversed"
    assert of((100, 10, 900, 90), (900, 450, 100, 50)).agreement == "vanishes"


def test_five_copies_by_each_author_weigh_as_one():
    found = of((100, 40, 100, 20), each=5)
    assert found.crude.value == pytest.approx(2)
    assert found.effect == pytest.approx(5 * 40 / 39)
    assert (found.clusters1, found.clusters0) == (20, 20)


def test_an_empty_cell_gets_a_half():
    found = of((50, 10, 50, 0))
    assert found.crude.value == pytest.approx((10.5 / 50.5) / (0.5 / 50.5))
    assert found.adjusted is None
    assert found.agreement == "unknown"


def test_strata_without_both_sides_are_not_compared():
    found = of((50, 10, 50, 20), (40, 10, 0, 0))
    assert found.compared == pytest.approx(100 / 140)
    assert found.strata == 1


def test_the_e_value_of_two_and_of_a_half_are_alike():
    assert e_value(2) == pytest.approx(2 + sqrt(2))
    assert e_value(0.5) == pytest.approx(2 + sqrt(2))
    assert e_value(1) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 30), min_size=4, max_size=4))
def test_turning_the_exposure_round_turns_the_ratio_round(cells: list[int]):
    a, b, c, d = cells
    one, other = of((a + b, a, c + d, c)), of((c + d, c, a + b, a))
    assert one.crude.value == pytest.approx(1 / other.crude.value)
    assert one.crude.interval.low == pytest.approx(1 / other.crude.interval.high)
    assert one.difference.value == pytest.approx(-other.difference.value)
    assert one.crude.chance == pytest.approx(other.crude.chance)
