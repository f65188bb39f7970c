"""Intents: what posts are written for: to ask, to buy, to complain, to praise, to suggest."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from tools.base import Sentence, tool
from tools.inputs import Tables
from tools.reader.reading import INTENTS
from tools.sentiment.expressed.asked import ExpressedQuery, ExpressedResult, measured
from tools.sentiment.expressed.saying import sentences
from tools.sentiment.expressed.views import View

VIEW = View("intent", "intents", {name: (name,) for name in INTENTS}, "other", "intent")


class IntentsQuery(ExpressedQuery):
    """What do people want?"""

    only: tuple[str, ...] = Field((), description=f"Only these intents; none for all. There are: {', '.join(INTENTS)}.")


class IntentsResult(ExpressedResult):
    """Share of posts with each intent, overall and by group, and which shares moved since the baseline."""


def _say(query: IntentsQuery, result: IntentsResult) -> Sequence[Sentence]:
    return sentences(query, result, kind="intent")


@tool(
    title="Intents",
    toolset="listen",
    needs=("posts", "readings"),
    method="intents",
    examples=(
        "What do people want from us?",
        "which intents do the posts have",
        "why do people write to us",
        "how many posts are questions",
        "how many posts are suggestions",
        "what share of posts is a complaint and what share praise",
        "do people ask for help or want to buy",
        "how many people want to buy",
        "purchase intent in the posts",
        "are people asking questions or making suggestions",
        "intents by platform",
        "how many are comparing us before buying",
        "did complaints grow against the week before",
        "what are people trying to do when they contact us",
        "intent breakdown",
    ),
    say=_say,
    tags=("intent", "complaint", "praise", "question", "suggestion", "purchase"),
)
def intents(query: IntentsQuery, tables: Tables) -> IntentsResult:
    """Share of posts with each of eight intents, overall, by group, and against a baseline period.

    share = posts with the intent / posts read reliably, 0 to 1; a post may have several, so shares do not add up. Not
    corrected for the reader's error. Intervals allow for authors who post often (Kish 1965). Source of the four search
    intents: Broder, A taxonomy of web search, SIGIR Forum 36, 2002. Raises TooFewPosts below 30 posts read reliably,
    MissingData where the dataset's reader does not tell intents.
    """
    found = measured(query, tables, VIEW, method="intents")
    return IntentsResult(**dict(found))
