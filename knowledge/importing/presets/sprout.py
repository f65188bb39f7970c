"""Sprout: messages and posts as the Sprout Social API gives them; the columns of its CSV reports are undocumented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.presets.base import Fields, Page, Preset

_METRICS = {
    "likes": ("likes", "lifetime.likes", "reactions", "lifetime.reactions"),
    "shares": ("shares_count", "lifetime.shares_count"),
    "replies": ("replies", "comments_count", "lifetime.comments_count"),
    "impressions": ("impressions", "lifetime.impressions"),
    "followers": ("from.followers_count",),
}


def _message(record: Fields) -> Iterator[Fields]:
    metrics = record.get("metrics")
    given: Fields = metrics if isinstance(metrics, Mapping) else {}
    yield {
        **record,
        **{ours: next((given[name] for name in names if name in given), None) for ours, names in _METRICS.items()},
    }


SPROUT = Preset(
    name="sprout",
    title="Sprout Social messages and posts (API)",
    pages=(Page("Sprout API: Messages Endpoint, Post Analytics Endpoint", "https://api.sproutsocial.com/docs/"),),
    shows=(("created_time", "perma_link", "network"), ("created_time", "perma_link", "metrics")),
    records=("data",),
    unfold=_message,
    fields={
        "platform": ("network",),
        "source_id": ("guid", "perma_link"),
        "author_id": ("from.guid",),
        "author.handle": ("from.screen_name",),
        "author.name": ("from.name",),
        "author.followers": ("followers",),
        "created_at": ("created_time",),
        "text": ("text",),
        "format": ("post_type",),
        "is_own": ("sent",),
        "likes": ("likes",),
        "shares": ("shares",),
        "replies": ("replies",),
        "impressions": ("impressions",),
        "url": ("perma_link",),
    },
)
