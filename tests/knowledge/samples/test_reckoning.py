from collections import Counter

from knowledge.samples import Launch
from knowledge.samples.story import BRANDS, OWN, PLATFORMS


def test_totals_equal_the_rows(launch: Launch) -> None:
    totals = launch.truth.totals
    assert totals.posts == len(launch.posts) == 6000
    assert totals.posts_per_platform == dict(sorted(Counter(row.platform for row in launch.posts).items()))
    assert totals.rows["exposures_clean"] == len(launch.exposures_clean)
    for name, rows in launch.tables().items():
        assert totals.rows[name] == len(rows)


def test_engagement_sums_equal_the_rows(launch: Launch) -> None:
    for brand in BRANDS:
        rows = [row for row in launch.posts if row.brand == brand]
        found = launch.truth.totals.engagement_per_brand[brand]
        assert (found.posts, found.likes) == (len(rows), sum(row.likes for row in rows))
        assert found.impressions == sum(row.impressions or 0 for row in rows)


def test_every_post_has_its_truth(launch: Launch) -> None:
    assert set(launch.truth.posts) == {row.post_id for row in launch.posts}


def test_daily_counts_equal_the_audience(launch: Launch) -> None:
    truth = launch.truth
    for brand in BRANDS:
        counted = sum(day.count.total for day in truth.daily if day.brand == brand)
        late = sum(
            row.brand == brand and row.created_at.date() > truth.daily[-1].day and not row.is_own
            for row in launch.posts
        )
        assert counted + late == truth.totals.audience_per_brand[brand]


def test_sentiment_after_the_launch_equals_the_posts(launch: Launch) -> None:
    truth = launch.truth
    found = Counter(
        truth.posts[row.post_id].sentiment
        for row in launch.posts
        if row.brand == OWN and not row.is_own and row.created_at.date() >= truth.launch
    )
    assert found == {
        "positive": truth.sentiment.positive,
        "neutral": truth.sentiment.neutral,
        "negative": truth.sentiment.negative,
    }


def test_aspects_equal_the_posts(launch: Launch) -> None:
    truth = launch.truth
    after = {row.post_id for row in launch.posts if row.brand == OWN and row.created_at.date() >= truth.launch}
    found = Counter(
        (aspect, polarity)
        for post, planted in truth.posts.items()
        if post in after and planted.kind not in ("brand", "agent", "noise")
        for aspect, polarity in planted.aspects.items()
    )
    for aspect, count in truth.aspects.items():
        assert count.negative == found[aspect, "negative"]


def test_share_of_voice_sums_to_one_and_follows_the_plan(launch: Launch) -> None:
    for platform in ("all", *PLATFORMS):
        assert abs(sum(launch.truth.share_of_voice[platform].values()) - 1) < 1e-9
    assert launch.truth.share_of_voice["reddit"][OWN] > launch.truth.share_of_voice["instagram"][OWN]


def test_first_responses_equal_the_tickets(launch: Launch) -> None:
    tickets = {row.thread_id: row for row in launch.tickets}
    for dialogue in launch.truth.dialogues:
        ticket = tickets[dialogue.thread_id]
        if dialogue.first_response_minutes is None:
            assert ticket.first_reply_at is None
        else:
            assert ticket.first_reply_at is not None
            waited = (ticket.first_reply_at - ticket.opened_at).total_seconds() / 60
            assert abs(waited - dialogue.first_response_minutes) < 1e-3


def test_first_responses_are_messages_of_the_brand(launch: Launch) -> None:
    answers = {(row.thread_id, row.created_at) for row in launch.posts if row.is_own and row.reply_to}
    assert all((t.thread_id, t.first_reply_at) in answers for t in launch.tickets if t.first_reply_at)
