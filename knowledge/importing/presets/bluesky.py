"""Bluesky: feeds and searches as its API gives them (getAuthorFeed, getTimeline, searchPosts)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.files.nested import lookup
from knowledge.importing.presets.base import Fields, Page, Preset


def _posts(record: Fields) -> Iterator[Fields]:
    post = record["post"] if isinstance(record.get("post"), Mapping) else record
    handle, uri = lookup(post, "author.handle"), post.get("uri")
    named = isinstance(uri, str) and handle
    yield {**post, "url": f"https://bsky.app/profile/{handle}/post/{str(uri).rpartition('/')[2]}" if named else None}


BLUESKY = Preset(
    name="bluesky",
    title="Bluesky feeds and searches",
    pages=(
        Page("app.bsky.feed.getAuthorFeed", "https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed"),
        Page("app.bsky.feed.searchPosts", "https://docs.bsky.app/docs/api/app-bsky-feed-search-posts"),
        Page(
            "Lexicon: app.bsky.feed.post",
            "https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json",
        ),
    ),
    shows=(("post.uri", "post.record.createdAt"), ("uri", "cid", "record.createdAt")),
    constants={"platform": "bluesky"},
    records=("feed", "posts"),
    unfold=_posts,
    threads_are_posts=True,
    fields={
        "source_id": ("uri",),
        "author_id": ("author.did",),
        "author.handle": ("author.handle",),
        "author.name": ("author.displayName",),
        "created_at": ("record.createdAt", "indexedAt"),
        "text": ("record.text",),
        "lang": ("record.langs.0",),
        "thread_id": ("record.reply.root.uri",),
        "reply_to": ("record.reply.parent.uri",),
        "likes": ("likeCount",),
        "shares": ("repostCount",),
        "replies": ("replyCount",),
        "url": ("url",),
    },
)
