"""Voices: who speaks for a brand and who against it, who is heard, and who is on the rise."""

from __future__ import annotations

from collections.abc import Sequence

from tools.base import Sentence, tool
from tools.inputs import Tables
from tools.listening.voices.asked import METHOD, VoicesQuery, VoicesResult
from tools.listening.voices.heard_most import heard_most, say_heard_most
from tools.listening.voices.rising import rising, say_rising
from tools.listening.voices.saying import say_sides
from tools.listening.voices.sides import sides


def _say(query: VoicesQuery, result: VoicesResult) -> Sequence[Sentence]:
    if query.kind == "influencers":
        return list(say_heard_most(query, result))
    return list(say_rising(query, result) if query.kind == "rising" else say_sides(query, result))


@tool(
    title="Voices",
    toolset="listen",
    needs=("posts", "readings"),
    method=METHOD,
    examples=(
        "Who are our advocates?",
        "who are our biggest fans",
        "which users keep praising us",
        "who are our detractors",
        "who complains about us again and again",
        "which authors are the most negative about us",
        "who are the influencers in this conversation",
        "which organic influencers should we work with",
        "who has the most reach among people who talk about us",
        "rank the voices by influence",
        "which voices are rising",
        "who is gaining an audience",
        "brand ambassadors",
        "who are our haters",
        "what do our promoters praise",
        "who leads the conversation about us",
    ),
    say=_say,
    version=2,
    tags=("advocates", "detractors", "promoters", "influencers", "ambassadors", "authors", "KOL", "empirical Bayes"),
)
def voices(query: VoicesQuery, tables: Tables) -> VoicesResult:
    """Advocates, detractors, organic influencers or rising voices among authors, with reasons.

    advocate: the chance is at least `certainty` that the true share of an author's posts that speak well is ten points
    or more above that of people in general, by empirical Bayes over all authors and corrected for the reader's error;
    detractors alike. influencer: geometric mean of relevance, reach, resonance and authenticity, 0 to 100, with ties
    where weightings disagree. rising: share of interactions or posts, second half against first. Names nobody where
    the dataset's purposes do not allow it. Raises TooFewPosts below 30 authors to judge (10 for influencers and
    rising), MissingData where nothing tells who is heard.
    """
    if query.kind == "influencers":
        return heard_most(query, tables)
    return rising(query, tables) if query.kind == "rising" else sides(query, tables)
