"""Engagement rates, by numbers worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import Row, borne_out, make_tables
from tools.errors import MissingData, TooFewPosts
from tools.kpi.engagement_rates import EngagementRatesQuery, EngagementRatesResult, engagement_rates


def posts(count: int, **columns: object) -> list[Row]:
    return [{"likes": 6, "shares": 3, "replies": 1, "brand": "Acme"} | columns for _ in range(count)]


def ask(rows: list[Row], *, authors: list[Row] | None = None, **query: object) -> EngagementRatesResult:
    asked = EngagementRatesQuery.model_validate({"dataset": "demo"} | query)
    numbered = [{"post_id": f"p_{i}"} | dict(row) for i, row in enumerate(rows)]
    tables = make_tables(posts=numbered) if authors is None else make_tables(posts=numbered, authors=authors)
    result = engagement_rates.run(asked, tables)
    borne_out(engagement_rates, asked, result)
    assert isinstance(result, EngagementRatesResult)
    return result


def test_ten_interactions_on_a_reach_of_two_hundred_are_five_percent():
    result = ask(posts(30, reach=200))
    rate = result.figure("rate.reach")
    assert (rate.value, rate.n, rate.shown) == (pytest.approx(0.05), 30, "5.00 %")
    assert result.figure("interactions").value == 300
    assert result.figure("rate.post").value == pytest.approx(10)


def test_the_rate_is_of_totals_not_the_mean_of_rates():
    # 15 posts reach 100, 15 reach 900: 300 / 15,000, where the mean of rates would be 5.6 %
    assert ask(posts(15, reach=100) + posts(15, reach=900)).figure("rate.reach").value == pytest.approx(0.02)


def test_every_denominator_that_the_data_hold_is_named():
    result = ask(posts(30, reach=200, impressions=400, author_id="a"), authors=[{"author_id": "a", "followers": 1000}])
    assert result.pers == ("reach", "impressions", "followers", "post")
    assert result.figure("rate.impressions").value == pytest.approx(0.025)
    assert result.figure("rate.followers").value == pytest.approx(0.01)


def test_posts_without_the_denominator_or_without_counts_do_not_count():
    rows = (
        posts(30, reach=200)
        + posts(20, reach=None)
        + posts(5, reach=0)
        + posts(9, reach=50, likes=None, shares=None, replies=None)
    )
    assert ask(rows, per="reach").figure("rate.reach").n == 30


def test_a_missing_count_beside_a_given_one_is_none():
    assert ask(posts(30, reach=200, shares=None, replies=None)).figure("rate.reach").value == pytest.approx(0.03)


def test_without_any_denominator_it_names_the_columns_and_the_way_out():
    with pytest.raises(
        MissingData, match=r"posts.reach, posts.impressions, authors.followers and posts.views .*per = 'post'"
    ):
        ask(posts(30))
    assert ask(posts(30), per="post").figure("rate.post").value == pytest.approx(10)


def test_without_likes_shares_and_replies_there_is_nothing_to_say():
    with pytest.raises(MissingData, match="No post in question has likes, shares or replies"):
        ask(posts(30, reach=200, likes=None, shares=None, replies=None))


def test_under_thirty_posts_are_refused():
    with pytest.raises(TooFewPosts, match="Found 29 posts with reach"):
        ask(posts(29, reach=200), per="reach")


def test_only_impressions_come_with_a_warning():
    result = ask(posts(30, impressions=400))
    assert any("Impressions count showings, not people" in caveat for caveat in result.caveats)


def test_one_post_that_holds_most_interactions_is_pointed_out():
    result = ask([*posts(29, reach=200), *posts(1, reach=200, likes=2900)])
    assert result.figure("share.top_post").value == pytest.approx(2904 / (290 + 2904))
    assert any("One post holds 90.9 % of all interactions" in caveat for caveat in result.caveats)


def test_groups_are_split_and_small_ones_named():
    rows = posts(40, reach=200) + posts(30, reach=100, brand="Bolt") + posts(5, reach=100, brand="Cog")
    result = ask(rows, by="brand", per="reach")
    assert result.groups == ("Acme", "Bolt")
    assert result.figure("rate.reach.bolt").value == pytest.approx(0.1)
    assert "Left out for having under 30 posts with counts: Cog (5)." in result.caveats


def test_whose_posts_is_said():
    rows = posts(30, reach=200) + posts(30, reach=100, is_own=True)
    query = EngagementRatesQuery.model_validate({"dataset": "demo", "filter": {"own": "only"}})
    own = ask(rows, filter={"own": "only"})
    assert own.figure("rate.reach").value == pytest.approx(0.1)
    assert "our own posts" in engagement_rates.say(query, own)[0].text


def test_a_reach_in_the_billions_does_not_overflow():
    assert ask(posts(30, reach=4_000_000_000)).figure("rate.reach").value == pytest.approx(10 / 4e9)
