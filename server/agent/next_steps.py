"""Next steps: one thing to do after an answer, which can be done: a question to ask or a command to run."""

from __future__ import annotations

from server.agent.composing.draft import Material

_AFTER = {
    "describe_dataset": "How do people feel{about}?",
    "sentiment": "What do people praise and complain about{after}?",
    "sentiment_trend": "Why are people unhappy{about}?",
    "share_of_voice": "How do people feel about each brand?",
    "engagement_rates": "How do people feel{about}, by platform?",
    "distinctive_words": "Show me negative posts{about}",
    "search_posts": "How do people feel about {topic}?",
    "early_warning": "Show me negative posts{about}",
    "emerging_topics": "How do people feel{about}?",
    "emotions": "What do people complain about{after}?",
    "voices": "What do people praise and complain about{after}?",
}


def next_step(material: Material) -> str:
    """Return the question that most people ask next; how to recompute, where there is none."""
    ran = [call.tool for call in material.calls]
    frame = material.frame
    brand = frame.brands[0] if len(frame.brands) == 1 else ""
    about, after = (f" about {brand}", f", with {brand}") if brand else ("", "")
    for tool in ran:
        following = _AFTER.get(tool)
        asked = {"sentiment": "distinctive_words", "sentiment_trend": "distinctive_words"}.get(tool)
        if following and asked not in ran and ("{topic}" not in following or frame.topic):
            return "Ask: " + following.format(about=about, after=after, topic=frame.topic)
    return f"Recompute: groundswell recompute {material.calls[0].id}" if material.calls else ""
