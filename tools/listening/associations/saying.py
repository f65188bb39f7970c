"""Saying: associations in plain sentences, never as causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from tools.base import Sentence
from tools.figure import Figure
from tools.listening.associations.asked import AssociationsQuery, AssociationsResult, Pair
from tools.listening.associations.people import ACTIVE
from tools.listening.associations.traits import Kind, Trait
from tools.wording import capital, listed

NOT_CAUSE = "Association, not cause: nothing here says that one brings about the other."


class _Figures(NamedTuple):
    ratio: Figure
    adjusted: Figure | None
    here: Figure
    there: Figure
    difference: Figure


def say(query: AssociationsQuery, result: AssociationsResult) -> Iterator[Sentence]:
    """Say each association in turn, what becomes of it within strata, and that it is no cause."""
    held = {figure.name: figure for figure in result.figures}
    if query.exposure is None or query.outcome is None:
        looked, stand = held["pairs.looked_at"], held["pairs.standing"]
        are = "is" if stand.value == 1 else "are"
        text = f"Of {looked.shown} pairs looked at, {stand.shown} {are} associated beyond chance."
        if not stand.value:
            text = f"None of the {looked.shown} pairs looked at is associated beyond chance."
        yield Sentence(text=text, figures=(looked.name, stand.name))
    shown = [pair for pair in result.pairs if pair.stands] or result.pairs[:1]
    for pair in shown:
        yield from _say_pair(result, pair, held)
    yield Sentence(text=NOT_CAUSE, kind="theme")


def _say_pair(result: AssociationsResult, pair: Pair, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    exposure, outcome = trait_of(pair.exposure), trait_of(pair.outcome)
    of = _Figures(
        held[f"ratio.{pair.key}"],
        held.get(f"adjusted.{pair.key}"),
        held[f"share.{pair.key}"],
        held[f"share.others.{pair.key}"],
        held[f"difference.{pair.key}"],
    )
    people = result.unit == "authors"
    who = capital(exposure.who(people=people))
    times = f"{of.ratio.shown} times as likely to {outcome.what(people=people)} as others"
    text = (
        f"{who} are {times} (95 % interval {of.ratio.shown_interval}): {of.here.shown} of {of.here.n:,} against "
        f"{of.there.shown} of {of.there.n:,}, {of.difference.shown} (95 % interval {of.difference.shown_interval})"
    )
    chance = "" if pair.stands or pair.agreement == "vanishes" else "; chance could make that"
    if chance and _apart(of.ratio) and result.looked_at > 1:
        chance = "; among so many pairs chance could make that"
    figures = (of.ratio, of.here, of.there, of.difference)
    posts = tuple(post.post_id for post in result.posts if post.group.get("pair") == pair.key)
    yield Sentence(text=f"{text}{chance}.", figures=tuple(figure.name for figure in figures), posts=posts)
    yield _say_strata(result, pair, of)


def _say_strata(result: AssociationsResult, pair: Pair, of: _Figures) -> Sentence:
    fixed = [name for name in result.strata if name != trait_of(pair.exposure).kind]
    within = f"Within the same {listed(fixed)}" if fixed != [ACTIVE] else "Among people as active as they are"
    if of.adjusted is None:
        return Sentence(text=f"{within} it cannot be told: no stratum has both sides and the outcome.", kind="theme")
    ratio = f"{of.adjusted.shown} times (95 % interval {of.adjusted.shown_interval})"
    text = {
        "alike": f"{within} it is {ratio}, much the same.",
        "weaker": f"{within} it is {ratio}: part of it goes with these.",
        "stronger": f"{within} it is {ratio}: these hid part of it.",
        "vanishes": f"{within} it is {ratio}, which may be nothing: these could explain it away.",
        "appears": f"{within} it is {ratio}: these hid it.",
        "reversed": f"{within} it turns round, to {ratio}: do not quote the plain ratio (Simpson's paradox).",
        "unknown": f"{within} it is {ratio}.",
    }[pair.agreement]
    return Sentence(text=text, figures=(of.adjusted.name,))


def _apart(ratio: Figure) -> bool:
    return ratio.low is not None and ratio.high is not None and not ratio.low <= 1 <= ratio.high


def trait_of(said: str) -> Trait:
    """Return the trait that a result names."""
    kind, _, value = said.partition(": ")
    return Trait(cast("Kind", kind), value)
