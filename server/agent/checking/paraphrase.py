"""Paraphrase: whether a model's sentence says no more than the one finding it restates.

A model may shorten, reorder and connect. It may not add a word that matters: every word is the finding's, a label's of
the figures it cites, or one of the plain words of words/plain.txt, among which are no comparatives, causes, negations,
quantities or predictions. So a model that follows a post's orders has no words to follow them with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from server.agent.answer import Claim
from server.agent.checking.check import Fault, without_names
from server.agent.composing.draft import Draft, Material
from server.agent.words import words
from tools.figure import Figure
from tools.numbers import dates_in, numbers_in

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKET = re.compile(r"\([^()]*\)")
_SIDES = ("positive", "negative", "neutral")


def paraphrase_faults(draft: Draft, local: Draft, material: Material) -> tuple[Fault, ...]:
    """Return what is wrong with a model's draft, each claim of which bears the id of the finding it restates."""
    findings = {claim.id: claim for claim in local.claims}
    figures = material.figures()
    found = []
    for claim in (draft.headline, *draft.claims):
        source = findings.get(claim.id)
        reasons = (
            [f"There is no finding {claim.id!r}."] if source is None else _reasons(claim, source, material, figures)
        )
        found += [Fault(claim=claim.id, reason=reason) for reason in reasons]
    return tuple(found)


def _reasons(claim: Claim, source: Claim, material: Material, figures: Mapping[str, Figure]) -> Iterator[str]:
    cited = {name: figures[name] for name in source.figures if name in figures}
    labels = " ".join(figure.label for figure in cited.values())
    allowed = _words(source.text) | _words(labels) | words("plain")
    if strange := sorted(_words(claim.text) - allowed):
        yield f"These words are not in finding {claim.id}: {', '.join(strange[:8])}."
    if {d.text for d in dates_in(claim.text)} - {d.text for d in dates_in(source.text)}:
        yield "It names a date that the finding does not."
    if quoted := _added_quotes(claim.text, source.text):
        yield f"It quotes what the finding does not: {quoted}."
    if _turning(claim.text) != _turning(source.text):
        kept = " ".join(_turning(source.text)) or "none"
        yield f"Keep these words of finding {claim.id}, as often and in this order: {kept}."
    yield from _misattributed(claim, source, material, cited)


def _misattributed(claim: Claim, source: Claim, material: Material, cited: Mapping[str, Figure]) -> Iterator[str]:
    """Numbers that are not the value of a figure about the very thing the sentence names."""
    text, whole = claim.text, source.text
    for bracket in _BRACKET.findall(whole):
        text, whole = text.replace(bracket, " ", 1), whole.replace(bracket, " ", 1)
    every = material.figures().values()
    names = {name.casefold() for figure in every for name in figure.group.values()}
    names |= {name.casefold() for name in material.frame.names()}
    order, theirs = _skeleton(text, names), _skeleton(whole, names)
    if order == theirs:
        return
    if len([token for token in order if token in names]) > 1 or len([token for token in order if token in _SIDES]) > 1:
        yield "Keep the names, positive or negative, and numbers in the finding's order."
        return
    for number in numbers_in(without_names(text, list(cited.values()), material)):
        if not any(_is_about(figure, text, names) and number.key in _value(figure) for figure in cited.values()):
            yield f"{number.text!r} is not the value of what the sentence names."


def _is_about(figure: Figure, text: str, names: set[str]) -> bool:
    low = text.casefold()
    said_names = {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low)}
    said_sides = {side for side in _SIDES if side in low}
    own_names = {name.casefold() for name in figure.group.values()}
    own_sides = {side for side in _SIDES if side in figure.label.casefold()}
    return own_names <= said_names and said_sides == own_sides and (not own_names or said_names <= own_names)


def _value(figure: Figure) -> set[tuple[str, str]]:
    return {number.key for number in numbers_in(figure.shown)}


def _skeleton(text: str, names: set[str]) -> list[str]:
    """Names, sides and numbers of a text in order."""
    places: list[tuple[int, str]] = []
    low = text.casefold()
    for name in names:
        places += [(match.start(), name) for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", low)]
    places += [(match.start(), match[0]) for match in re.finditer("|".join(_SIDES), low)]
    places += [(number.start, "/".join(number.key)) for number in numbers_in(text)]
    return [token for _, token in sorted(places)]


def _turning(text: str) -> list[str]:
    turning = words("turning")
    return [word for match in _WORD.finditer(text) if (word := match[0].casefold()) in turning]


def _added_quotes(text: str, source: str) -> str:
    mine, theirs = (Counter(re.findall(r"[“\"]([^”\"]+)[”\"]", each)) for each in (text, source))
    return ", ".join(repr(quote) for quote in mine - theirs)


def _words(text: str) -> set[str]:
    found = set()
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match[0].casefold())
        found |= {word, *word.split("-")}
    return found
