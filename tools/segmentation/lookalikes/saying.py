"""Saying: lookalikes in plain sentences, never who they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.lookalikes.asked import LookalikesQuery, LookalikesResult
from tools.wording import listed

_MARKS, _SIZES = 3, 4


def say(query: LookalikesQuery, result: LookalikesResult) -> Iterator[Sentence]:
    """Say whether lookalikes can be found, how precision falls with size, which to take, and what to beware of."""
    held = {figure.name: figure for figure in result.figures}
    people, base, auc = held["people"], held["base"], held["auc"]
    if not result.beyond_chance:
        text = (
            f"By what is known of the {people.shown} people, {result.seeds} cannot be told from others better than by "
            f"chance: area under the curve {auc.shown_full}, chance being a half."
        )
        yield Sentence(text=text, figures=(people.name, base.name, auc.name))
        return
    yield from _say_sizes(result, held, base)
    yield from _say_recommended(query, result, held)
    if result.marks:
        named = listed(result.marks[:_MARKS])
        yield Sentence(text=f"What sets {result.seeds} apart: {named}.", kind="theme", figures=(base.name,))
    for proxy in result.proxies:
        figure = held[f"proxy.{proxy.key}"]
        place = "first" if proxy.favoured else "last"
        text = (
            f"Beware: the ranking puts people who declared {proxy.attribute} “{proxy.value}” {place} (area under the "
            f"curve {figure.shown_full}), though it was not told of it."
        )
        yield Sentence(text=text, figures=(figure.name,))


def _say_sizes(result: LookalikesResult, held: Mapping[str, Figure], base: Figure) -> Iterator[Sentence]:
    if not result.sizes:
        text = "Every size asked for holds too few people to be told of; ask for larger ones."
        yield Sentence(text=text, kind="theme")
        return
    shown = [held[f"precision.{key}"] for key in result.sizes if key != result.recommended][:_SIZES]
    parts = listed(f"{figure.shown_full} of the {figure.group['size']}" for figure in shown)
    if shown:
        text = f"Of people held out of the ranking, {parts} are {result.seeds}; {base.shown} of all people are."
        yield Sentence(text=text, figures=(base.name, *(figure.name for figure in shown)))


def _say_recommended(
    query: LookalikesQuery, result: LookalikesResult, held: Mapping[str, Figure]
) -> Iterator[Sentence]:
    asked = query.precision_at_least is not None
    if result.recommended is None:
        text = "At no size are the next people twice as likely as anybody: look for better marks, or reach all."
        if asked:
            text = "At no size that may be told of is the ranking surely as precise as asked for."
        yield Sentence(text=text, kind="theme", figures=("base",))
        return
    key = result.recommended
    precision, reach, lift = (held[f"{stem}.{key}"] for stem in ("precision", "reach", "lift"))
    why = "the largest surely as precise as asked for" if asked else "the next are less than twice as likely as anybody"
    text = (
        f"Take the {precision.group['size']} ({why}): {precision.shown_full} of them are right, "
        f"{lift.shown} times a random draw, and they hold {reach.shown} of all who are."
    )
    yield Sentence(text=text, figures=(precision.name, lift.name, reach.name))
