"""Drawing: whether an answer is asked for as a picture, and the question without the words that ask so."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from typing import NamedTuple

_KIND = r"(?:bar|line|pie|column|area|trend)"
_THING = r"(?:charts?|graphs?|plots?|diagrams?|pictures?|images?|visuals?|visuali[sz]ations?|png|svg|sparklines?|infographics?)"
_DRAWN = re.compile(
    rf"\b(?:(?:please |can you |could you |pls )*(?:draw|plot|chart|graph|visuali[sz]e|sketch)(?! of)(?: me| us)?(?: up)?\b"
    rf"|(?:(?:please |can you |could you |pls )*(?:give|show|make|draw|plot|send|get|want|need|like|create|build|produce)(?: me| us)? )?"
    rf"(?:(?:a|an|the|some|one) )?(?:nice |quick |simple )?{_KIND}? ?\b{_THING}(?: (?:of|for|showing|with|that shows))?(?: (?:the|how))?\b"
    rf"|(?:as|in|into) (?:a |an )?(?:{_KIND} )?{_THING}\b)",
    re.IGNORECASE,
)
_POSTS = re.compile(r"\b(?:posts?|tweets?|formats?|carousels?|videos?|than|vs\.?|versus)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\b(?:it|this|that|these|those|them|as|a|an|the|for|of|me|us|please|and|now|can|you|in)\b|[^\w]+")


class Drawn(NamedTuple):
    """The question without what asks for a picture, and whether anything did."""

    question: str
    asked: bool

    @property
    def is_bare(self) -> bool:
        """True where nothing is left to be drawn but what was said before: `chart it`."""
        return self.asked and is_bare(self.question)


def is_bare(question: str) -> bool:
    """Tell whether a question holds nothing but words without weight."""
    return not _EMPTY.sub("", question.lower())


def drawn(question: str) -> Drawn:
    """Tell whether a picture of the answer is wanted: `plot share of voice by platform`, `... as a chart`.

    Pictures that people post are no wish for one: `do images do better than videos`.
    """
    match = _DRAWN.search(question)
    if match is None or (re.search(r"pictures?|images?", match[0], re.IGNORECASE) and _POSTS.search(question)):
        return Drawn(question, asked=False)
    rest = f"{question[: match.start()].rstrip()} {question[match.end() :].lstrip()}".strip(" ,:;")
    return Drawn(rest, asked=True)
