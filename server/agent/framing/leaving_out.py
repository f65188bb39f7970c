"""Leaving out: questions that exclude what they name: filters only include, so these are refused, not inverted."""

from __future__ import annotations

import re

from server.agent.framing.frame import Refusal
from server.agent.framing.marking import Marked
from server.agent.framing.vocabulary import Vocabulary

_EXCEPT = re.compile(
    r"\b(?:non|not (?:on|in|from|about|counting|including)|except(?: for| on| in| from)?|excluding|excludes?|"
    r"without|other than|outside(?: of)?|apart from|aside from|besides|leav(?:e|ing) out|minus|ignor(?:e|ing)|"
    r"anything but|everything but)[\s-]+(?:the |our |any )*$",
    re.IGNORECASE,
)
_SPLIT = {"platform": "platform", "lang": "language", "region": "region", "brand": "brand", "campaign": "campaign"}


def left_out_name(marked: Marked, vocabulary: Vocabulary) -> Refusal | None:
    """Return why a question that leaves out a name (`except on reddit`) cannot be answered; none if none does."""
    for name in marked.names:
        if not _EXCEPT.search(marked.question[: name.start]):
            continue
        dataset = vocabulary.facts.dataset
        reason = (
            f"It leaves out {name.typed!r}; posts of dataset {dataset!r} are chosen by what they are, not by what not."
        )
        by = _SPLIT.get(name.kind)
        return Refusal(kind="outside", reason=reason, closest=f"How do people feel by {by}?" if by else "")
    return None
