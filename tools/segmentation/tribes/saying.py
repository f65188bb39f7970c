"""Saying: tribes in plain sentences, never who is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.tribes.asked import Tribe, TribesResult
from tools.segmentation.tribes.figures import did
from tools.wording import listed

_SAID = 6
_TIED = {"follows": "who follows whom", "talk": "who answers and mentions whom"}
_SHOWN = 3


def say(result: TribesResult) -> Iterator[Sentence]:
    """Say whether there are tribes, then each in turn, and who stands between them."""
    held = {figure.name: figure for figure in result.figures}
    people, tight, chance = held["people"], held["modularity"], held["modularity.chance"]
    by = f"Going by {_TIED[result.ties]}"
    cited = (people.name, tight.name, chance.name)
    against = f"modularity {tight.shown} against {chance.shown} where the same ties fall at random"
    if not result.beyond_chance:
        yield Sentence(text=f"{by}, the {people.shown} people fall into no tribes: {against}.", figures=cited)
        return
    if not result.tribes:
        text = f"{by}, the {people.shown} people bunch beyond chance ({against}), in groups too small to be told of."
        yield Sentence(text=text, figures=cited)
        return
    again = held["agreement"]
    parts = listed(f"tribe {tribe.number} {held[f'share.{tribe.key}'].shown}" for tribe in result.tribes)
    text = f"{by}, the {people.shown} people fall into tribes ({against}): {parts}."
    yield Sentence(text=text, figures=(*cited, *(f"share.{tribe.key}" for tribe in result.tribes)))
    what = _again(again.value)
    text = f"Without a fifth of the ties {what} come out: adjusted Rand index {again.shown}, by chance nought."
    yield Sentence(text=text, figures=(again.name,))
    for tribe in result.tribes[:_SAID]:
        yield from _say_tribe(result, tribe, held)
    yield from _say_feelings(result, held)
    yield from _say_bridges(held)


def _again(agreement: float) -> str:
    return "the same tribes" if agreement >= 0.9 else "much the same tribes" if agreement >= 0.6 else "other tribes"


def _say_tribe(result: TribesResult, tribe: Tribe, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    n, inside, chance = (held[f"{stem}.{tribe.key}"] for stem in ("people", "inside", "inside.chance"))
    stays = f"{inside.shown} of their ties stay inside, {chance.shown} by chance"
    text = f"In tribe {tribe.number} are {n.shown} people: {stays}"
    figures = [n, inside, chance]
    if not tribe.holds:
        again = held[f"again.{tribe.key}"]
        text += f"; it hardly comes out again (only {again.shown} of it)"
        figures.append(again)
    yield Sentence(text=f"{text}.", figures=tuple(figure.name for figure in figures))
    yield from _say_traits(tribe, held)
    if net := held.get(f"net.{tribe.key}"):
        posts = tuple(post.post_id for post in result.posts if post.group.get("tribe") == f"tribe {tribe.number}")
        text = f"Net sentiment of posts by tribe {tribe.number}: {net.shown_full}."
        yield Sentence(text=text, figures=(net.name,), posts=posts)


def _say_traits(tribe: Tribe, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    pairs = [
        (held[name], held[f"trait.others.{i}.{tribe.key}"])
        for i in range(1, 1 + len(tribe.words) + len(tribe.traits))
        if (name := f"trait.{i}.{tribe.key}") in held
    ]
    if not pairs:
        text = f"Nothing that people write or declare sets tribe {tribe.number} apart."
        yield Sentence(text=text, kind="theme", figures=(f"people.{tribe.key}",))
        return
    shown = pairs[:_SHOWN]
    parts = listed(f"{_does(here)} ({here.shown} against {there.shown})" for here, there in shown)
    text = f"More of tribe {tribe.number} than of the others {parts}."
    yield Sentence(text=text, figures=tuple(figure.name for pair in shown for figure in pair))


def _does(figure: Figure) -> str:
    kind, _, value = figure.group["trait"].partition(": ")
    return did(kind, value)


def _say_feelings(result: TribesResult, held: Mapping[str, Figure]) -> Iterator[Sentence]:
    """Say which tribes feel unlike the others, beyond chance and for all of them together."""
    apart = [held[name] for tribe in result.tribes if (name := f"net.apart.{tribe.key}") in held]
    unlike = [figure for figure in apart if not (figure.low or 0) <= 0 <= (figure.high or 0)]
    for figure in unlike:
        better = "better" if figure.value > 0 else "worse"
        text = f"Posts by {figure.group['tribe']} feel {better} than those of the others, by {figure.shown_full}."
        yield Sentence(text=text, figures=(figure.name,))
    if len(apart) > 1 and not unlike:
        text = "No tribe feels better or worse than the others beyond chance."
        yield Sentence(text=text, kind="theme", figures=tuple(figure.name for figure in apart))


def _say_bridges(held: Mapping[str, Figure]) -> Iterator[Sentence]:
    bridges = held.get("bridges")
    if bridges is None:
        yield Sentence(text="Too few people to be told of have their ties spread over tribes.", kind="theme")
        return
    share = held["bridges.share"]
    text = f"{bridges.shown} people ({share.shown}) stand between: their ties are spread over tribes."
    yield Sentence(text=text, figures=(bridges.name, share.name))
