"""Saying: how often people are written to, and who too often, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.frequency.asked import FrequencyCapsQuery, FrequencyCapsResult
from tools.wording import listed


def say(_: FrequencyCapsQuery, result: FrequencyCapsResult) -> Iterator[Sentence]:
    """Say who is over the cap, how much people get, then what each segment sees."""
    held = {figure.name: figure for figure in result.figures}
    yield _over(result, held)
    yield _usual(result, held)
    if several := held.get("share.several"):
        text = f"{several.shown} of {several.n:,} people were recorded in several segments, and may hear from each."
        yield Sentence(text=text, figures=(several.name,))
    yield from _segments(result, held)
    if result.thin:
        thin, all_ = held["messages.thin"], held["messages.distinct"]
        text = f"{thin.shown} of {all_.shown} messages reached too few people to be told of: merge or drop them."
        yield Sentence(text=text, figures=(thin.name, all_.name))


def _over(result: FrequencyCapsResult, held: Mapping[str, Figure]) -> Sentence:
    people, over = held["people"], held.get("share.over")
    cap = held["cap"]
    above = f"more than {cap.shown} message{'' if result.cap == 1 else 's'} in a week"
    if over is not None:
        text = f"{over.shown} of {over.n:,} people reached got {above} at least once."
        return Sentence(text=text, figures=(over.name, cap.name))
    who = "Nearly all" if result.breached else "None or hardly any"
    return Sentence(text=f"{who} of the {people.shown} people reached got {above}.", figures=(people.name, cap.name))


def _usual(result: FrequencyCapsResult, held: Mapping[str, Figure]) -> Sentence:
    weekly, each, distinct = held["messages.weekly"], held["messages.each"], held["messages.distinct"]
    bands = [figure for figure in result.figures if figure.name.startswith("busiest.")]
    text = (
        f"In a week with any, people get {weekly.shown}; {each.shown} different ones each, of {distinct.shown} in all"
    )
    if bands:
        parts = listed(f"{band.shown} people got {band.group['messages']}" for band in bands)
        text = f"{text}. In their busiest week {parts}"
    return Sentence(text=f"{text}.", figures=(weekly.name, each.name, distinct.name, *(band.name for band in bands)))


def _segments(result: FrequencyCapsResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    if not result.segments:
        return
    parts, cited = [], []
    for one in result.segments:
        distinct, weekly, over = (held.get(f"{stem}.{one.key}") for stem in _STEMS)
        if distinct and weekly:
            share = f", {over.shown} of them over the cap" if over else ""
            parts.append(f"“{one.segment}” {distinct.shown} different messages, {weekly.shown} a head{share}")
            cited += [figure.name for figure in (distinct, weekly, over) if figure]
    yield Sentence(text=f"Seen by segment: {'; '.join(parts)}.", figures=tuple(cited))


_STEMS = ("messages.distinct", "messages.weekly", "share.over")
