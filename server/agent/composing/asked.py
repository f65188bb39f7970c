"""Asked: the finding that a question about the data asks for, which then leads the answer."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence

from server.agent.framing.frame import Frame
from server.runtime import Call
from tools.base import Sentence
from tools.figure import Figure
from tools.wording import capital, listed

_ABOUT: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:gaps?|holes?|missing|without (?:any )?posts?|no posts?|empty|blanks?|complete\w*)\b"),
        "days.without_posts",
    ),
    (re.compile(r"\blanguages?\b"), "posts.lang."),
    (re.compile(r"\b(?:brands?|companies|competitors?|rivals?)\b"), "posts.brand."),
    (re.compile(r"\b(?:platforms?|channels?|networks?|sites?)\b"), "posts.platform."),
    (re.compile(r"\b(?:own posts|by the brand|our posts|ourselves)\b"), "posts.own"),
    (re.compile(r"\b(?:reliabl\w+|read(?:able)?|accura\w+)\b"), "share.read"),
)  # fmt: skip
"""Words of a question about the data, and the figures, by the start of their names, that answer it."""
_OF_RIVALS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\b(?:campaign|stunt|promo\w*|advert\w*|launch|giveaway|move[ds]? anything)\b"), ("effect.", "event.", "placebo.")),
    (re.compile(r"\b(?:answer\w*|respon\w+|repl(?:y|ies|ying)|fast\w*|quick\w*|slow\w*|wait\w*)\b"), ("response.", "answered.")),
    (re.compile(r"\bengag\w+\b|\binteractions?\b"), ("engagement.",)),
)  # fmt: skip
"""Words of a question about rivals, and the figures, by the start of their names, that answer it."""
MOST = 12  # figures in one sentence


def with_asked_first(sentences: Sequence[Sentence], call: Call, frame: Frame) -> list[Sentence]:
    """Return a call's sentences, the one that is asked for first; made of its figures where it has none.

    Only where the data themselves, or one side of rivals, are asked about: other tools put their finding first.
    """
    if call.tool == "compare_brands":
        return _of_rivals(sentences, frame)
    if frame.asks[:1] not in (("describe",), ("count",)) or call.tool != "describe_dataset":
        return list(sentences)
    leading: list[Sentence] = []
    for pattern, start in _ABOUT:
        figures = [figure for figure in call.result.figures if figure.name.startswith(start)]
        if figures and pattern.search(frame.text):
            own = [sentence for sentence in sentences if {figure.name for figure in figures} & set(sentence.figures)]
            leading += own or [_sentence(figures)]
    return [*leading, *(sentence for sentence in sentences if sentence not in leading)]


def _of_rivals(sentences: Sequence[Sentence], frame: Frame) -> list[Sentence]:
    starts = next((starts for pattern, starts in _OF_RIVALS if pattern.search(frame.question.lower())), ())
    leading = [sentence for sentence in sentences if any(name.startswith(starts) for name in sentence.figures)]
    return [*leading, *(sentence for sentence in sentences if sentence not in leading)] if starts else list(sentences)


def _sentence(figures: Sequence[Figure]) -> Sentence:
    shown = figures[:MOST]
    text = listed(
        [f"{figure.shown} {figure.label}" if figure.group else f"{figure.label}: {figure.shown}" for figure in shown]
    )
    return Sentence(text=f"{capital(text)}.", figures=tuple(figure.name for figure in shown))
