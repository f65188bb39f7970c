"""People: rates by hand, who came and who left, decay, and that nothing depends on the order of rows."""

import numpy as np
import pytest

from tests.tools.conftest import FACTS, make_tables, read_posts
from tests.tools.segmentation.features.world import DAYS, at, crowd, event
from tools.base import Period, PostFilter
from tools.errors import MissingData, TooFewPosts
from tools.segmentation.asked import AudienceQuery
from tools.segmentation.features.people import measured
from tools.segmentation.matrix import Matrix

JUNE = Period.model_validate({"start": "2026-06-01", "end": "2026-06-28"})


def query(**more: object) -> AudienceQuery:
    return AudienceQuery.model_validate({"dataset": "demo"} | more)


def of(matrix: Matrix, person: str, feature: str) -> float:
    return float(matrix.column(feature)[matrix.people.index(person)])


def test_rates_are_counted_a_week():
    matrix = measured(query(), make_tables(events=crowd()))
    assert matrix.period == JUNE
    assert of(matrix, "u000", "login.app") == 7
    # Person 6 uses summaries on days 0, 7, 14 and 21 of 28.
    assert of(matrix, "u006", "use.summaries") == 1
    labels = {feature.name: feature.label for feature in matrix.features}
    assert labels["use.summaries"] == "uses a week"
    assert of(matrix, "u000", "breadth") == 2
    assert of(matrix, "u006", "recency") == 0


def test_a_kind_with_several_objects_is_counted_by_object_and_as_a_whole():
    events = [*crowd(), event("u000", 3, "use", "agenda"), event("u000", 4, "use", None)]
    matrix = measured(query(), make_tables(events=events))
    assert of(matrix, "u000", "use.all") == pytest.approx(30 / 4)
    labels = {feature.name: feature.label for feature in matrix.features}
    assert labels["use.agenda"] == "uses of agenda a week"
    assert "use.unnamed" in labels


def test_who_left_half_way_is_as_strong_a_user_as_before():
    events = [row for row in crowd() if row["user_id"] != "u000" or row["at"] < at(14)]
    gone = {"user_id": "u000", "at": at(13, 59), "kind": "churned"}
    matrix = measured(query(), make_tables(events=events, outcomes=[gone]))
    # u000 and u007 use summaries every day; u000 for 14 of 28 days only. Those who stayed do as much in either half,
    # give or take that days differ in how many people use summaries on them.
    assert of(matrix, "u000", "login.app") == pytest.approx(7)
    assert of(matrix, "u000", "use.summaries") == pytest.approx(7, rel=0.15)
    stayed = measured(query(), make_tables(events=events))
    assert of(stayed, "u000", "login.app") == 3.5


def test_who_came_back_has_not_left():
    gone = {"user_id": "u000", "at": at(13, 59), "kind": "churned"}
    assert of(measured(query(), make_tables(events=crowd(), outcomes=[gone])), "u000", "login.app") == 7


def test_who_became_a_customer_half_way_is_measured_from_then():
    events = [row for row in crowd() if row["user_id"] != "u000" or row["at"] >= at(14)]
    authors = [{"author_id": "u000", "customer_since": at(14)}]
    matrix = measured(query(), make_tables(events=events, authors=authors))
    # Everybody's logins on 14 of 28 days are 14 * 60 of 28 * 60 - 14.
    assert of(matrix, "u000", "login.app") == pytest.approx(7 / (14 * 60 / (28 * 60 - 14)) / 2)
    assert of(matrix, "u000", "tenure") == pytest.approx(14 - 9 / 24)


def test_what_began_half_way_is_counted_from_then():
    late = [event(f"u{i:03d}", day, "use", "agenda", 9) for i in range(60) for day in range(14, 28)]
    matrix = measured(query(), make_tables(events=[*crowd(), *late]))
    assert of(matrix, "u000", "use.agenda") == 7
    assert dict(matrix.begun) == {"use.agenda": 14}


def test_what_was_done_a_half_life_ago_counts_half():
    events = [*crowd(), event("u000", 27, "share", "post"), event("u001", 13, "share", "post")]
    events.append(event("u002", 0, "share", "post"))
    matrix = measured(query(half_life_days=14), make_tables(events=events))
    assert of(matrix, "u001", "share.post") == pytest.approx(of(matrix, "u000", "share.post") / 2)
    assert of(matrix, "u000", "login.app") == pytest.approx(7)
    weights = 0.5 ** (np.arange(27, -1, -1) / 14)
    assert of(matrix, "u000", "share.post") == pytest.approx(7 / weights.sum())


def test_an_endless_half_life_is_none():
    tables = make_tables(events=crowd())
    endless = measured(query(half_life_days=1e12), tables).values
    assert np.allclose(endless, measured(query(), tables).values, equal_nan=True)


def test_the_order_of_rows_does_not_matter():
    events = crowd()
    shuffled = [events[place] for place in np.random.default_rng(3).permutation(len(events))]
    one, other = (measured(query(half_life_days=9), make_tables(events=rows)) for rows in (events, shuffled))
    assert one.people == other.people
    assert one.features == other.features
    assert (one.values == other.values).all()


def test_value_and_purchases_are_counted_over_the_days_that_people_were_there():
    bought = [{"user_id": "u000", "at": at(2), "kind": "purchased", "value": 30.0, "margin": 10.0}]
    bought += [{"user_id": "u001", "at": at(3), "kind": "purchased", "value": 56.0}]
    gone = [{"user_id": "u000", "at": at(13, 59), "kind": "churned", "value": 500.0}]
    events = [row for row in crowd() if row["user_id"] != "u000" or row["at"] < at(14)]
    matrix = measured(query(), make_tables(events=events, outcomes=[*bought, *gone]))
    month = 365.25 / 12
    assert of(matrix, "u000", "value.monthly") == pytest.approx(30 * month / 14)
    assert of(matrix, "u001", "value.monthly") == pytest.approx(56 * month / DAYS)
    assert of(matrix, "u000", "purchases") == 0.5
    assert of(matrix, "u002", "value.monthly") == 0
    assert of(matrix, "u000", "margin.monthly") == pytest.approx(10 * month / 14)
    assert np.isnan(of(matrix, "u001", "margin.monthly"))


def test_buyers_are_measured_by_what_they_paid_where_there_are_no_events():
    bought = [
        {"user_id": f"u{i:02d}", "at": at(day), "kind": "purchased", "value": 10.0 + i}
        for i in range(60)
        for day in (0, 27)
    ]
    bought += [{"user_id": "u00", "at": at(6), "kind": "purchased", "value": 40.0}]
    bought += [{"user_id": "zz", "at": at(6), "kind": "lead"}]
    matrix = measured(query(), make_tables(outcomes=bought))
    assert len(matrix.people) == 60
    assert of(matrix, "u00", "purchases") == 0.75
    assert of(matrix, "u00", "value.each") == 20
    assert of(matrix, "u00", "recency") == 0
    assert "breadth" not in {feature.name for feature in matrix.features}


def test_looking_at_the_way_out_does_not_pass_for_being_active():
    # 25 people leave on day 20: they log in every day, a tenth as often as in the days long before in the last ten.
    leavers = [
        event(f"v{i:02d}", day, "login", "app")
        for i in range(25)
        for day in range(21)
        if day < 11 or day == i % 10 + 11
    ]
    leavers += [event(f"v{i:02d}", 19, "view", "exit", m) for i in range(25) for m in range(1, 30)]
    gone = [{"user_id": f"v{i:02d}", "at": at(20, 59), "kind": "churned"} for i in range(25)]
    matrix = measured(query(), make_tables(events=[*crowd(), *leavers], outcomes=gone))
    # They did 12 of their 21 days' worth; winding down is a tenth for ten days, so that is what 12 of 28 days come to.
    logins = [of(matrix, f"v{i:02d}", "login.app") for i in range(25)]
    assert np.mean(logins) == pytest.approx(7, rel=0.03)


def wrote(author: str, day: int, **more: object) -> dict[str, object]:
    return {"author_id": author, "created_at": at(day), "label": "neutral", "text": "the agenda", "likes": 0} | more


@pytest.fixture(scope="module")
def writers() -> Matrix:
    """Members of whom some wrote: u000 is replied to and liked, u001 wrote twice, and so on by test."""
    posts = [wrote("u000", day, label="positive", likes=9, reply_to="p_9") for day in (1, 2, 3)]
    posts += [wrote("u001", 1), wrote("u001", 2), wrote("zzz", 4)]
    posts += [wrote("u002", day, platform="reddit", likes=5) for day in (1, 2, 3)]
    posts += [wrote("u003", day, platform="facebook", likes=500) for day in (1, 2, 3)]
    posts += [wrote("u004", day, platform="linkedin", post_id=f"q{day}") for day in (1, 2, 3)]
    posts += [wrote("u005", day + 1, platform="linkedin", reply_to=f"q{day}") for day in (1, 2, 3)]
    tags = ("ha #LiveStreaming", "our #livestreaming.", "none")
    posts += [wrote("u006", day, platform="linkedin", text=text) for day, text in enumerate(tags)]
    posts += [wrote("u007", day, platform="linkedin", text="#livestreamings, #DataPrivacyNow") for day in (1, 2, 3)]
    facts = FACTS.model_copy(update={"features": ("Live streaming", "Data privacy")})
    return measured(query(), read_posts(posts, facts=facts, events=crowd()))


def test_what_people_write_is_told_from_three_posts_on(writers: Matrix):
    assert of(writers, "u000", "posts") == 0.75
    assert of(writers, "u008", "posts") == 0
    assert of(writers, "u000", "content.replies") == 1
    assert of(writers, "u000", "feeling.net") == pytest.approx(0.7)
    assert np.isnan(of(writers, "u001", "feeling.net"))
    assert "zzz" not in writers.people


def test_engagement_is_compared_within_a_platform(writers: Matrix):
    # Three of six posts on x have nine likes: they stand above three and half of three.
    assert of(writers, "u000", "engagement.got") == pytest.approx(75)
    assert of(writers, "u002", "engagement.got") == of(writers, "u003", "engagement.got") == 50


def test_a_reply_comes_after_its_post(writers: Matrix):
    assert of(writers, "u005", "reply.hours") == 24
    assert np.isnan(of(writers, "u004", "reply.hours"))


def test_a_post_is_about_a_feature_by_its_name_or_a_hashtag_of_it(writers: Matrix):
    assert of(writers, "u006", "interest.live_streaming") == pytest.approx(2 / 3)
    assert of(writers, "u007", "interest.live_streaming") == 0
    assert "interest.data_privacy" not in {feature.name for feature in writers.features}


def test_authors_are_measured_by_their_posts():
    posts = [wrote(f"a{i:02d}", day, format=("text", "video")[day % 2]) for i in range(60) for day in range(0, 28, 7)]
    matrix = measured(query(population="authors"), read_posts(posts))
    assert len(matrix.people) == 60
    # The window runs from the first post to the last: 22 days.
    assert of(matrix, "a00", "posts") == pytest.approx(4 * 7 / 22)
    assert of(matrix, "a00", "content.video") == 0.5


def test_a_filter_leaves_members_who_wrote_a_post_that_it_lets_through():
    posts = [wrote(f"u{i:03d}", 1, platform="reddit") for i in range(61)] + [wrote("u061", 1)]
    tables = read_posts(posts, events=crowd(70))
    matrix = measured(query(filter=PostFilter(platforms=("reddit",))), tables)
    assert len(matrix.people) == 61


def test_too_few_people_are_not_measured():
    with pytest.raises(TooFewPosts, match="Found 59 people"):
        measured(query(), make_tables(events=crowd(59)))


def test_nobody_is_measured_where_nothing_was_done():
    with pytest.raises(MissingData, match="'events'"):
        measured(query(), make_tables(events=[]))
    with pytest.raises(MissingData, match="'posts'"):
        measured(query(), make_tables())
