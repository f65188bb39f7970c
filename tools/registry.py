"""Registry: every tool there is, in reading order. What is not listed here does not exist."""

from __future__ import annotations

from functools import cache

from tools.base import Tool
from tools.errors import UnknownName


@cache
def tools() -> tuple[Tool, ...]:
    """Return all tools. Imported here, not at the top, so that importing the registry costs nothing."""
    from tools.dataset.describe_dataset import describe_dataset
    from tools.kpi.engagement_rates import engagement_rates
    from tools.listening.associations.associations import associations
    from tools.listening.distinctive_words import distinctive_words
    from tools.listening.influence.share_of_influence import share_of_influence
    from tools.listening.rivals.compare_brands import compare_brands
    from tools.listening.search_posts import search_posts
    from tools.listening.share_of_voice import share_of_voice
    from tools.listening.spikes.spikes import spikes
    from tools.listening.suspected_bots import suspected_bots
    from tools.listening.topics.emerging_topics import emerging_topics
    from tools.listening.topics.topics import topics
    from tools.listening.voices.voices import voices
    from tools.listening.warning.early_warning import early_warning
    from tools.segmentation.audience.segment_audience import segment_audience
    from tools.segmentation.comparing.compare_segments import compare_segments
    from tools.segmentation.describing.describe_segment import describe_segment
    from tools.segmentation.features.audience_features import audience_features
    from tools.segmentation.frequency.frequency_caps import frequency_caps
    from tools.segmentation.lookalikes.lookalikes import lookalikes
    from tools.segmentation.moving.find_emerging_segment import find_emerging_segment
    from tools.segmentation.moving.segment_drift import segment_drift
    from tools.segmentation.testing.test_plan import test_plan
    from tools.segmentation.testing.test_result import test_result
    from tools.segmentation.tribes.tribes import tribes
    from tools.segmentation.value.value_tiers import value_tiers
    from tools.sentiment.aspects import aspects
    from tools.sentiment.emotions import emotions
    from tools.sentiment.explain_change import explain_change
    from tools.sentiment.intents import intents
    from tools.sentiment.sentiment import sentiment
    from tools.sentiment.sentiment_trend import sentiment_trend

    return (
        describe_dataset,
        search_posts,
        sentiment,
        sentiment_trend,
        explain_change,
        aspects,
        emotions,
        intents,
        share_of_voice,
        share_of_influence,
        compare_brands,
        engagement_rates,
        distinctive_words,
        topics,
        emerging_topics,
        spikes,
        suspected_bots,
        voices,
        associations,
        audience_features,
        segment_audience,
        describe_segment,
        compare_segments,
        segment_drift,
        find_emerging_segment,
        tribes,
        lookalikes,
        value_tiers,
        test_plan,
        test_result,
        frequency_caps,
        early_warning,
    )


def tool_named(name: str) -> Tool:
    """Return the tool of that name; UnknownName, with near names, if there is none."""
    for tool in tools():
        if tool.name == name:
            return tool
    raise UnknownName("tool", name, (tool.name for tool in tools()))
