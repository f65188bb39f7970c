"""Brandwatch: mentions as the Consumer Research API gives them; the columns of its spreadsheets are undocumented.

Counts come from the fields of the mention's own platform, since those of others are 0 or null. Mentions of X
carry no text.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.importing.presets.base import Fields, Page, Preset

_COUNTS: dict[str, dict[str, str]] = {
    "twitter": {
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
}


def _mention(record: Fields) -> Iterator[Fields]:
    counts = _COUNTS.get(str(record.get("pageType")).split("_")[0], {})
    yield {**record, **{ours: record.get(theirs) for ours, theirs in counts.items()}}


BRANDWATCH = Preset(
    name="brandwatch",
    title="Brandwatch Consumer Research mentions (API)",
    pages=(
        Page("Retrieving Mentions", "https://developers.brandwatch.com/docs/retrieving-mentions"),
        Page("Mention Field Definitions", "https://developers.brandwatch.com/docs/mention-metadata-field-definitions"),
    ),
    shows=(("resourceId", "pageType", "queryId", "date"),),
    records=("results",),
    unfold=_mention,
    fields={
        "platform": ("pageType",),
        "source_id": ("resourceId",),
        "author_id": ("author", "twitterAuthorId", "facebookAuthorId"),
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
