"""First reading: what a question says by itself, before its days, its topic and its thread."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from server.agent.framing.asks import (
    asks_by_feature,
    find_denominator,
    find_grouping,
    find_limit,
    find_polarity,
    find_step,
)
from server.agent.framing.clues import Likely
from server.agent.framing.course import mood_went
from server.agent.framing.follow import asks_for_posts
from server.agent.framing.frame import Ask, Frame
from server.agent.framing.leading import leading_asks
from server.agent.framing.marking import Marked
from server.agent.framing.names import OURS, Named, fold
from server.agent.framing.topic import leftover_words
from tools.facts import Facts

_OF_BRANDS = ("compare", "doing", "describe", "brief")
_COURSE = re.compile(
    r"\b(?:worse|better|angrier|happier|unhappier|improvement|recovery|deterioration|downturn|backlash)\b"
)
"""Words that make a reason asked for one of a change."""
_EXPLAINED = (("why",), ("change",))
_OF_ALL_FEATURES = (("aspects",), ("change",))
"""Asks that tell features apart by themselves."""
_FIELD = {"brand": "brands", "platform": "platforms", "lang": "langs", "region": "regions", "campaign": "campaigns",
          "feature": "features"}  # fmt: skip


def first_reading(question: str, marked: Marked, facts: Facts, likely: Likely) -> Frame:
    """Return what a question says by itself: no days, no topic and no thread yet."""
    text = marked.masked()
    named = _named(marked.names)
    named["brands"] = (*_ours_beside(marked, facts), *named["brands"])
    asks = leading_asks(marked, likely) or _unasked(marked, named)
    if asks[:1] in (("describe",), ("count",)) and re.search(r"\b(?:what|which) languages\b", marked.question.lower()):
        named["langs"] = ()  # all languages are listed: how much is not English
    if marked.compared:  # two times are compared, and not brands
        asks = tuple(ask for ask in asks if ask not in _OF_BRANDS) or ("feel",)
    if not named["features"] and asks_by_feature(text) and asks[:1] not in _OF_ALL_FEATURES:
        named["features"] = facts.features
    if marked.found and marked.found.event and "trend" not in asks and asks[:1] not in _EXPLAINED:
        asks = ("trend", *asks)
    presumes = mood_went(text) if asks[:1] in _EXPLAINED else None
    if asks[:1] == ("why",) and "trend" not in asks and presumes and _COURSE.search(text):
        asks = (*asks, "trend")
    return Frame(
        question=question,
        text=text,
        plain=marked.unplaced(),
        asks=asks,
        **named,
        group_by=_grouping(text, () if marked.compared else asks, named),
        every=find_step(text),
        per=find_denominator(text),
        limit=find_limit(text),
        polarity=find_polarity(text),
        phrase=marked.quoted,
        topic=marked.quoted,
        presumes=presumes,
        own=_own(text),
        suspected_bots=marked.bots.wish if marked.bots else "unsaid",
        last=asks_for_posts(text),
        notes=(*_notes(marked.names), *marked.notes),
    )


_AGAINST = re.compile(
    r"\b(?:against|vs\.?|versus|compared (?:to|with)|relative to|next to|beside|ahead of|behind)\s+(?:the |both )?$"
)
_OWN = re.compile(
    r"\b(?:our|the brand's|own) (?:own )?(?:posts|content|channels?|accounts?|page)\b|"
    r"\b(?:posts?|content|things|stuff|what) (?:that )?(?:we(?:'ve)?|this brand) (?:post|publish|put out|share|tweet)\w*\b|\bdid (?:we|this brand) (?:itself |themselves |ourselves )?(?:publish|post|put out|tweet)\b|\b(?:we|this brand) (?:post|publish)\w* ourselves\b"
)
_TOO = re.compile(
    r"\b(?:ours|our own(?: posts)?|own posts|brand posts) (?:too|included|as well)\b|\b(?:including|incl\.?|counting) (?:ours|our own)\b"
)


def _own(text: str) -> Literal["exclude", "include", "only"]:
    """Whether the brand's own posts count: `the posts we publish` are they alone, `ours included` counts them too."""
    if _TOO.search(text):
        return "include"
    return "only" if _OWN.search(text) else "exclude"


def _named(names: Sequence[Named]) -> dict[str, tuple[str, ...]]:
    """The names by field of the frame, each once, in reading order."""
    return {
        field: tuple(dict.fromkeys(name.value for name in names if name.kind == kind)) for kind, field in _FIELD.items()
    }


def _unasked(marked: Marked, named: dict[str, tuple[str, ...]]) -> tuple[Ask, ...]:
    """What a question without a verb asks: to find quoted words, how a name is doing, how people felt in some days."""
    if marked.quoted:
        return ("search",)
    said = any(named.values()) or marked.found
    return ("doing",) if said and not leftover_words(marked.question.lower(), marked.taken) else ()


def _ours_beside(marked: Marked, facts: Facts) -> tuple[str, ...]:
    """The own brands where others are named to be set against: `share of voice against Palavero` is ours and theirs."""
    own = tuple(brand.name for brand in facts.brands if brand.is_own)
    brands = [name for name in marked.names if name.kind == "brand"]
    first = min(brands, key=lambda name: name.start, default=None)
    if first is None or any(name.value in own for name in brands):
        return ()
    return own if _AGAINST.search(marked.question.lower()[: first.start]) else ()


def _grouping(text: str, asks: Sequence[str], named: dict[str, tuple[str, ...]]) -> object:
    said = find_grouping(text, beside="brand" if asks[:1] == ("share",) else None)
    if said and asks[:1] == ("share",):  # which divides by brand whatever else it is split by
        return said
    for dimension, field in (("brand", "brands"), ("platform", "platforms"), ("region", "regions"), ("lang", "langs"),
                             ("campaign", "campaigns")):  # fmt: skip
        if len(named[field]) > 1:
            return dimension
    return find_grouping(text) or _as_rivals(text, asks, named)


def _as_rivals(text: str, asks: Sequence[str], named: dict[str, tuple[str, ...]]) -> str | None:
    """By brand where a comparison names nothing to set against each other."""
    compares = "compare" in asks or re.search(r"\b(?:competitors?|rivals?|competition)\b", text)
    alone = len(named["brands"]) <= 1 and not named["platforms"] and not named["features"]
    return "brand" if compares and alone else None


def _notes(names: Sequence[Named]) -> tuple[str, ...]:
    notes = [f"I read {name.typed!r} as {name.value}." for name in names if name.slip]
    notes += [f"I took {name.typed!r} to be {name.value}." for name in names if name.typed in OURS]
    notes += [
        f"I took {name.typed!r} to be the feature {name.value}."
        for name in names
        if name.kind == "feature" and not name.slip and fold(name.typed) != fold(name.value)
    ]
    for name in names:
        if name.also:
            others = " or ".join(name.also)
            notes.append(f"{name.typed!r} names a {name.kind} and a {others} here; I took the {name.kind}.")
    return tuple(dict.fromkeys(notes))
