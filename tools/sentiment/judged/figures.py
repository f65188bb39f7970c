"""Figures of judgements: mentions, complaints and shares by feature and group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from tools.figure import Figure
from tools.groups import By, dotted, labels, phrase, slugs
from tools.sentiment.judged.counting import Judged
from tools.statistics.interval import Interval

MINIMUM = 30
"""Posts that judge a feature, below which it is left out."""
_METHOD = "aspect_sentiment"


def figures(shown: Sequence[str], found: Mapping[str, Judged], ahead: Interval | None) -> Iterator[Figure]:
    """Make figures of mentions, complaints and shares for each feature, and of the first one's lead in complaints."""
    names = slugs(shown)
    for name in shown:
        judged, about = found[name], {"aspect": name}
        yield Figure(
            name=f"mentions.{names[name]}",
            label=f"posts that name {name}",
            value=judged.mentions,
            unit="mentions",
            n=judged.mentions,
            method=_METHOD,
            group=about,
        )
        yield Figure(
            name=f"complaints.{names[name]}",
            label=f"posts that speak ill of {name}",
            value=judged.negative,
            unit="mentions",
            n=judged.n,
            method=_METHOD,
            group=about,
        )
        yield from _sides(name, names[name], judged, None, "")
    if ahead is not None and len(shown) > 1:
        yield _gap(shown[0], shown[1], found, ahead)


def _gap(one: str, other: str, found: Mapping[str, Judged], ahead: Interval) -> Figure:
    bounded = ahead._asdict() if isfinite(ahead.low) else {}
    return Figure(
        name="gap.complaints",
        label=f"posts that speak ill of {one} less those that speak ill of {other}",
        value=found[one].negative - found[other].negative,
        unit="mentions",
        n=found[one].n + found[other].n,
        **bounded,
        method=_METHOD,
    )


def _sides(name: str, slug: str, judged: Judged, by: By | None, group: str) -> Iterator[Figure]:
    about = {"aspect": name} | labels(by, group)
    for side, words in (("negative", "speak ill"), ("positive", "speak well")):
        share = judged.shares[side]
        yield Figure(
            name=dotted("share", side, slug),
            label=f"share of posts that name {name}{phrase(by, group)} and {words} of it",
            value=share.value,
            unit="share",
            n=judged.n,
            **share.interval()._asdict(),
            method=_METHOD,
            group=about,
        )


def group_figures(
    by: By | None, shown: Sequence[str], parts: Mapping[tuple[str, str | None], Judged], groups: Sequence[str]
) -> Iterator[Figure]:
    """Make the shares of each feature and group that has enough posts."""
    names, slugged = slugs(shown), slugs(groups)
    for group in groups:
        for name in shown:
            judged = parts.get((name, group))
            if judged and judged.n >= MINIMUM:
                yield from _sides(name, dotted(names[name], slugged[group]), judged, by, group)
