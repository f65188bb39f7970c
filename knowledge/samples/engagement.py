"""Engagement: likes, shares, replies, reach and impressions, each driven by audience, content and platform."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from knowledge.samples.drafts import Draft
from knowledge.samples.streams import poisson


class Engagement(NamedTuple):
    """Counts of a post; None where the platform does not show them to an export."""

    likes: int
    shares: int | None
    replies: int
    reach: int | None
    impressions: int | None
    views: int | None


_LIKE_RATE = {"x": 0.011, "reddit": 0.03, "linkedin": 0.022, "facebook": 0.015, "instagram": 0.034}
_FORMAT_BOOST = {"text": 1.0, "image": 1.4, "video": 1.7, "link": 0.8}


def post_format(rng: Random, draft: Draft) -> str:
    """Draw text, image, video or link by platform and kind."""
    if draft.kind in ("support", "agent", "hostile") or draft.parent is not None:
        return "text"
    if draft.platform == "instagram":
        return rng.choice(("image", "image", "image", "video"))
    if draft.kind == "bot":
        return "link"
    pictured = 0.4 if draft.kind == "brand" else 0.15
    return rng.choices(
        ("text", "image", "video", "link"), (1 - pictured * 1.6, pictured, pictured * 0.2, pictured * 0.4)
    )[0]


def engage(rng: Random, draft: Draft, form: str) -> Engagement:
    """Draw the counts of a post; `replies` is at least the replies in the data."""
    audience = draft.author.followers * rng.lognormvariate(-1.1, 0.6) + rng.randint(4, 60)
    if draft.platform == "reddit":
        audience = rng.lognormvariate(6.0, 1.0)
    if draft.parent is not None:
        audience *= 0.25
    impressions = max(3, int(audience * rng.uniform(1.05, 1.6)))
    reach = max(2, int(impressions / rng.uniform(1.08, 1.5)))
    pull = _FORMAT_BOOST[form] * {"positive": 1.25, "neutral": 0.8, "negative": 1.1}[draft.sentiment]
    pull *= 1.8 if draft.spike else (0.15 if draft.kind == "bot" else 1.0)
    likes = _count(rng, reach * _LIKE_RATE[draft.platform] * pull)
    shares = _count(rng, likes * (0.35 if draft.sentiment == "negative" else 0.18))
    replies = draft.children + _count(rng, likes * 0.05)
    hidden = draft.platform == "reddit"
    return Engagement(
        likes=likes,
        shares=None if hidden else shares,
        replies=replies,
        reach=None if hidden or draft.platform == "x" else reach,
        impressions=None if hidden else impressions,
        views=int(reach * rng.uniform(0.2, 0.7)) if form == "video" else None,
    )


def _count(rng: Random, mean: float) -> int:
    spread = mean * rng.lognormvariate(-0.2, 0.65)
    return poisson(rng, spread) if spread < 40 else round(spread)
