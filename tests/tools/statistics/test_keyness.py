"""Keyness, by numbers worked by hand and by law."""

from math import erfc, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.keyness import chance, discoveries, log_odds_z


def test_a_word_of_thirty_in_hundred_against_ten_by_hand():
    # prior: 50 * 40 / 200 = 10. Held 40 of 150, 20 of 150.
    expected = (log(40 / 110) - log(20 / 130)) / sqrt(1 / 40 + 1 / 110 + 1 / 20 + 1 / 130)
    assert log_odds_z(30, 100, 10, 100) == pytest.approx(expected)
    assert expected == pytest.approx(2.84, abs=0.01)


def test_a_word_as_common_on_both_sides_belongs_to_none():
    assert log_odds_z(30, 100, 60, 200) == pytest.approx(0)


@given(st.integers(0, 50), st.integers(0, 50))
def test_the_sets_changed_round_change_the_sign(here: int, there: int):
    assert log_odds_z(here, 50, there, 80) == pytest.approx(-log_odds_z(there, 80, here, 50))


@pytest.mark.parametrize("held", [0, 40])
def test_a_word_of_nobody_and_of_everybody_sets_nothing_apart(held: int):
    assert log_odds_z(held, 40, held, 40) == 0


def test_the_log_likelihood_ratio_by_hand():
    # 10 of 50 against 0 of 50; expected 5 and 5: 2 (10 log 2 + 40 log (40/45) + 50 log (50/45)) = 14.98
    assert chance(10, 50, 0, 50) == pytest.approx(erfc(sqrt(14.98 / 2)), rel=0.01)
    assert chance(5, 50, 5, 50) == pytest.approx(1)


def test_of_four_findings_those_below_their_rank_stand():
    # Benjamini-Hochberg: .0125, .025, .0375, .05
    assert discoveries([0.2, 0.01, 0.02, 0.03]) == [False, True, True, True]
    assert discoveries([0.06, 0.9]) == [False, False]
    assert discoveries([]) == []
