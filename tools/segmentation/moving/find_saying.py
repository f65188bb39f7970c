"""Find, saying: which group is new, what it is like, and whether it is large enough to bother."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.moving.find_asked import FindEmergingSegmentQuery, FindEmergingSegmentResult, NewSegment
from tools.wording import capital, listed

_TOLD = 3
_ENDED = {
    "chance": "the newest place comes about by chance in {chance} of cases",
    "few": "the newest place, which chance makes in {chance} of cases, has too few people to be a group",
    "unsteady": "the newest place, which chance makes in {chance} of cases, is not there again in halves of the people",
}


def say(_: FindEmergingSegmentQuery, result: FindEmergingSegmentResult) -> list[Sentence]:
    """Say which groups are new, or that none is."""
    return list(_said(result))


def _said(result: FindEmergingSegmentResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    if not result.segments:
        chance, people = held["chance.next"], held["people"]
        where = f"where hardly anybody stood in {result.before}"
        text = f"No new group: among the {people.shown} people of {result.after} nobody gathers {where}"
        text += f"; {_ENDED[result.ended].format(chance=chance.shown)}."
        yield Sentence(text=text, figures=(chance.name, people.name))
        return
    for one in result.segments:
        yield _new(one, result, held)
        if apart := _apart(one, held):
            yield apart
        yield _worth(one, result, held)


def _new(one: NewSegment, result: FindEmergingSegmentResult, held: Mapping[str, Figure]) -> Sentence:
    size, share, chance, again = (held[f"{name}.{one.key}"] for name in ("size", "share", "chance", "again"))
    name, cited = one.key.replace("_", " "), [size, share, chance, again]
    text = f"A new group ({name}: {one.trait}): {size.shown} people, {share.shown_full} of those of {result.after}"
    if one.moved:
        text = (
            f"Segment moved rather than new: most people of what was segment {one.moved} now stand elsewhere ({name}: "
            f"{one.trait}), {size.shown} people, {share.shown_full} of those of {result.after}"
        )
    if before := held.get(f"share.before.{one.key}"):
        text += f", where {before.shown} of the earlier people stood"
        cited.append(before)
    else:
        text += ", where too few stood before to be told of"
    text += (
        f"; chance makes so new a group in {chance.shown} of cases, and {again.shown} of halves of the people show it"
    )
    if came := held.get(f"came.{one.key}"):
        text += f"; {came.shown} of them were not there before at all"
        cited.append(came)
    return Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited))


def _apart(one: NewSegment, held: Mapping[str, Figure]) -> Sentence | None:
    pairs = [
        (figure, held[name.replace("here.", "there.", 1)])
        for name, figure in held.items()
        if name.startswith(f"here.{one.key}.")
    ][:_TOLD]
    if not pairs:
        return None
    parts = listed(f"“{here.group['feature']}” {here.shown} (there {there.shown})" for here, there in pairs)
    whom = f"segment {one.nearest}, the nearest" if one.nearest else "all others"
    cited = tuple(figure.name for pair in pairs for figure in pair)
    return Sentence(text=f"What sets {one.key.replace('_', ' ')} apart from {whom}: {parts}.", figures=cited)


def _worth(one: NewSegment, result: FindEmergingSegmentResult, held: Mapping[str, Figure]) -> Sentence:
    size, needed, detect, base = held[f"size.{one.key}"], held["needed"], held["detect"], held["base"]
    whose = f"near {base.shown}, the worst case,"
    if result.outcome:
        whose = f"of those who {result.outcome}, {base.shown} now,"
    verdict = "Large enough to bother" if one.large_enough else "Not large enough to test anything on"
    text = (
        f"{verdict}: a test that can show the share {whose} change by {detect.shown} takes {needed.shown} people, and "
        f"there are {size.shown}"
    )
    cited = [size, needed, detect, base]
    if value := held.get(f"value.{one.key}"):
        text += f"; they bring in {value.shown} of what all later people do"
        cited.append(value)
    return Sentence(text=f"{capital(text)}.", figures=tuple(figure.name for figure in cited))
