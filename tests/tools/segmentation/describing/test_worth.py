"""Worth: middle amounts and parts of the whole, worked by hand, and told of nobody alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.segmentation.describing.conftest import segmented
from tools.segmentation.describing.worth import interval_of_middle, middle_of, worths
from tools.segmentation.matrix import Feature

VALUE = Feature("value.monthly", "value a month", "amount", "value")
TENURE = Feature("tenure", "days as a customer", "days", "tenure")


def test_the_middle_of_an_even_spread_is_its_median():
    assert middle_of(np.arange(1.0, 102.0)) == pytest.approx(51)
    assert middle_of(np.full(30, 7.0)) == pytest.approx(7)


def test_the_part_of_the_whole_is_the_segments_sum_over_everybodys():
    values = np.array([[30.0]] * 40 + [[10.0]] * 60)
    (one,) = worths(segmented([1] * 40 + [2] * 60, values, [VALUE]), 1, seed=0)
    assert one.part == pytest.approx(1200 / 1800)
    assert (one.middle, one.interval) == (pytest.approx(30), (pytest.approx(30), pytest.approx(30)))
    assert (one.people, one.everyone) == (40, 100)


def test_who_paid_nothing_is_left_out_and_under_twenty_payers_nothing_is_told():
    values = np.array([[0.0]] * 40 + [[10.0]] * 60)
    made = segmented([1] * 50 + [2] * 50, values, [VALUE])
    assert worths(made, 1, seed=0) == ()
    assert worths(segmented([1] * 70 + [2] * 30, values, [VALUE]), 1, seed=0)[0].middle == pytest.approx(10)


def test_where_one_person_makes_up_most_of_it_the_part_is_not_told():
    values = np.array([[10_000.0]] + [[1.0]] * 39 + [[10.0]] * 60)
    (one,) = worths(segmented([1] * 40 + [2] * 60, values, [VALUE]), 1, seed=0)
    assert one.part is None


def test_a_tenure_has_a_middle_and_no_part():
    values = np.array([[400.0]] * 40 + [[100.0]] * 60)
    (one,) = worths(segmented([1] * 40 + [2] * 60, values, [TENURE]), 1, seed=0)
    assert (one.middle, one.part) == (pytest.approx(400), None)


def test_the_interval_of_a_median_holds_it_nineteen_times_in_twenty():
    random = np.random.default_rng(0)
    held = [interval_of_middle(random.lognormal(0, 1, 60)).holds(1.0) for _ in range(300)]
    assert 0.90 <= np.mean(held) <= 0.99


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.01, 1e6), min_size=20, max_size=60), st.floats(0.01, 100))
def test_the_middle_lies_among_the_values_and_scales_with_them(values: list[float], times: float):
    middle = middle_of(np.array(values))
    assert min(values) * (1 - 1e-9) <= middle <= max(values) * (1 + 1e-9)
    assert middle_of(np.array(values) * times) == pytest.approx(middle * times)
