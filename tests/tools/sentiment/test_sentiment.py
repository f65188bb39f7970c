"""Sentiment, on frames whose numbers are worked by hand."""

from __future__ import annotations

import pytest

from tests.tools.conftest import FACTS, Row, borne_out, read_posts
from tools.errors import MissingData, TooFewPosts
from tools.facts import Facts, ReaderError
from tools.sentiment.sentiment import SentimentQuery, SentimentResult, sentiment

TEXT = "a post that is long enough to be shown as typical"


def posts(negative: int, neutral: int, positive: int, **more: object) -> list[Row]:
    labels = ["negative"] * negative + ["neutral"] * neutral + ["positive"] * positive
    return [{"label": label, "text": TEXT, "brand": "Acme"} | more for label in labels]


def ask(rows: list[Row], *, facts: Facts = FACTS, **query: object) -> SentimentResult:
    asked = SentimentQuery.model_validate({"dataset": "demo"} | query)
    result = sentiment.run(asked, read_posts(rows, facts=facts))
    borne_out(sentiment, asked, result)
    assert isinstance(result, SentimentResult)
    return result


def test_ten_negative_and_thirty_positive_of_fifty_net_to_two_fifths():
    result = ask(posts(10, 10, 30))
    assert result.figure("share.negative").value == pytest.approx(0.2, abs=0.01)
    assert result.figure("share.positive").value == pytest.approx(0.6, abs=0.01)
    assert result.figure("net").value == pytest.approx(0.4, abs=0.01)
    assert result.figure("net").n == result.n_posts == 50


def test_shares_add_to_one_and_lie_in_their_intervals():
    result = ask(posts(7, 20, 13))
    shares = [result.figure(f"share.{label}") for label in ("negative", "neutral", "positive")]
    assert sum(share.value for share in shares) == pytest.approx(1)
    assert all(share.low <= share.value <= share.high for share in shares if share.low is not None)


def test_a_reader_that_calls_a_third_of_the_negative_neutral_is_corrected():
    facts = FACTS.model_copy(
        update={
            "reader_error": ReaderError(confusion=((200, 100, 0), (0, 300, 0), (0, 0, 300)), source="x", borrowed=False)
        }
    )
    result = ask(posts(20, 30, 50), facts=facts)
    share = result.figure("share.negative")
    # 0.2 / (2 / 3) = 0.300 if the truth is read as in the labelled posts; 0.2 + 0.3 * 100 / 400 = 0.275 if a reading
    # means what it means there.
    assert share.value == pytest.approx(0.2875, abs=0.02)
    assert share.raw == pytest.approx(0.2)
    assert result.figure("net").value == pytest.approx(0.5 - 0.2875, abs=0.03)


def test_a_borrowed_error_widens_the_interval_and_says_so():
    confusion = ((160, 30, 10), (20, 160, 20), (10, 30, 160))
    own, borrowed = (
        ask(
            posts(60, 60, 80),
            facts=FACTS.model_copy(
                update={"reader_error": ReaderError(confusion=confusion, source="x", borrowed=borrowed)}
            ),
        )
        for borrowed in (False, True)
    )
    assert own.figure("net").value == pytest.approx(borrowed.figure("net").value, abs=0.03)
    assert width(borrowed) > 1.2 * width(own)
    assert any("only on others, so the intervals are wide" in caveat for caveat in borrowed.caveats)
    assert not own.caveats


def test_without_a_known_error_shares_are_as_counted_and_say_so():
    result = ask(posts(10, 10, 30), facts=FACTS.model_copy(update={"reader_error": None}))
    assert result.figure("net").value == pytest.approx(0.4, abs=0.01)
    assert result.figure("net").raw is None
    assert any("as the reader counted them" in caveat for caveat in result.caveats)


def test_posts_read_unreliably_or_not_at_all_do_not_count_but_show_in_the_coverage():
    rows = posts(10, 10, 30) + posts(50, 0, 0, reliable=False) + [{"text": None}] * 25
    result = ask(rows)
    assert result.figure("net").value == pytest.approx(0.4, abs=0.01)
    assert result.figure("share.read").value == pytest.approx(50 / 125)


def test_under_thirty_read_posts_are_refused():
    with pytest.raises(TooFewPosts, match="Found 29 posts that were read reliably, and at least 30"):
        ask(posts(9, 10, 10))


def test_a_small_group_is_left_out_and_named_with_its_size():
    result = ask(posts(10, 10, 30) + posts(5, 5, 2, brand="Bolt"), by="brand")
    assert result.groups == ("Acme",)
    assert "Left out for having under 30 posts read reliably: Bolt (12)." in result.caveats
    assert result.figure("net").n == 62


def test_groups_that_differ_are_told_apart_and_groups_that_do_not_are_not():
    apart = ask(posts(10, 10, 80) + posts(80, 10, 10, brand="Bolt"), by="brand")
    assert (apart.best, apart.worst, apart.apart) == ("Acme", "Bolt", True)
    alike = ask(posts(40, 10, 50) + posts(42, 10, 48, brand="Bolt"), by="brand")
    assert alike.apart is False
    said = sentiment.say(SentimentQuery(dataset="demo", by="brand"), alike)
    assert "chance could make that gap" in said[0].text


def test_adding_a_group_leaves_the_others_as_they_were():
    one = ask(posts(10, 20, 30), by="brand")
    two = ask(posts(10, 20, 30) + posts(30, 5, 5, brand="Bolt"), by="brand")
    assert one.figure("net.acme") == two.figure("net.acme")


def test_the_order_of_rows_does_not_matter():
    rows = [dict(row, post_id=f"p_{i}") for i, row in enumerate(posts(10, 20, 30) + posts(30, 5, 5, brand="Bolt"))]
    assert ask(rows, by="brand") == ask(rows[::-1], by="brand")


def test_typical_posts_stand_for_both_sides_and_the_minority_is_contrary():
    result = ask(posts(10, 10, 30), by="brand")
    roles = {post.group["sentiment"]: post.role for post in result.posts}
    assert roles == {"positive": "representative", "negative": "contrary"}
    assert {post.group["brand"] for post in result.posts} == {"Acme"}


def test_among_equally_clear_posts_the_most_engaged_is_shown():
    rows = posts(0, 0, 40)
    rows[7] = dict(rows[7], likes=500)
    assert [post.post_id for post in ask(rows).posts] == ["p_7"]


def test_own_posts_are_left_out_unless_asked_for():
    rows = posts(10, 10, 30) + posts(0, 0, 50, is_own=True)
    assert ask(rows).figure("net").n == 50
    assert ask(rows, filter={"own": "include"}).figure("net").n == 100


def test_days_are_those_of_the_datasets_zone():
    facts = FACTS.model_copy(update={"time_zone": "America/New_York"})
    late = posts(10, 10, 30, created_at="2026-10-02T03:00:00+00:00")  # 23:00 of 1 October in New York
    assert ask(late, facts=facts, by="day").groups == ("2026-10-01",)


def test_weeks_are_named_by_their_monday():
    assert ask(posts(10, 10, 30, created_at="2026-10-01T12:00:00"), by="week").groups == ("2026-09-28",)


def test_tenure_needs_authors():
    with pytest.raises(MissingData, match="customer_since"):
        ask(posts(10, 10, 30), by="tenure")


def test_tenure_splits_customers_by_how_long_they_were_ones_when_they_wrote():
    authors = [
        {"author_id": "new", "customer_since": "2026-09-01T00:00:00"},
        {"author_id": "old", "customer_since": "2020-01-01T00:00:00"},
        {"author_id": "none"},
    ]
    rows = posts(5, 5, 30, author_id="new") + posts(30, 5, 5, author_id="old") + posts(0, 40, 0, author_id="none")
    result = sentiment.run(SentimentQuery(dataset="demo", by="tenure"), read_posts(rows, authors=authors))
    assert set(result.groups) == {"new customers", "long-time customers"}
    assert (result.best, result.worst) == ("new customers", "long-time customers")


def width(result: SentimentResult) -> float:
    net = result.figure("net")
    assert net.low is not None
    assert net.high is not None
    return net.high - net.low
