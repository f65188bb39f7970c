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


def ironic(*, sarcasm: float = 0.9) -> list[Row]:
    """Ten negative, ten neutral and thirty positive posts, of which ten positive ones are sarcastic."""
    return [*posts(10, 10, 20, sarcasm=0.1), *posts(0, 0, 10, sarcasm=sarcasm)]


def test_without_sarcasm_a_third_of_the_praise_goes_and_the_answer_says_what_that_changes():
    result = ask(ironic(), sarcasm="exclude")
    assert result.figure("net").value == pytest.approx(0.25, abs=0.01)  # (20 - 10) / 40
    assert result.figure("net.with_sarcasm").value == pytest.approx(0.4, abs=0.01)  # (30 - 10) / 50
    assert result.figure("change.sarcasm").value == pytest.approx(-0.15, abs=0.01)
    assert result.figure("share.sarcastic").value == pytest.approx(0.2)
    assert (result.n_posts, result.figure("net.with_sarcasm").n) == (40, 50)
    assert result.figure("share.read").value == pytest.approx(0.8)
    assert any("a hint of how much hangs on it" in caveat for caveat in result.caveats)


def test_with_sarcasm_is_what_is_said_where_nothing_is_left_out():
    left_out, whole = ask(ironic(), sarcasm="exclude", seed=3), ask(ironic(), seed=3)
    with_it, net = left_out.figure("net.with_sarcasm"), whole.figure("net")
    assert (with_it.value, with_it.low, with_it.high, with_it.raw) == (net.value, net.low, net.high, net.raw)
    assert not {"net.with_sarcasm", "change.sarcasm", "share.sarcastic"} & {figure.name for figure in whole.figures}


def test_what_sarcasm_changes_is_surer_than_either_figure_and_holds_its_value():
    confusion = ((160, 30, 10), (20, 160, 20), (10, 30, 160))
    facts = FACTS.model_copy(update={"reader_error": ReaderError(confusion=confusion, source="x", borrowed=True)})
    result = ask(ironic(), facts=facts, sarcasm="exclude")
    change, net = result.figure("change.sarcasm"), result.figure("net")
    assert change.low is not None
    assert change.high is not None
    assert change.low <= change.value <= change.high < 0
    assert net.low is not None
    assert net.high is not None
    assert change.high - change.low < (net.high - net.low) / 2


def test_without_a_sarcastic_post_nothing_changes():
    result = ask(posts(10, 10, 30, sarcasm=0.4), sarcasm="exclude")
    change = result.figure("change.sarcasm")
    assert (change.value, change.low, change.high) == pytest.approx((0, 0, 0), abs=1e-9)
    assert result.figure("share.sarcastic").value == 0


def test_from_a_half_on_sarcasm_is_likely_and_where_it_is_not_told_a_post_stays():
    assert ask(ironic(sarcasm=0.5), sarcasm="exclude").n_posts == 40
    assert ask(ironic(sarcasm=0.49), sarcasm="exclude").n_posts == 50
    untold = [*posts(0, 0, 10), *posts(10, 10, 20, sarcasm=0.1)]
    assert ask(untold, sarcasm="exclude").n_posts == 50


def test_groups_and_typical_posts_leave_sarcasm_out_too():
    rows = [
        *posts(20, 0, 15, sarcasm=0.1, brand="Bolt"),
        *posts(0, 0, 40, sarcasm=0.1),
        *posts(0, 0, 40, sarcasm=0.9, likes=9),
    ]
    result = ask(rows, sarcasm="exclude", by="brand")
    assert result.figure("net.acme").n == 40
    assert result.figure("net.acme").label == "net sentiment of posts about Acme, without likely sarcasm"
    left_out = {f"p_{number}" for number in range(75, 115)}
    assert not left_out & {post.post_id for post in result.posts}


def test_a_reader_that_tells_no_sarcasm_cannot_leave_it_out():
    with pytest.raises(MissingData, match="does not tell sarcasm"):
        ask(posts(10, 10, 30), sarcasm="exclude")
