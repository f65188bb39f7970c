"""Emotions: which emotions posts express, in four vocabularies, and which of them moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import Field

from tools.base import Sentence, tool
from tools.inputs import Tables
from tools.reader.views import EKMAN, FEEDBACK, PLUTCHIK, Ekman, Feedback
from tools.sentiment.expressed.asked import ExpressedQuery, ExpressedResult, measured
from tools.sentiment.expressed.saying import sentences
from tools.sentiment.expressed.views import View

Name = Literal["goemotions", "ekman", "plutchik", "feedback"]

GOEMOTIONS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion", "curiosity", "desire",
    "disappointment", "disapproval", "disgust", "embarrassment", "excitement", "fear", "gratitude", "grief", "joy",
    "love", "nervousness", "optimism", "pride", "realization", "relief", "remorse", "sadness", "surprise",
)  # fmt: skip
_GO, _XED = "emotions, GoEmotions", "Plutchik's, XED"


def _coarse(members: Mapping[Ekman, tuple[str, ...]] | Mapping[Feedback, tuple[str, ...]]) -> View:
    return View("emotion", "emotions", {str(name): of for name, of in members.items()} | {"none": ()}, "none", _GO)


VIEWS: Mapping[Name, View] = {
    "goemotions": View("emotion", "emotions", {name: (name,) for name in (*GOEMOTIONS, "neutral")}, "neutral", _GO),
    "ekman": _coarse(EKMAN),
    "plutchik": View("emotion", "plutchik", {name: (name,) for name in PLUTCHIK}, None, _XED, probable=True),
    "feedback": _coarse(FEEDBACK),
}


class EmotionsQuery(ExpressedQuery):
    """Which emotions do posts express?"""

    view: Name = Field(
        "goemotions",
        description="goemotions: 27 emotions and neutral, as read; ekman: six; plutchik: eight; feedback: six words of "
        "product feedback, frustration and confusion among them.",
    )
    only: tuple[str, ...] = Field((), description="Only these emotions, by their names in the view; none for all.")


class EmotionsResult(ExpressedResult):
    """Share of posts that express each emotion, overall and by group, and which shares moved since the baseline."""

    view: Name = Field("goemotions", description="The vocabulary of `labels`.")


def _say(query: EmotionsQuery, result: EmotionsResult) -> Sequence[Sentence]:
    return sentences(query, result, kind="emotion")


@tool(
    title="Emotions",
    toolset="listen",
    needs=("posts", "readings"),
    method="emotions",
    examples=(
        "Which emotions do people express?",
        "what emotions are in the posts",
        "how many posts are angry",
        "what share of people is frustrated",
        "is there more joy or more anger",
        "are people excited or confused by it",
        "which emotion dominates",
        "emotional breakdown of the posts",
        "emotions by platform",
        "how much fear and sadness is there",
        "Did anger grow against the month before?",
        "how scared are people of the feature",
        "do people trust us",
        "which emotions does the launch trigger",
        "emotional resonance of the campaign",
        "how many are disappointed",
    ),
    say=_say,
    tags=("emotion", "anger", "joy", "GoEmotions", "Ekman", "Plutchik"),
)
def emotions(query: EmotionsQuery, tables: Tables) -> EmotionsResult:
    """Share of posts that express each emotion, overall, by group, and against a baseline period.

    share = posts with the emotion / posts read reliably, 0 to 1; a post may have several or none, so shares do not add
    up. Not corrected for the reader's error. Intervals allow for authors who post often (Kish 1965). Source of the
    labels: Demszky et al., GoEmotions, ACL 2020. Raises TooFewPosts below 30 posts read reliably, MissingData
    where the dataset's reader does not tell the view's emotions.
    """
    found = measured(query, tables, VIEWS[query.view], method="emotions")
    return EmotionsResult(**dict(found), view=query.view)
