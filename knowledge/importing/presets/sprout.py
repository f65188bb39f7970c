"""Sprout: messages and posts as the Sprout Social API gives them; the columns of its CSV reports are undocumented.

A message of the profile that is tracked is the brand's own. Alerts about followers are left out. The `impressions`
of listening are potential ones, not seen ones, and not imported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from knowledge.importing.files.nested import lookup
from knowledge.importing.presets.base import Fields, Page, Preset

_METRICS = {
    "likes": ("likes", "lifetime.likes", "lifetime.reactions"),
    "shares": ("shares_count", "lifetime.shares_count"),
    "replies": ("replies", "lifetime.comments_count"),
    "impressions": ("lifetime.impressions",),
    "reach": ("lifetime.impressions_unique",),
    "views": ("lifetime.video_views",),
    "followers": ("from.followers_count",),
}
_UNKNOWN_LANGUAGE = "un"


def _message(record: Fields) -> Iterator[Fields]:
    if record.get("post_type") == "TWITTER_FOLLOWER_ALERT":
        return
    metrics = record.get("metrics")
    given: Fields = metrics if isinstance(metrics, Mapping) else {}
    language = record.get("language_code") or record.get("language")
    yield {
        **record,
        **{ours: next((given[name] for name in names if name in given), None) for ours, names in _METRICS.items()},
        "language": None if language == _UNKNOWN_LANGUAGE else language,
        "own": _is_own(record),
    }


def _is_own(message: Fields) -> bool | None:
    """Tell by `sent`, which posts have, or by who wrote it: the profile that is tracked or another."""
    if isinstance(message.get("sent"), bool):
        return bool(message["sent"])
    author, tracked = lookup(message, "from.guid"), message.get("profile_guid")
    return author == tracked if author and tracked else None


SPROUT = Preset(
    name="sprout",
    title="Sprout Social messages and posts (API)",
    pages=(Page("Sprout API: Metrics and Fields", "https://api.sproutsocial.com/docs/"),),
    shows=(("created_time", "perma_link", "network"), ("created_time", "perma_link", "metrics")),
    records=("data",),
    unfold=_message,
    fields={
        "platform": ("network",),
        "source_id": ("guid", "perma_link"),
        "author_id": ("from.guid",),
        "author.handle": ("from.screen_name",),
        "author.name": ("from.name",),
        "author.followers": ("followers", "from.followers_count"),
        "created_at": ("created_time",),
        "text": ("text",),
        "lang": ("language",),
        "region": ("location.country",),
        "format": ("post_type",),
        "is_own": ("own",),
        "likes": ("likes",),
        "shares": ("shares",),
        "replies": ("replies",),
        "reach": ("reach",),
        "impressions": ("impressions",),
        "views": ("views",),
        "url": ("perma_link",),
    },
)
