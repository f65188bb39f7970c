"""Shares over clusters, by hand and by law."""

import pytest

from tools.statistics.clusters import ClusteredCounts
from tools.statistics.interval import simultaneous_z
from tools.statistics.proportion import wilson


def singles(*counts: int) -> ClusteredCounts:
    """Every observation is a cluster of its own."""
    products = [[count if i == j else 0 for j in range(len(counts))] for i, count in enumerate(counts)]
    return ClusteredCounts(counts, products, sum(counts))


def test_single_observations_give_goodmans_interval():
    z = simultaneous_z(2)  # 2.2414
    assert singles(30, 70).share_interval(0) == pytest.approx(wilson(30, 100, z=z), abs=0.001)


def test_ten_posts_an_author_are_worth_about_one():
    # 3 authors with 10 mentions of the first brand, 7 of the second: a tenth of the sample, but for 10 / 9.
    counts = ClusteredCounts((30, 70), ((300, 0), (0, 700)), 10)
    effect = 10 * 10 / 9
    assert counts.share_interval(0) == pytest.approx(wilson(30 / effect, 100 / effect, z=simultaneous_z(2)))


def test_a_single_author_settles_nothing():
    counts = ClusteredCounts((30, 70), ((900, 2100), (2100, 4900)), 1)
    assert counts.share_interval(0) == (0, 1)
    assert counts.lead(1, 0).holds(0)


def test_a_lead_of_forty_points_in_a_hundred_is_settled_and_one_of_four_is_not():
    assert singles(70, 30).lead(0, 1).low > 0
    assert singles(52, 48).lead(0, 1).holds(0)


def test_a_lead_is_the_same_from_the_other_side():
    low, high = singles(60, 25, 15).lead(0, 1)
    assert singles(60, 25, 15).lead(1, 0) == pytest.approx((-high, -low))


def test_shares_of_authors_who_always_name_both_are_certain():
    # Each of 50 authors mentions both brands once: 1/2 each, whoever is sampled.
    counts = ClusteredCounts((50, 50), ((50, 50), (50, 50)), 50)
    assert counts.share(0) == 0.5
    assert counts.share_interval(0) == pytest.approx(wilson(50, 100, z=simultaneous_z(2)))
