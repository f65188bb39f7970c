"""Clustered shares, worked by hand."""

from __future__ import annotations

from math import inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.statistics.clustered import ClusteredShare
from tools.statistics.proportion import wilson


def share(*authors: tuple[int, int]) -> ClusteredShare:
    """Make a share of authors, each of so many posts with the label, of so many in all."""
    return ClusteredShare(
        clusters=len(authors),
        n=sum(n for _, n in authors),
        x=sum(x for x, _ in authors),
        xx=sum(x * x for x, _ in authors),
        xn=sum(x * n for x, n in authors),
        nn=sum(n * n for _, n in authors),
    )


def test_authors_of_one_post_each_lose_only_the_correction_for_few_authors():
    one = share(*[(1, 1)] * 5, *[(0, 1)] * 5)
    # Squared residuals 10 * 0.25 = 2.5; variance 10 / 9 * 2.5 / 100; plain 0.25 / 10.
    assert one.value == 0.5
    assert one.effect == pytest.approx(10 / 9)
    assert one.interval() == pytest.approx(wilson(4.5, 9))


def test_authors_who_say_the_same_twice_count_as_one_post():
    once, twice = share(*[(1, 1)] * 5, *[(0, 1)] * 5), share(*[(2, 2)] * 5, *[(0, 2)] * 5)
    assert twice.effect == pytest.approx(20 / 9)
    assert twice.interval() == pytest.approx(once.interval())


def test_one_author_alone_says_nothing():
    alone = share((20, 40))
    assert alone.effect == inf
    assert alone.interval() == (0, 1)
    assert alone.log_odds_against(share(*[(1, 2)] * 20)) is None


def test_a_share_of_none_has_an_interval_from_zero():
    none = share(*[(0, 1)] * 40)
    assert none.interval().low == 0
    assert 0 < none.interval().high < 0.1


def test_log_odds_are_those_of_effective_counts_with_half_a_post_added():
    many, few = share(*[(1, 1)] * 60, *[(0, 1)] * 40), share(*[(1, 1)] * 20, *[(0, 1)] * 80)
    found = many.log_odds_against(few)
    # Effect 100 / 99: 59.4 and 39.6 against 19.8 and 79.2 effective posts.
    assert found is not None
    assert found.value == pytest.approx(log(59.9 / 40.1) - log(20.3 / 79.7))
    half = 1.959964 * (1 / 59.9 + 1 / 40.1 + 1 / 20.3 + 1 / 79.7) ** 0.5
    assert found.interval == pytest.approx((found.value - half, found.value + half))


authors = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda p: (p[0], p[0] + p[1])), min_size=3)
written = authors.filter(lambda some: sum(n for _, n in some) > 0).map(lambda some: share(*some))


@given(written, written)
def test_turning_a_comparison_round_turns_its_sign(one: ClusteredShare, other: ClusteredShare):
    ahead, behind = one.less(other), other.less(one)
    assert ahead.value == pytest.approx(-behind.value)
    assert ahead.interval == pytest.approx((-behind.interval.high, -behind.interval.low))
    assert -1 - 1e-9 <= ahead.interval.low <= ahead.value <= ahead.interval.high <= 1 + 1e-9
    odds, turned = one.log_odds_against(other), other.log_odds_against(one)
    assert odds is not None
    assert turned is not None
    assert odds.value == pytest.approx(-turned.value)


@given(written)
def test_an_interval_holds_its_share_and_lies_within_zero_and_one(one: ClusteredShare):
    assert 0 <= one.interval().low <= one.value <= one.interval().high <= 1
