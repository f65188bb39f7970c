"""Brandwatch: mentions as the Consumer Research API gives them; the columns of its spreadsheets are undocumented.

Counts come from the fields of the mention's own platform, since those of others are 0 or null. A mention holds a
snippet, not the whole text, and one of X not even that.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.importing.presets.base import Fields, Page, Preset
from knowledge.importing.words import platform_named

_COUNTS: dict[str, dict[str, str]] = {
    "x": {
        "likes": "twitterLikeCount",
        "shares": "twitterRetweets",
        "replies": "twitterReplyCount",
        "followers": "twitterFollowers",
        "following": "twitterFollowing",
    },
    "facebook": {"likes": "facebookLikes", "shares": "facebookShares", "replies": "facebookComments"},
    "instagram": {
        "likes": "instagramLikeCount",
        "replies": "instagramCommentCount",
        "followers": "instagramFollowerCount",
        "following": "instagramFollowingCount",
    },
    "linkedin": {"likes": "linkedinLikes", "shares": "linkedinShares", "replies": "linkedinComments"},
    "tiktok": {"likes": "tiktokLikes", "shares": "tiktokShares", "replies": "tiktokComments"},
    "bluesky": {
        "likes": "blueskyLikes",
        "shares": "blueskyReposts",
        "replies": "blueskyReplies",
        "followers": "blueskyFollowers",
        "following": "blueskyFollowing",
    },
}


def _mention(record: Fields) -> Iterator[Fields]:
    platform = platform_named(str(record.get("contentSource") or record.get("pageType") or ""))
    counts = _COUNTS.get(platform, {})
    yield {**record, "platform": platform, **{ours: record.get(theirs) for ours, theirs in counts.items()}}


BRANDWATCH = Preset(
    name="brandwatch",
    title="Brandwatch Consumer Research mentions (API)",
    pages=(
        Page("Retrieving Mentions", "https://developers.brandwatch.com/docs/retrieving-mentions"),
        Page("Mention Field Definitions", "https://developers.brandwatch.com/docs/mention-metadata-field-definitions"),
    ),
    shows=(("resourceId", "contentSource", "queryId", "date"), ("resourceId", "pageType", "queryId", "date")),
    records=("results",),
    unfold=_mention,
    fields={
        "platform": ("platform",),
        "source_id": ("resourceId",),
        "author_id": ("author", "twitterAuthorId", "facebookAuthorId", "blueskyAuthorId"),
        "author.name": ("fullname",),
        "author.followers": ("followers",),
        "author.following": ("following",),
        "created_at": ("date",),
        "text": ("snippet",),
        "lang": ("language",),
        "region": ("country",),
        "thread_id": ("threadId",),
        "likes": ("likes",),
        "shares": ("shares",),
        "replies": ("replies",),
        "reach": ("reachEstimate",),
        "impressions": ("impressions",),
        "url": ("url", "originalUrl"),
    },
)
