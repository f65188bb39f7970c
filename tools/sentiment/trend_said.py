"""Saying: where net sentiment is heading, when it turned, and how fast negative talk grows, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.sentiment.sarcasm import NOTE
from tools.sentiment.trend_sarcasm import say_sarcasm

if TYPE_CHECKING:
    from tools.sentiment.sentiment_trend import SentimentTrendQuery, SentimentTrendResult

_ASPECTS = 3


def said(query: SentimentTrendQuery, result: SentimentTrendResult) -> Sequence[Sentence]:
    slope, swing = _say_slope(result), list(_say_swing(result))
    # A mood that rose and fell has no slope; then what it did comes first.
    said = [*swing, slope] if result.direction == "unclear" else [slope, *swing]
    if query.event:
        said[:0] = [_say_event(query.event, result), *_say_difference(query, result)]
    for turn in result.turns:
        change = result.figure(f"change.{turn}")
        text = f"Its level changed on {turn}: {change.shown_full} against the time before."
        said.append(Sentence(text=text, figures=(change.name,)))
    if not result.turns:
        said.append(Sentence(text="No change of level stands out from chance.", kind="theme", figures=("slope",)))
    first, last = _ends(result)
    text = f"Net sentiment was {first.shown_full} {_when(first)} and {last.shown_full} {_when(last)}."
    said.append(Sentence(text=text, figures=(first.name, last.name), posts=tuple(p.post_id for p in result.posts)))
    said += say_sarcasm({figure.name: figure for figure in result.figures})
    return [*said, *_say_velocity(query, result)]


def _say_slope(result: SentimentTrendResult) -> Sentence:
    slope, change = result.figure("slope"), result.figure("change.period")
    if result.direction == "unclear":
        text = f"No trend stands out from chance: net sentiment changes by {slope.shown_full}."
        return Sentence(text=text, figures=(slope.name,))
    text = f"Net sentiment is {result.direction}: {slope.shown_full}, {change.shown} over the whole period."
    return Sentence(text=text, figures=(slope.name, change.name))


def _say_swing(result: SentimentTrendResult) -> Iterator[Sentence]:
    if result.swing is None:
        return
    start, end = result.swing
    before, after, change = (result.figure(name) for name in ("net.swing.from", "net.swing.to", "change.swing"))
    went = "rose" if change.value > 0 else "fell"
    yield Sentence(
        text=(
            f"Net sentiment {went} from {before.shown} in the week from {start} to {after.shown} in that from {end}: "
            f"{change.shown_full}, the largest change between two weeks."
        ),
        figures=(before.name, after.name, change.name),
    )


def _say_event(event: date, result: SentimentTrendResult) -> Sentence:
    before, after, change = (result.figure(name) for name in ("net.before", "net.after", "change.event"))
    verdict = "a change of" if result.event_changed else "which chance could make:"
    text = f"Net sentiment was {before.shown} before {event} and {after.shown} after, {verdict} {change.shown_full}."
    return Sentence(text=text, figures=(before.name, after.name, change.name))


def _ends(result: SentimentTrendResult) -> tuple[Figure, Figure]:
    series = [figure for figure in result.figures if figure.name == f"net.{figure.group.get(result.every)}"]
    return series[0], series[-1]


def _when(figure: Figure) -> str:
    return figure.label.removeprefix("net sentiment ").removesuffix(NOTE)


def _say_difference(query: SentimentTrendQuery, result: SentimentTrendResult) -> Iterator[Sentence]:
    found = {figure.name: figure for figure in result.figures}
    if "change.difference" not in found:
        return
    change, before, after = found["change.difference"], found["net.control.before"], found["net.control.after"]
    control = change.group["control"]
    verdict = "beyond chance" if result.difference_settled else "which chance could make"
    text = (
        f"Against {control}, which went from {before.shown} to {after.shown}, it changed by {change.shown_full} more, "
        f"{verdict}."
    )
    yield Sentence(text=text, figures=(change.name, before.name, after.name))
    slope = found.get("slope.difference")
    if result.apart_before and slope:
        text = f"The two moved apart before {query.event} already ({slope.shown_full}), so that may not be its effect."
        yield Sentence(text=text, figures=(slope.name,))


def _say_velocity(query: SentimentTrendQuery, result: SentimentTrendResult) -> Iterator[Sentence]:
    found = {figure.name: figure for figure in result.figures}
    if "growth.negative" in found and (query.by or "doubling.negative" in found):
        growth, share = found["growth.negative"], found["growth.share"]
        text = (
            f"Negative posts become {growth.shown_full} times as many in a week, their share {share.shown_full} times"
        )
        cited = [growth.name, share.name]
        if doubling := found.get("doubling.negative"):
            text = f"{text}; they double in {doubling.shown} days"
            cited.append(doubling.name)
        yield Sentence(text=f"{text}.", figures=tuple(cited))
    by = [figure for figure in result.figures if figure.name.startswith("growth.negative.")]
    growing = [figure for figure in by if figure.low is not None and figure.low > 1][:_ASPECTS]
    for figure in growing:
        text = f"Negative posts about {figure.group['aspect']} become {figure.shown_full} times as many in a week."
        yield Sentence(text=text, figures=(figure.name,))
    if by and not growing:
        text = "Of no feature do negative posts grow beyond chance."
        yield Sentence(text=text, kind="theme", figures=tuple(figure.name for figure in by))
