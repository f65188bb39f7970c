"""The measure of voices, by small crowds."""

from __future__ import annotations

import pytest

from evals.voices import ERRING, PERFECT, Found, planted, planted_to_markdown, simulated, steady


def test_rates_add_up_over_seeds_and_carry_their_interval_and_n():
    found = [Found("detractors", "errs", 0.9, 5, 4, 5, 20, 3), Found("detractors", "errs", 0.9, 5, 4, 5, 20, 3)]
    text = planted_to_markdown(found)
    assert (
        "| errs | detractors | 90% | 10 | 100.0% (72.2% to 100.0%, 10 of 10) | 80.0% (49.0% to 94.3%, 8 of 10) |"
        in text
    )
    assert "15.0% (7.1% to 29.1%, 6 of 40)" in text


def test_a_kind_of_which_nobody_is_named_has_no_precision():
    assert "| none | none |" in planted_to_markdown([Found("advocates", "errs", 0.9, 0, 0, 0, 20, 0)])


@pytest.mark.slow
def test_hardly_ever_is_anybody_named_where_all_are_alike_and_intervals_hold():
    for rates in (PERFECT, ERRING):
        found = simulated(rates, 60)
        assert found.named <= 6
        assert found.held > 0.93
    assert steady(60) <= 6


@pytest.mark.slow
def test_those_named_in_another_sample_speak_so_more_than_others():
    from knowledge.samples.launch import generate

    found = list(planted(generate(seed=3)))
    named = sum(each.named for each in found if each.certainty == 0.9)
    true = sum(each.true for each in found if each.certainty == 0.9)
    assert named >= 10
    assert true / named >= 0.9
