"""Saying: a change, what makes it up and where it lies, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.sentiment.change.facets import OTHERS, WHAT, Dimension, said
from tools.sentiment.change.figures import MEASURES, described
from tools.statistics.slices import Condition
from tools.wording import capital

if TYPE_CHECKING:
    from tools.sentiment.explain_change import ExplainChangeQuery, ExplainChangeResult, SliceFound

_SAID_GROUPS = 3


def say(query: ExplainChangeQuery, result: ExplainChangeResult) -> Sequence[Sentence]:
    """Say whether it changed, and if so how the change divides; then the slices where it lies."""
    measure = MEASURES[query.measure]
    change = result.figure("change")
    sides = [result.figure(f"{measure.stem}.{side}") for side in ("before", "after")]
    went = f"{capital(measure.words)} went from {sides[0].shown} ({result.before}) to {sides[1].shown} ({result.after})"
    cited = (sides[0].name, sides[1].name, change.name)
    if not result.changed:
        text = f"{went}; that is not distinguishable from noise: {change.shown_full}."
        return [Sentence(text=text, figures=cited), *_say_slices(result)]
    whole = [Sentence(text=f"{went}: a change of {change.shown_full}.", figures=cited)]
    return [*whole, *_say_parts(result), *_say_slices(result)]


def _say_parts(result: ExplainChangeResult) -> Iterator[Sentence]:
    """How the change divides, over the leading dimension, and the groups that weigh most in it."""
    if result.leading is None:
        return
    mix, rate = (result.figure(f"{part}.{result.leading}") for part in ("mix", "rate"))
    verdict = {
        "mix": "Mostly the mix changed",
        "rate": "Mostly the same things are judged otherwise",
        "both": "Mix and judgement both changed",
        "unclear": "How it divides is not settled",
    }[result.mainly]
    text = f"{verdict}: {WHAT[result.leading]} makes {mix.shown_full} of it, how they are judged {rate.shown_full}."
    yield Sentence(text=text, figures=(mix.name, rate.name))
    settled = [figure for figure in result.figures if _weighs(figure, result.leading)]
    for figure in sorted(settled, key=lambda figure: -abs(figure.value))[:_SAID_GROUPS]:
        group = figure.group[result.leading]
        how = "by being more or fewer" if figure.name.startswith("mix.") else "by being judged otherwise"
        text = f"Posts {said(result.leading, group)} make {figure.shown_full} of it {how}."
        yield Sentence(text=text, figures=(figure.name,))


def _weighs(figure: Figure, dimension: Dimension) -> bool:
    """Whether it is the part of a group that is settled."""
    part = figure.name.startswith(("mix.", "rate.")) and dimension in figure.group
    return part and figure.group[dimension] != OTHERS and not (figure.low or 0) <= 0 <= (figure.high or 0)


def _say_slices(result: ExplainChangeResult) -> Iterator[Sentence]:
    if not result.slices:
        text = "No part of the posts changed more than the rest beyond chance."
        yield Sentence(text=text, kind="theme", figures=("change",))
    for place, one in enumerate(result.slices, start=1):
        yield _say_slice(result, one, f"slice.{place}")


def _say_slice(result: ExplainChangeResult, one: SliceFound, stem: str) -> Sentence:
    where = described([Condition(*condition) for condition in one.conditions.items()])
    later, rest, added = (result.figure(f"{stem}.{name}") for name in ("later", "rest", "added"))
    figures = [later, rest, added]
    if one.new:
        text = f"Posts {where} are {later.shown} negative, and {rest.shown} of those they are compared with"
    else:
        before = result.figure(f"{stem}.before")
        figures.insert(0, before)
        text = f"Posts {where} went from {before.shown} to {later.shown} negative, and the rest is at {rest.shown}"
    text += f"; that comes to {added.shown_full} in the negative share of all later posts."
    shown = [post for post in result.posts if one.conditions.items() <= post.group.items()]
    posts = tuple(post.post_id for post in shown if len(post.group) == len(one.conditions) + 1)
    return Sentence(text=text, figures=tuple(figure.name for figure in figures), posts=posts)
