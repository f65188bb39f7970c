"""Trend and sarcasm: the slope, and the change at an event, as they are with the posts that are likely sarcastic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tools.base import Sentence
from tools.facts import Facts
from tools.figure import Figure
from tools.sentiment.counting import Counts, total
from tools.sentiment.course import Course
from tools.sentiment.event import before_and_after
from tools.sentiment.periods import Every, bucketed
from tools.sentiment.sarcasm import share_sarcastic

_METHOD = "sentiment_trend"


def with_sarcasm(
    everyone: Mapping[date, Counts], plain: Counts, facts: Facts, *, every: Every, event: date | None, seed: int
) -> Iterator[Figure]:
    """Make figures of the slope and the event's change with likely sarcasm, and of how many posts that is."""
    yield share_sarcastic(plain, total(everyone.values()), method=_METHOD)
    course = Course(bucketed(everyone, every=every, event=event), facts, seed=seed)
    slope = course.slope()
    yield Figure(
        name="slope.with_sarcasm",
        label="change of net sentiment a week, likely sarcasm included",
        value=slope.value,
        unit="net_per_week",
        n=slope.n,
        **slope.interval._asdict(),
        method=_METHOD,
    )
    if event:
        change = before_and_after(event, course, everyone, facts).figures[-1]
        label = f"{change.label}, likely sarcasm included"
        yield change.model_copy(update={"name": f"{change.name}.with_sarcasm", "label": label})


def say_sarcasm(figures: Mapping[str, Figure]) -> Iterator[Sentence]:
    """Say how many posts are left out, and what the slope and the event's change are with them."""
    if "share.sarcastic" not in figures:
        return
    share, slope = figures["share.sarcastic"], figures["slope.with_sarcasm"]
    text = (
        f"That is without the {share.shown} of posts that are likely sarcastic; with them net sentiment changes by "
        f"{slope.shown_full}"
    )
    cited = [share.name, slope.name]
    if change := figures.get("change.event.with_sarcasm"):
        text = f"{text}, and by {change.shown_full} at the event"
        cited.append(change.name)
    yield Sentence(text=f"{text}.", figures=tuple(cited))
