"""Ratio of totals, by numbers worked by hand."""

import pytest

from tools.statistics.ratio import Sums, ratio_of_totals


def sums(pairs: list[tuple[float, float]]) -> Sums:
    return Sums(
        len(pairs),
        sum(x for x, _ in pairs),
        sum(y for _, y in pairs),
        sum(x * x for x, _ in pairs),
        sum(x * y for x, y in pairs),
        sum(y * y for _, y in pairs),
    )


def test_with_a_denominator_of_one_it_is_a_mean_with_its_standard_error():
    # 2, 4, 6: mean 4, variance 4, standard error sqrt(4 / 3) = 1.1547, half = 2.2632
    ratio = ratio_of_totals(sums([(2, 1), (4, 1), (6, 1)]))
    assert ratio.value == 4
    assert ratio.interval == pytest.approx((1.7368, 6.2632), abs=1e-4)


def test_where_every_unit_has_the_same_ratio_nothing_is_uncertain():
    ratio = ratio_of_totals(sums([(1, 10), (3, 30), (5, 50)]))
    assert ratio.value == pytest.approx(0.1)
    assert ratio.interval == pytest.approx((0.1, 0.1))


def test_it_weighs_units_by_their_denominator():
    assert ratio_of_totals(sums([(1, 1), (0, 9)])).value == pytest.approx(0.1)


def test_its_lower_end_is_not_below_nought():
    assert ratio_of_totals(sums([(100, 1), (0, 1), (0, 1)])).interval.low == 0


@pytest.mark.parametrize("pairs", [[(1, 1)], [(1, 0), (2, 0)]])
def test_it_refuses_one_unit_and_no_denominator(pairs: list[tuple[float, float]]):
    with pytest.raises(ValueError, match="undefined"):
        ratio_of_totals(sums(pairs))
