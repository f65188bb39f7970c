"""Topics of the made-up launch, embedded as an import embeds them: what was planted in a week emerges."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.embedder import MiniLMEmbedder
from knowledge.samples import generate
from tests.tools.conftest import FACTS, read_posts
from tools.facts import Brand
from tools.listening.topics.emerging_topics import EmergingTopicsQuery, EmergingTopicsResult, emerging_topics
from tools.tables import TABLES

FIRST, AFTER = datetime(2026, 3, 25, tzinfo=UTC), datetime(2026, 4, 8, tzinfo=UTC)


@pytest.mark.slow
def test_the_planted_article_and_the_talk_of_privacy_emerge():
    launch = generate(seed=7)
    truth = launch.truth
    rows = [
        {name: value for name, value in post._asdict().items() if name in TABLES["posts"].columns}
        | {"label": truth.posts[post.post_id].sentiment}
        for post in launch.posts
        if post.text and FIRST <= post.created_at < AFTER
    ]
    found = MiniLMEmbedder(threads=1).embed([str(row["text"]) for row in rows])
    vectors = [{"post_id": row["post_id"], "vector": one.tolist()} for row, one in zip(rows, found, strict=True)]
    brands = tuple(Brand(name=name, aliases=aliases) for name, aliases in truth.aliases.items())
    tables = read_posts(rows, facts=FACTS.model_copy(update={"brands": brands}), vectors=vectors)
    query = EmergingTopicsQuery.model_validate({"dataset": "demo", "about": "privacy"})
    result = emerging_topics.run(query, tables)

    assert isinstance(result, EmergingTopicsResult)
    assert str(result.before) == "2026-03-25 to 2026-03-31"
    assert {"dispatch", "tallow"} <= {word for topic in result.emerging for word in topic.words}
    assert {topic.kind for topic in result.emerging} == {"burst"}
    assert (result.grows, result.asked) == (True, "burst")
