"""Saying: value tiers in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.value.asked import ValueTiersResult
from tools.segmentation.value.habits import HABITS
from tools.wording import listed


def say(result: ValueTiersResult) -> Iterator[Sentence]:
    """Say how concentrated value is, the groups by habit, and who stayed at the top."""
    held = {figure.name: figure for figure in result.figures}
    people, gini = held["people"], held["gini"]
    shares = [held[f"share.{tier.key}"] for tier in result.tiers if f"share.{tier.key}" in held]
    brings = listed(f"the {share.group['tier']} brought {share.shown}" for share in shares)
    figures = [people, *shares]
    text = f"Of all {result.measure} from {people.shown} people who bought, {brings}"
    if total := held.get("total"):
        text += f"; {total.shown} in all"
        figures.append(total)
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for figure in figures))
    if shares:
        text = f"The interval of the {shares[0].group['tier']} is {shares[0].shown_interval}; Gini {gini.shown_full}."
        yield Sentence(text=text, figures=(shares[0].name, gini.name))
    yield from _say_habits(result, held)
    yield from _say_moves(result, held)
    yield from _say_ahead(result, held)


def _say_habits(result: ValueTiersResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    for habit in result.habits:
        part, share = held[f"part.{habit.key}"], held[f"share.{habit.key}"]
        text = f"{part.shown} {HABITS[habit.key]}, and brought {share.shown} of all {result.measure}."
        yield Sentence(text=text, figures=(part.name, share.name))


def _say_moves(result: ValueTiersResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    if not result.moved or not result.tiers:
        return
    tier = result.tiers[0]
    same, nothing = held.get(f"moved.same.{tier.key}"), held.get(f"moved.nothing.{tier.key}")
    told = [figure for figure in (same, nothing) if figure]
    words = {
        f"moved.same.{tier.key}": "are in that of the second too",
        f"moved.nothing.{tier.key}": "bought nothing in the second",
    }
    if told:
        parts = listed(f"{figure.shown_full} {words[figure.name]}" for figure in told)
        text = f"Of the {tier.name} of the first half of the period {parts}."
        yield Sentence(text=text, figures=tuple(figure.name for figure in told))


def _say_ahead(result: ValueTiersResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    ahead = held.get("ahead")
    if ahead is None:
        return
    days = f"In the next {held['ahead.days'].shown} days"
    tiers = [held[f"ahead.{tier.key}"] for tier in result.tiers if f"ahead.{tier.key}" in held]
    parts = listed(f"the {figure.group['tier']} {figure.shown}" for figure in tiers)
    text = (
        f"{days} they may bring {ahead.shown_full}: {parts}." if parts else f"{days} they may bring {ahead.shown_full}."
    )
    yield Sentence(text=text, figures=(ahead.name, "ahead.days", *(figure.name for figure in tiers)))
    check, error = held["check"], held["check.error"]
    better = "less" if error.value < 1 else "no less"
    text = (
        f"Tried on the last third of the period, such a forecast came to {check.shown} times what was brought, and was "
        f"{better} off a person than expecting the same as before ({error.shown} times its error)."
    )
    yield Sentence(text=text, figures=(check.name, error.name))
    if quiet := held.get("quiet"):
        text = f"{quiet.shown} people of the top tier ({quiet.n:,} people) have more likely stopped buying than not."
        yield Sentence(text=text, figures=(quiet.name,))
