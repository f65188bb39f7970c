"""Truth: what was planted in a sample launch, as its manifest states it.

Totals count audience posts unless they say otherwise: `audience` leaves out what brands wrote and what is off
topic. Polarity of an aspect counts posts, so a mixed post counts under both polarities.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from knowledge.samples.story import Sentiment


class _Truth(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PostTruth(_Truth):
    """What one post carries. `kind`: organic, spike, support, agent, brand, bot, noise or hostile."""

    kind: str
    sentiment: Sentiment
    aspects: Mapping[str, Sentiment]
    """Aspect id -> polarity; empty where no feature is singled out, and in languages other than English only one."""
    intent: str
    """praise, complaint, informational, commercial_investigation, transactional, navigational, feature_request,
    opinion (a plain statement), or none (bots, noise)."""
    emotion: str
    """The emotion its wording expresses beyond polarity, or none."""
    sarcastic: bool
    lang: str
    mentions: tuple[str, ...]
    spike: str | None = None


class Feature(_Truth):
    """A feature that people talk about, with the words they use for it."""

    name: str
    aliases: tuple[str, ...]


class SentimentCount(_Truth):
    """Posts by true sentiment."""

    positive: int
    neutral: int
    negative: int

    @property
    def total(self) -> int:
        return self.positive + self.neutral + self.negative


class DayCount(_Truth):
    """Audience posts of a brand on a day, and the shares that were planned for it (spikes come on top of a plan)."""

    day: date
    brand: str
    count: SentimentCount
    planned: tuple[float, float, float]


class SpikeTruth(_Truth):
    """A planted spike: its day, how many posts it added in all, the word to look for, and why it came."""

    name: str
    brand: str
    day: date
    posts: int
    posts_on_day: int
    keyword: str
    cause: str


class DialogueTruth(_Truth):
    """A support dialogue: its thread, issue, how it ended, and the minutes to the first answer (None: never)."""

    thread_id: str
    brand: str
    issue: str
    outcome: str
    messages: int
    first_response_minutes: float | None


class SteeringTruth(_Truth):
    """The planted fault of the personaliser and where it shows."""

    description: str
    gender_push: Mapping[str, float]
    origin_push: Mapping[str, float]
    faulty_table: str
    clean_table: str
    shown_by_name: Mapping[str, Mapping[str, float]]
    """Category -> share of faulty exposures for names associated with women (f) and men (m)."""
    shown_by_recorded_group: Mapping[str, Mapping[str, float]]
    """Category -> the same share by recorded group, which hides the fault."""


class EngagementSum(_Truth):
    """Sums over all posts of a brand or platform; missing counts are left out."""

    posts: int
    likes: int
    shares: int
    replies: int
    impressions: int


class Totals(_Truth):
    """Totals that questions can be checked against; `all` counts every row, `audience` as the module says."""

    posts: int
    audience: int
    authors: int
    threads: int
    posts_per_platform: Mapping[str, int]
    audience_per_brand: Mapping[str, int]
    audience_per_platform: Mapping[str, int]
    posts_per_kind: Mapping[str, int]
    posts_per_language: Mapping[str, int]
    engagement_per_brand: Mapping[str, EngagementSum]
    engagement_per_platform: Mapping[str, EngagementSum]
    rows: Mapping[str, int]
    """Table -> rows."""


class Truth(_Truth):
    """The manifest of a sample launch."""

    seed: int
    start: date
    days: int
    launch: date
    own_brand: str
    rivals: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    features: Mapping[str, Feature]
    sentiment: SentimentCount
    """Own brand's audience after the launch."""
    daily: tuple[DayCount, ...]
    aspects: Mapping[str, SentimentCount]
    """Aspect id -> own brand's audience posts after the launch, by polarity."""
    aspects_by_brand: Mapping[str, Mapping[str, SentimentCount]]
    emotions: Mapping[str, int]
    """Emotion -> own brand's audience posts after the launch that express it."""
    posts: Mapping[str, PostTruth]
    segments: Mapping[str, str]
    """Author id -> segment letter; customers only."""
    segment_names: Mapping[str, str]
    segment_shares: Mapping[str, float]
    communities: Mapping[str, str]
    spikes: tuple[SpikeTruth, ...]
    bots: tuple[str, ...]
    advocates: tuple[str, ...]
    detractors: tuple[str, ...]
    innovators: tuple[str, ...]
    churners: Mapping[str, datetime]
    """Author id -> when the customer left."""
    share_of_voice: Mapping[str, Mapping[str, float]]
    """Platform (or `all`) -> brand -> share of audience posts."""
    share_of_voice_without_bots: Mapping[str, Mapping[str, float]]
    dialogues: tuple[DialogueTruth, ...]
    steering: SteeringTruth
    usefulness: Mapping[str, float]
    """Feature -> probability that a `rate` event is 1."""
    churn_rates: Mapping[str, float]
    channel_odds: Mapping[str, float]
    experiment_lift: Mapping[str, float]
    hostile: Mapping[str, str]
    """Post id -> kind of attack: order, forged, hidden or link."""
    totals: Totals
