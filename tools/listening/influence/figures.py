"""Figures of influence: shares by weighting, gaps to voice, leads, and how concentrated each weighting is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tools.figure import Figure
from tools.groups import By, dotted, labels, phrase, slugs
from tools.listening.influence.weighing import Influence, Scale
from tools.listening.influence.weightings import Weighed, Weighting

METHOD = "share_of_influence"


def figures(
    brands: Sequence[str],
    used: Sequence[Weighed],
    whole: Influence,
    groups: Mapping[str, Influence],
    by: By | None,
) -> Iterator[Figure]:
    """Make all figures: those of everybody first, then the shares of each group."""
    words = {one.weighting: one.words for one in used}
    for weighting, scale in whole.scales.items():
        yield from _shares(brands, weighting, words, scale)
        if weighting != "equal":
            yield from _gaps(brands, weighting, words, scale)
            yield from _concentration(weighting, words, scale)
    for one in used:
        if one.weighting != "equal":
            yield _coverage(one, whole.scales["equal"].mentions)
    yield from _leads(brands, words, whole)
    named = slugs(groups)
    for group, found in groups.items():
        for weighting, scale in found.scales.items():
            yield from _shares(brands, weighting, words, scale, by=by, group=group, at=named[group])


def _shares(
    brands: Sequence[str],
    weighting: Weighting,
    words: Mapping[Weighting, str],
    scale: Scale,
    *,
    by: By | None = None,
    group: str = "",
    at: str = "",
) -> Iterator[Figure]:
    named = slugs(brands)
    what = "share of voice" if weighting == "equal" else f"share of influence by {words[weighting]}"
    for brand, share in zip(brands, scale.shares, strict=True):
        yield Figure(
            name=dotted("share", weighting, named[brand], at),
            label=f"{what} of {brand}{phrase(by if group else None, group)}",
            value=share.value,
            unit="share",
            n=scale.mentions,
            **share.interval._asdict(),
            method=METHOD,
            group={"brand": brand, "weighting": words[weighting]} | (labels(by, group) if group else {}),
        )


def _gaps(
    brands: Sequence[str], weighting: Weighting, words: Mapping[Weighting, str], scale: Scale
) -> Iterator[Figure]:
    named = slugs(brands)
    for brand, gap in zip(brands, scale.gaps, strict=True):
        yield Figure(
            name=dotted("gap", weighting, named[brand]),
            label=f"share of influence by {words[weighting]} of {brand} less its share of voice",
            value=gap.value,
            unit="share_change",
            n=scale.mentions,
            **gap.interval._asdict(),
            method=METHOD,
            group={"brand": brand, "weighting": words[weighting]},
        )


def _concentration(weighting: Weighting, words: Mapping[Weighting, str], scale: Scale) -> Iterator[Figure]:
    yield Figure(
        name=dotted("top", weighting),
        label=f"share of all influence by {words[weighting]} that one author holds",
        value=scale.heaviest,
        unit="share",
        n=scale.authors,
        method=METHOD,
        group={"weighting": words[weighting]},
    )
    yield Figure(
        name=dotted("effective", weighting),
        label=f"how many authors of equal weight would tell as much as those weighted by {words[weighting]}",
        value=scale.effective,
        unit="authors",
        n=scale.authors,
        method=METHOD,
        group={"weighting": words[weighting]},
    )


def _coverage(one: Weighed, mentions: int) -> Figure:
    return Figure(
        name=dotted("covered", one.weighting),
        label=f"share of the mentions whose weight by {one.words} is known",
        value=one.covered,
        unit="share",
        n=mentions,
        method=METHOD,
        group={"weighting": one.words},
    )


def _leads(brands: Sequence[str], words: Mapping[Weighting, str], whole: Influence) -> Iterator[Figure]:
    named = slugs(brands)
    for one, other in pairwise(brands):
        for weighting, lead in whole.order.leads(one, other).items():
            what = "share of voice" if weighting == "equal" else f"share of influence by {words[weighting]}"
            yield Figure(
                name=dotted("lead", weighting, named[one], named[other]),
                label=f"{what} of {one} less that of {other}",
                value=lead.value,
                unit="share_change",
                n=whole.scales[weighting].mentions,
                **lead.interval._asdict(),
                method=METHOD,
                group={"weighting": words[weighting]},
            )
