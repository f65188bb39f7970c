"""Strangers: names in a question that the dataset does not know: brands, platforms, regions and languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from server.agent.framing.frame import Frame, Refusal
from server.agent.framing.names import LANGUAGES, fold, held_or_known_platform
from server.agent.framing.places import is_place
from server.agent.framing.spelling import known_words, tokens
from server.agent.framing.vocabulary import Vocabulary
from server.agent.words import words
from tools.wording import listed

_THAN = re.compile(r"\b(?:than|vs\.?|versus|against|compared (?:to|with))\s+(?:the\s+)?$", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:\b(?:than|vs\.?|versus|against|and|or|with|of|for|about|to|between|beat|like|is|does|do)|,)\s+$", re.IGNORECASE
)
"""What a name that is compared stands after; not `the`, nor a brand's own: `Palavero's flamingo campaign`."""
_SAME_FOR = re.compile(r"\W*(?:and )?(?:the same|same|what about|how about)\s+(?:for |about |with |on |of )?\S+\W*$")
"""A follow-up that asks the same of another name."""
_ON = re.compile(r"\b(?:on|from|in|via|across)\s+(?:the\s+)?$", re.IGNORECASE)

_ACRONYMS = frozenset(
    ("AI", "API", "UI", "UX", "KPI", "NPS", "SOV", "CSAT", "ROI", "PR", "CEO", "CTO", "FAQ", "ID", "OK", "TV", "PC",
     "IT", "HR", "VIP", "EU", "I", "Q", "A", "PS", "BTW", "FYI", "TLDR")
)  # fmt: skip
_CALENDAR = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
     "april", "may", "june", "july", "august", "september", "october", "november", "december", "christmas", "easter")
)  # fmt: skip


class Stranger(NamedTuple):
    """A name the dataset does not know, what sort of thing it is, and how sure its spelling makes that."""

    kind: Literal["brand", "platform", "region", "lang", "name"]
    typed: str
    start: int
    end: int


def strangers_in(question: str, taken: Sequence[tuple[int, int]], *, comparing: bool) -> list[Stranger]:
    """Find names that are not the dataset's, outside the `taken` spans, in reading order.

    Well-known brands, platforms, countries and languages are known by their names; any other capitalised word within a
    sentence is a `name`, and so is a word that is no English word, where names are compared.
    """
    found = []
    shouting = question.isupper() or question.istitle()
    for number, token in enumerate(tokens(question)):
        if any(start < token.end() and token.start() < end for start, end in taken):
            continue
        first = number == 0 or bool(re.search(r"[.?!:]\s*[\"'“]?$", question[: token.start()]))
        if kind := _kind(token, question, first=first, shouting=shouting, comparing=comparing):
            found.append(Stranger(kind, re.sub(r"['’]s?$", "", token[0]), token.start(), token.end()))
    return _joined(found, question)


def _kind(
    token: re.Match[str], question: str, *, first: bool, shouting: bool, comparing: bool
) -> Literal["brand", "platform", "region", "lang", "name"] | None:
    typed = re.sub(r"['’]s?$", "", token[0])
    low, key = typed.casefold(), fold(typed)
    placed = bool(_ON.search(question[: token.start()]))
    posted = re.match(r"\s*(?:posts?|tweets?|videos?|users?|comments?)\b", question[token.end() :])
    if (placed or (posted and low not in known_words())) and held_or_known_platform(typed):
        return "platform"
    spoken = re.match(r"[\s-]*(?:speak\w*|language|posts?|tweets?|comments?|users?)\b", question[token.end() :])
    if low in LANGUAGES.values() and (placed or spoken):
        return "lang"
    if placed and (is_place(low) or typed in ("US", "UK", "EU")) and not (low == "us" and typed != "US"):
        return "region"
    if key in _brands() and not (first and low in known_words() and low not in _unmistakable()):
        return "brand"
    if typed in _ACRONYMS or low in _CALENDAR or low in LANGUAGES.values() or typed.startswith(("@", "#")):
        return None
    if typed[0].isupper() and not first and not shouting and not (typed.isupper() and len(typed) <= 3):
        return "name"
    if re.search(r"[a-z][A-Z]", typed) and not shouting:
        return "name"
    if not comparing or not low.isalpha() or low in words("unspecific") or low == "before":
        return None
    before = question[: token.start()]
    strange = len(low) >= 4 and low not in known_words() | words("weightless")
    return (
        "name"
        if (strange and _BESIDE.search(before)) or (_THAN.search(before) and not _counted(token, question))
        else None
    )


def _counted(token: re.Match[str], question: str) -> bool:
    """Tell whether a word is one that everybody uses: `against expectations`, `than usual`."""
    return token[0].casefold() in known_words() and not re.match(r"\W*$", question[token.end() :])


@cache
def _brands() -> frozenset[str]:
    return frozenset(map(fold, words("brands")))


def _unmistakable() -> frozenset[str]:
    """Brands whose names, even at the start of a sentence, are hardly ever the plain word."""
    return _brands() - {"delta", "ford", "intel", "puma", "dell", "miro", "stripe", "visa", "slack", "zoom", "meta",
                        "oracle",                         "target", "canon", "prada", "ups"}  # fmt: skip


def _joined(found: list[Stranger], question: str) -> list[Stranger]:
    """Join neighbouring capitalised words into one name."""
    joined: list[Stranger] = []
    for stranger in found:
        last = joined[-1] if joined else None
        if last and last.kind == stranger.kind == "name" and question[last.end : stranger.start].isspace():
            joined[-1] = Stranger("name", question[last.start : stranger.end], last.start, stranger.end)
        else:
            joined.append(stranger)
    return joined


def refusal_for(strangers: Sequence[Stranger], frame: Frame, vocabulary: Vocabulary) -> Refusal | None:
    """Return why a question that speaks of strangers cannot be answered; none where they may be a topic."""
    finding = frame.asks[:1] in (("search",), ("count",))
    beside = {stranger.typed for stranger in _beside_others(strangers, frame)}
    for stranger in strangers:
        if stranger.typed in beside:
            continue
        if stranger.kind in ("platform", "region", "lang"):
            return _not_held(stranger, vocabulary)
        compared = stranger.kind == "name" and ("share" in frame.asks or ("compare" in frame.asks and frame.brands))
        asked = stranger.kind == "name" and bool(_SAME_FOR.match(frame.text))
        if (stranger.kind == "brand" and not finding) or compared or asked:
            return _untracked(stranger.typed, vocabulary)
    return None


def left_out(strangers: Sequence[Stranger], frame: Frame, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Say which platforms the dataset holds no posts of, where others that it holds are asked for beside them."""
    names = dict.fromkeys(repr(stranger.typed) for stranger in _beside_others(strangers, frame))
    held = f"The dataset {vocabulary.facts.dataset!r} holds no posts of {listed(tuple(names))}, so it is left out."
    return (held,) if names else ()


def _beside_others(strangers: Sequence[Stranger], frame: Frame) -> list[Stranger]:
    asked = [stranger for stranger in strangers if stranger.kind in ("platform", "brand")]
    return [each for each in asked if frame.platforms and held_or_known_platform(each.typed)]


def _untracked(name: str, vocabulary: Vocabulary) -> Refusal:
    brands = vocabulary.brands
    tracked = f"the tracked brands are {listed(brands)}" if brands else "no brand is tracked in it"
    return Refusal(
        kind="untracked",
        reason=f"{name!r} is not tracked in dataset {vocabulary.facts.dataset!r}; {tracked}. "
        "Posts were not collected for it.",
        closest=f"How do people feel about {brands[0]}?" if brands else f"Find posts that mention {name}",
    )


def _not_held(stranger: Stranger, vocabulary: Vocabulary) -> Refusal:
    held = {"platform": vocabulary.platforms, "region": vocabulary.regions, "lang": vocabulary.langs}[stranger.kind]
    word = {"platform": "platform", "region": "region", "lang": "language"}[stranger.kind]
    has = f"it holds {listed(held[:8])}" if held else f"its posts carry no {word}"
    closest = f"How do people feel by {word}?" if len(held) > 1 else "How do people feel?"
    reason = f"Dataset {vocabulary.facts.dataset!r} holds no posts of {word} {stranger.typed!r}; {has}."
    return Refusal(kind="not_held", reason=reason, closest=closest)
