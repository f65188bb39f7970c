import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from knowledge.samples import Launch, generate
from knowledge.samples.story import BEFORE, LAST_DAY, OWN, WEEK_ONE
from tools.errors import BadRequest
from tools.tables import TABLES

_DIGEST = (
    "import hashlib; from knowledge.samples import generate; "
    "launch = generate(5, days=14, posts=300); print(hashlib.sha256(repr(launch).encode()).hexdigest())"
)


def test_the_same_seed_gives_the_same_launch_in_every_process() -> None:
    found = set()
    for hash_seed in ("0", "1"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = subprocess.run(  # the command is ours
            [sys.executable, "-c", _DIGEST], env=env, capture_output=True, text=True, check=True
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_another_seed_gives_another_launch() -> None:
    texts = [{row.text for row in generate(seed, days=14, posts=200).posts} for seed in (1, 2)]
    assert len(texts[0] & texts[1]) < 20


def test_rows_have_the_columns_of_their_tables(small: Launch) -> None:
    for name, rows in small.tables().items():
        assert rows, name
        known = [column for column in TABLES[name].columns if column != "source"]
        assert list(rows[0]._fields) == known, name


def test_keys_identify_rows(launch: Launch) -> None:
    for name, rows in launch.tables().items():
        keys = [tuple(getattr(row, column) for column in TABLES[name].key) for row in rows]
        assert len(set(keys)) == len(keys), name


def test_people_in_rows_are_authors(launch: Launch) -> None:
    authors = {row.author_id for row in launch.authors}
    for name, rows in launch.tables().items():
        for column in TABLES[name].person:
            if column != "assignee":
                assert {getattr(row, column) for row in rows} <= authors, name


@pytest.mark.parametrize("posts", [120, 137, 1000])
def test_the_number_of_posts_is_exact(posts: int) -> None:
    assert len(generate(1, days=15, posts=posts).posts) == posts


def test_too_small_a_launch_is_refused() -> None:
    with pytest.raises(BadRequest, match="posts=10"):
        generate(posts=10)
    with pytest.raises(BadRequest, match="authors=3"):
        generate(authors=3)


def test_posts_lie_within_the_days_asked_for(small: Launch) -> None:
    days = {row.created_at.date() for row in small.posts}
    assert min(days) >= date(2026, 3, 1)
    late = sum(day > date(2026, 3, 16) for day in (row.created_at.date() for row in small.posts))
    assert late <= 5, "only support dialogues may run past midnight of the last day"


def test_threads_hold_together(launch: Launch) -> None:
    by_id = {row.post_id: row for row in launch.posts}
    for row in launch.posts:
        if row.reply_to is None:
            assert row.thread_id == row.post_id
            continue
        parent = by_id[row.reply_to]
        assert parent.created_at < row.created_at
        assert parent.thread_id == row.thread_id
        assert (parent.platform, parent.brand) == (row.platform, row.brand)


def test_reply_counts_cover_the_replies_in_the_data(launch: Launch) -> None:
    answered = Counter(row.reply_to for row in launch.posts if row.reply_to)
    assert all(row.replies >= answered[row.post_id] for row in launch.posts)


def test_threads_reach_some_depth(launch: Launch) -> None:
    depth: dict[str, int] = {}
    for row in launch.posts:
        depth[row.post_id] = 1 + depth[row.reply_to] if row.reply_to else 0
    assert sum(level > 0 for level in depth.values()) > 1500
    assert max(depth.values()) >= 4


def test_posts_on_x_fit_its_limit(launch: Launch) -> None:
    bots = set(launch.truth.bots)
    assert all(len(row.text) <= 280 for row in launch.posts if row.platform == "x" and row.author_id not in bots)


def _shares(launch: Launch, first: date, last: date) -> tuple[list[float], int]:
    truth = launch.truth
    counted = Counter(
        truth.posts[row.post_id].sentiment
        for row in launch.posts
        if row.brand == OWN
        and first <= row.created_at.date() <= last
        and truth.posts[row.post_id].kind in ("organic", "support", "hostile")
    )
    total = counted.total()
    return [counted[label] / total for label in ("positive", "neutral", "negative")], total


@pytest.mark.parametrize(
    ("first", "last", "planned"),
    [
        (date(2026, 3, 1), date(2026, 3, 10), BEFORE),
        (date(2026, 3, 11), date(2026, 3, 17), WEEK_ONE),
        (date(2026, 4, 9), date(2026, 4, 9), LAST_DAY),
    ],
)
def test_sentiment_follows_the_plan(
    launch: Launch, first: date, last: date, planned: tuple[float, float, float]
) -> None:
    drawn, posts = _shares(launch, first, last)
    for share, plan in zip(drawn, planned, strict=True):
        assert abs(share - plan) < 2.6 * (plan * (1 - plan) / posts) ** 0.5


def test_features_are_liked_as_planned(launch: Launch) -> None:
    planned = {"summaries": 0.90, "networking_suggestions": 0.85, "personalized_agenda": 0.40}
    for feature, share in planned.items():
        count = launch.truth.aspects[feature]
        polar = count.positive + count.negative
        assert polar > 100
        assert abs(count.positive / polar - share) < 0.06, feature


def test_thumbs_carry_the_planted_usefulness(launch: Launch) -> None:
    for feature, share in launch.truth.usefulness.items():
        rated = [row.value or 0.0 for row in launch.events if row.kind == "rate" and row.object == feature]
        assert abs(sum(rated) / len(rated) - share) < 3.5 * (share * (1 - share) / len(rated)) ** 0.5


def test_segments_have_their_shares(launch: Launch) -> None:
    planned = {"A": 0.15, "B": 0.45, "C": 0.25, "D": 0.15}
    for letter, share in planned.items():
        assert abs(launch.truth.segment_shares[letter] - share) < 0.01


def test_churners_stop_using_the_product(launch: Launch) -> None:
    left = launch.truth.churners
    assert len(left) > 50
    assert all(row.at.date() <= left[row.user_id].date() for row in launch.events if row.user_id in left)


def test_spikes_stand_out(launch: Launch) -> None:
    for spike in launch.truth.spikes:
        daily = Counter(
            row.created_at.date()
            for row in launch.posts
            if row.brand == spike.brand and launch.truth.posts[row.post_id].kind not in ("bot", "agent", "support")
        )
        around = sorted(count for day, count in daily.items() if 2 <= abs((day - spike.day).days) <= 7)
        assert daily[spike.day] > 1.7 * around[len(around) // 2], spike.name
        naming = sum(
            spike.keyword.lower() in row.text.lower() for row in launch.posts if row.created_at.date() == spike.day
        )
        assert naming > spike.posts_on_day * 0.25, spike.name


def test_bots_post_near_copies_in_bursts(launch: Launch) -> None:
    bots = set(launch.truth.bots)
    texts = [row.text for row in launch.posts if row.author_id in bots]
    assert len(texts) == launch.truth.totals.posts_per_kind["bot"] > 150
    openings = Counter(text[:18] for text in texts)
    assert openings.most_common(1)[0][1] > 30


def test_hostile_posts_keep_their_hidden_characters(launch: Launch) -> None:
    texts = {row.post_id: row.text for row in launch.posts}
    hidden = [texts[post] for post, kind in launch.truth.hostile.items() if kind == "hidden"]
    assert {"\u202e", "\u200b"} <= set("".join(hidden))
    assert set(launch.truth.hostile.values()) == {"order", "forged", "hidden", "link"}


def test_truth_that_is_not_declared_stays_out_of_the_tables(launch: Launch) -> None:
    assert all("segment" not in row.attributes for row in launch.authors)
