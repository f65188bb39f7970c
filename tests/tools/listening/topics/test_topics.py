"""Topics, on posts whose topics are planted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from tests.tools.conftest import Row
from tests.tools.listening.topics.planted import WORDS, asking, tables, talk
from tools.errors import BadRequest, TooFewPosts
from tools.listening.topics.topics import Topic, TopicsResult, topics

THREE = [*talk("privacy", 60), *talk("agenda", 90), *talk("parking", 50)]


ASK = asking(topics)


def ask(rows: Sequence[Row], **query: object) -> TopicsResult:
    result, _ = ASK(rows, query)
    assert isinstance(result, TopicsResult)
    return result


def sentences(rows: Sequence[Row], **query: object) -> str:
    return ASK(rows, query)[1]


def about(topic: Topic) -> str:
    """The planted topic whose words it is named by."""
    return next(name for name, said in WORDS.items() if set(topic.words[:3]) & set(" ".join(said).split()))


def test_topics_are_those_that_were_planted_with_their_shares():
    result = ask(THREE, number=3)

    assert [about(topic) for topic in result.topics] == ["agenda", "privacy", "parking"]
    assert [result.figure(f"posts.{topic.key}").value for topic in result.topics] == [90, 60, 50]
    assert result.figure(f"share.{result.topics[0].key}").value == 0.45
    assert result.figure("left_out").value == 0
    assert result.figure("stability").value == 1.0
    assert result.n_posts == 200


@pytest.mark.slow
def test_the_number_of_topics_comes_from_the_data_where_none_is_asked_for():
    assert 3 <= len(ask(THREE).topics) <= 5  # one for forty posts at most


def test_sentiment_is_that_of_the_topic():
    rows = [*talk("privacy", 60, label="negative"), *talk("agenda", 60, label="positive")]
    result = ask(rows, number=2)
    found = {about(topic): topic.key for topic in result.topics}

    assert result.figure(f"net.{found['privacy']}").value == pytest.approx(-1, abs=0.05)
    assert result.figure(f"net.{found['agenda']}").value == pytest.approx(1, abs=0.05)


def test_posts_shown_are_of_their_topic_and_one_disagrees():
    result = ask(THREE, number=3)
    shown = {
        topic.name: [post for post in result.posts if post.group["topic"] == topic.name] for topic in result.topics
    }

    for topic in result.topics:
        assert [post.role for post in shown[topic.name]] == ["representative", "representative", "contrary"]
        assert all(post.post_id.startswith(f"p_{about(topic)}") for post in shown[topic.name])


@pytest.mark.slow
def test_the_order_of_posts_does_not_matter():
    mixed = [*THREE[1::3], *reversed(THREE[::3]), *THREE[2::3]]

    assert ask(mixed) == ask(THREE)


def test_copies_count_once():
    slogan = [
        row | {"post_id": f"p_parking_c{i}", "text": f"Park at http://x.io/{i} now!"}
        for i, row in enumerate(THREE[:80])
    ]
    result = ask([*THREE, *slogan], number=3)

    assert result.n_posts == 201
    assert any("79 posts that copy" in caveat for caveat in result.caveats)


def test_a_hashtag_goes_with_the_topic_of_its_posts():
    rows = [
        row | {"text": f"{row['text']} {'#DataRights' if i < 30 else ''} {'#Monday' if i % 4 == 0 else ''}"}
        for i, row in enumerate(THREE)
    ]
    result = ask(rows, number=3)
    tags = {tag.tag: tag for tag in result.hashtags}
    privacy = next(topic for topic in result.topics if about(topic) == "privacy")

    assert tags["datarights"].topic == privacy.name
    assert result.figure("hashtag.datarights").value == 1.0
    assert tags["monday"].topic is None
    assert tags["monday"].posts == 50


@pytest.mark.slow
def test_brands_do_not_make_topics():
    rows = [row | {"brand": "Acme" if i % 2 else "Bolt"} for i, row in enumerate(THREE)]

    assert [about(topic) for topic in ask(rows, number=3).topics] == ["agenda", "privacy", "parking"]


def test_too_few_posts_are_refused():
    with pytest.raises(TooFewPosts, match="Found 60 different posts with text, and at least 100"):
        ask(talk("privacy", 60))


WEEKS = [
    *talk("privacy", 40), *talk("agenda", 80), *talk("parking", 60),
    *talk("privacy", 40, day=7, mark="n"), *talk("agenda", 80, day=7, mark="n"), *talk("coffee", 60, day=7, mark="n"),
]  # fmt: skip
BEFORE = {"start": "2026-09-07", "end": "2026-09-13"}
NOW = {"start": "2026-09-14", "end": "2026-09-20"}


def test_topics_of_next_week_are_matched_not_renamed():
    result = ask(WEEKS, period=NOW, before=BEFORE, number=4)
    now = {about(topic): topic for topic in result.topics if result.figure(f"posts.{topic.key}").value}

    assert now["agenda"].name == now["agenda"].was
    assert (now["agenda"].since, now["coffee"].since) == ("same", "new")
    assert [result.figure(f"{stem}.{now['coffee'].key}").value for stem in ("share.before", "share")] == [0, 60 / 180]
    assert len(result.gone) == 1
    assert {"garage", "parking", "barrier"} & set(result.gone[0].split(", "))


def test_what_is_new_and_gone_is_said():
    text = sentences(WEEKS, period=NOW, before=BEFORE, number=4)

    assert "New since then: " in text
    assert "Gone since then: " in text


@pytest.mark.slow
def test_nothing_changed_is_said_where_nothing_did():
    rows = [*THREE, *[row | {"post_id": f"{row['post_id']}_n"} for row in _later(THREE)]]

    assert "No topic gained or lost share beyond chance." in sentences(rows, period=NOW, before=BEFORE, number=3)


def _later(rows: Sequence[Row]) -> list[Row]:
    return [
        row | {"created_at": str(row["created_at"]).replace("-09-07T", "-09-14T"), "text": f"{row['text']} zz"}
        for row in rows
    ]


def test_periods_that_overlap_are_refused():
    with pytest.raises(BadRequest, match="give two that share no day"):
        ask(WEEKS, period=BEFORE, before=BEFORE)


def test_vectors_of_planted_topics_are_of_length_one():
    held = np.array(tables(THREE[:3])["vectors"].to_pyarrow()["vector"].to_pylist())

    assert np.linalg.norm(held, axis=1) == pytest.approx(1.0, abs=1e-6)
