"""Clues: what of a question tells which tool it wants: its words without names and days, and what rules saw in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from server.agent.framing.asks import find_asks, find_denominator, find_grouping, find_polarity, find_step
from server.agent.framing.frame import Ask
from server.agent.framing.marking import Marked


class Clues(NamedTuple):
    """The words as examples put questions, and signs by name: `asks trend`, `first trend`, `has period`."""

    text: str
    signs: tuple[str, ...]


Likely = Callable[[Clues], Mapping[str, float]]
"""Probability (0 to 1) of each tool, of `brief` and of `none`; nothing where that cannot be told."""


def clues_of(marked: Marked, asks: tuple[Ask, ...] | None = None) -> Clues:
    """Return the clues of a marked question; `asks` are what rules found, None for the rules' own look at it."""
    text = marked.masked()
    found = find_asks(text) if asks is None else asks
    return Clues(marked.unplaced(), tuple(dict.fromkeys(_signs(marked, text, found))))


def _signs(marked: Marked, text: str, asks: tuple[Ask, ...]) -> Iterator[str]:
    yield from (f"asks {ask}" for ask in asks)
    yield from (f"first {ask}" for ask in asks[:1])
    kinds = [name.kind for name in marked.names]
    brands = {name.value for name in marked.names if name.kind == "brand"}
    held = {
        "period": marked.found, "event": marked.found and marked.found.event, "two periods": marked.compared,
        "brands": len(brands) > 1, "platform": "platform" in kinds, "feature": "feature" in kinds,
        "quote": marked.quoted, "bots": marked.bots, "milestone": marked.milestone, "step": find_step(text),
        "denominator": find_denominator(text), "side": find_polarity(text),
    }  # fmt: skip
    yield from (f"has {what}" for what, value in held.items() if value)
    if by := find_grouping(text):
        yield f"by {by}"
