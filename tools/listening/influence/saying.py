"""Saying what influence shows: which places hold, which orders turn round, and who is louder than heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.base import Sentence
from tools.figure import Figure
from tools.groups import phrase, slugs
from tools.wording import capital, listed

if TYPE_CHECKING:
    from tools.listening.influence.share_of_influence import ShareOfInfluenceQuery, ShareOfInfluenceResult
    from tools.listening.influence.weightings import Weighting

_GROUPS, _BRANDS = 6, 6
_HEAVY = 0.1
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def say(query: ShareOfInfluenceQuery, result: ShareOfInfluenceResult) -> Sequence[Sentence]:
    """Say the places, each brand's shares, orders that are not settled, gaps to voice, and each group's."""
    return [
        _places(result),
        *_brands(result),
        *_unsettled(result),
        *_gaps(result),
        *_heavy(result),
        *_groups(query, result),
    ]


def _places(result: ShareOfInfluenceResult) -> Sentence:
    firm = [
        (place, _ORDINALS[place.best - 1])
        for place in result.places
        if place.best == place.worst and place.best <= len(_ORDINALS)
    ]
    leads = tuple(figure.name for figure in result.figures if figure.name.startswith("lead."))
    every = _every(result)
    if not firm:
        text = f"No place in the order is settled: {every} do not agree on one beyond chance."
        return Sentence(text=text, kind="theme", figures=leads)
    held = listed(f"{place.brand} is {ordinal}" for place, ordinal in firm)
    text = f"{held} whichever way mentions are weighted, beyond chance ({every})."
    if len(firm) < len(result.places):
        text += " No other place is settled."
    return Sentence(text=text, kind="theme", figures=leads)


def _every(result: ShareOfInfluenceResult) -> str:
    return listed(_called(result, weighting) for weighting in result.weightings)


def _called(result: ShareOfInfluenceResult, weighting: Weighting) -> str:
    return "share of mentions" if weighting == "equal" else result.words[weighting]


def _brands(result: ShareOfInfluenceResult) -> Iterator[Sentence]:
    for brand, name in list(slugs(result.brands).items())[:_BRANDS]:
        voice = result.figure(f"share.equal.{name}")
        rest = [
            (weighting, result.figure(f"share.{weighting}.{name}"))
            for weighting in result.weightings
            if weighting != "equal"
        ]
        text = f"{brand} has {voice.shown_full} of the mentions"
        if rest:
            text += ", and weighted " + listed(f"{share.shown} by {result.words[how]}" for how, share in rest)
        yield Sentence(text=f"{text}.", figures=(voice.name, *(share.name for _, share in rest)))


def _unsettled(result: ShareOfInfluenceResult) -> Iterator[Sentence]:
    """Say of neighbours in the list why neither is named ahead."""
    names = slugs(result.brands)
    for one, other in pairwise(result.brands[:_BRANDS]):
        leads = {how: result.figure(f"lead.{how}.{names[one]}.{names[other]}") for how in result.weightings}
        turned = [how for how, lead in leads.items() if lead.value < 0]
        doubtful = [how for how, lead in leads.items() if not _sure(lead)]
        if turned:
            straight = max((how for how in leads if how not in turned), key=lambda how: leads[how].value)
            text = (
                f"The order of {one} and {other} turns round with the weighting, so neither is ahead: "
                f"{one} leads by {leads[straight].shown_full} by {_called(result, straight)}, but "
                f"{listed(_called(result, how) for how in turned)} put {other} ahead, "
                f"{_called(result, turned[0])} by {leads[turned[0]].shown_full}."
            )
            cited = (leads[straight].name, *(leads[how].name for how in turned))
            yield Sentence(text=text, figures=cited)
        elif doubtful:
            least = min(doubtful, key=lambda how: leads[how].value)
            also = (
                f" (nor by {listed(_called(result, how) for how in doubtful if how != least)})" if doubtful[1:] else ""
            )
            text = (
                f"Every weighting puts {one} before {other}, but by {_called(result, least)} chance could make the "
                f"lead{also}: {leads[least].shown_full}."
            )
            yield Sentence(text=text, figures=(leads[least].name,))


def _sure(figure: Figure) -> bool:
    return figure.low is not None and figure.high is not None and (figure.low > 0 or figure.high < 0)


def _gaps(result: ShareOfInfluenceResult) -> Iterator[Sentence]:
    if len(result.weightings) < 2:
        return
    gaps = [figure for figure in result.figures if figure.name.startswith("gap.")]
    sure = [gap for gap in gaps if _sure(gap)]
    if not sure:
        text = "No brand is heard more or less than it is talked about, beyond chance."
        yield Sentence(text=text, kind="theme", figures=tuple(gap.name for gap in gaps))
    for brand in result.brands[:_BRANDS]:
        mine = [gap for gap in sure if gap.group["brand"] == brand]
        for above, words in ((True, "more"), (False, "less")):
            told = [gap for gap in mine if (gap.value > 0) is above]
            if told:
                parts = listed(f"{gap.shown_full} by {gap.group['weighting']}" for gap in told)
                gap = "share of influence less share of voice"
                text = f"{brand} is heard {words} than it is talked about: {gap} is {parts}."
                yield Sentence(text=text, figures=tuple(gap.name for gap in told))


def _heavy(result: ShareOfInfluenceResult) -> Iterator[Sentence]:
    for weighting in result.weightings:
        if weighting == "equal":
            continue
        top = result.figure(f"top.{weighting}")
        if top.value >= _HEAVY:
            text = (
                f"One author holds {top.shown} of all weight by {result.words[weighting]}: look at it without them too."
            )
            yield Sentence(text=text, figures=(top.name,))


def _groups(query: ShareOfInfluenceQuery, result: ShareOfInfluenceResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    names = slugs(result.brands)
    for group, slug in list(slugs(result.groups).items())[:_GROUPS]:
        parts: list[str] = []
        cited: list[str] = []
        for brand in result.brands[:_BRANDS]:
            voice = held[f"share.equal.{names[brand]}.{slug}"]
            ends = _range(held, result, names[brand], slug)
            spread = f" ({ends[0].shown} to {ends[-1].shown} weighted)" if ends else ""
            parts.append(f"{brand} {voice.shown} of the mentions{spread}")
            cited += dict.fromkeys([voice.name, *(end.name for end in ends)])
        doubts = listed(_called(result, how) for how in result.doubts[group])
        verdict = f"who is first is not settled by {doubts}" if doubts else "who is first is settled"
        where = capital(phrase(query.by, group).strip())
        yield Sentence(text=f"{where}: {listed(parts)}; {verdict}.", figures=tuple(cited))


def _range(held: dict[str, Figure], result: ShareOfInfluenceResult, brand: str, group: str) -> list[Figure]:
    """Return the least and the greatest weighted share of a brand in a group."""
    found = [
        held[name] for how in result.weightings if how != "equal" and (name := f"share.{how}.{brand}.{group}") in held
    ]
    ordered = sorted(found, key=lambda figure: figure.value)
    return [ordered[0], ordered[-1]] if ordered else []
