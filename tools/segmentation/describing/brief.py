"""Brief: what a message to a segment may build on, for a person to write and to approve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.segmentation.describing.contrasts import Contrast
from tools.segmentation.describing.talk import Talk
from tools.segmentation.describing.units import plain
from tools.wording import listed

_TOLD = 2
_TROUBLED = frozenset({"frustration", "disappointment", "confusion", "complaint"})


def brief(contrasts: Sequence[Contrast], talk: Talk | None) -> Iterator[str]:
    """Yield lines of advice, each resting on what stands beyond chance: where to begin, what to answer, what to ask."""
    doing = [one for one in contrasts if one.used and one.feature.family == "use"]
    more = [one for one in doing if one.difference > 0][:_TOLD]
    less = [one for one in doing if one.difference < 0][:_TOLD]
    if more:
        yield f"For a message: begin with what they do more than others, {_things(more)}."
    troubles = [one.label for one in talk.standing("emotion", "intent") if one.more] if talk else []
    troubles = [label for label in troubles if label in _TROUBLED]
    if troubles:
        topics = [one.label for one in talk.standing("topic") if one.more][:_TOLD] if talk else []
        of = f", and they write more of {listed(topics)}" if topics else ""
        yield f"Answer first what weighs on them: more {listed(troubles[:_TOLD])} than others{of}."
    if less:
        yield f"Ask, and do not assume, what keeps them from more {_things(less)}."
    yield "Write to what they did, never to who you think they are; a person approves the text."


def _things(contrasts: Sequence[Contrast]) -> str:
    return listed(plain(one.feature.label).removesuffix(" a week") for one in contrasts)
