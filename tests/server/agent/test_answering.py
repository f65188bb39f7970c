"""Tests of server.agent.answering."""

from __future__ import annotations

from datetime import UTC, datetime

from knowledge.dataset import Post
from server.agent.answering import quoted

POST = Post(
    post_id="p_1", platform="x", author_id="u_7", handle="amara_b", created_at=datetime(2026, 3, 1, tzinfo=UTC),
    text="summaries save my week", url="https://x.example/amara_b/1",
    brand=None, thread_id=None, reply_to=None, is_own=False, likes=None, shares=None, replies=None,
)  # fmt: skip


def test_a_post_is_quoted_with_its_author_and_address() -> None:
    said = quoted(POST, {})
    assert (said.author, said.url, said.quote) == ("amara_b", "https://x.example/amara_b/1", "summaries save my week")


def test_beside_groups_of_people_nobody_is_named() -> None:
    said = quoted(POST, {}, nameless=True)
    assert "amara_b" not in said.model_dump_json()
    assert "u_7" not in said.model_dump_json()
