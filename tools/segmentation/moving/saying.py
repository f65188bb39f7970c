"""Saying: what became of segments, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.base import Sentence
from tools.figure import Figure
from tools.segmentation.moving.asked import Alert, SegmentCourse, SegmentDriftQuery, SegmentDriftResult
from tools.wording import capital, listed

_ALERTS = 5
_ANSWER = {
    "stable": "Yes: the same groups are found again",
    "drifting": "Broadly: the groups are found again, but some of them drift",
    "dissolving": "Not all of them: some groups dissolve",
    "unsteady": "That cannot be told: the groups do not even hold between two halves of the same people",
}
_CAUSES = {
    "came": "mostly people who were not there before",
    "left": "mostly people who were gone later",
    "moved in": "mostly people who moved in from other segments",
    "moved out": "mostly people who moved to other segments",
}


def say(_: SegmentDriftQuery, result: SegmentDriftResult) -> list[Sentence]:
    """Say whether the same groups are found, each segment, what changed, and when to group people anew."""
    return list(_said(result))


def _said(result: SegmentDriftResult) -> Iterator[Sentence]:
    held = {figure.name: figure for figure in result.figures}
    if result.verdict == "no groups":
        n = held["groups"]
        text = f"The people of {result.before} fall into no groups, so there are none to find again."
        yield Sentence(text=text, figures=(n.name,))
        return
    yield _answer(result, held)
    for course in result.segments:
        yield _segment(course, held)
    for alert in result.alerts[:_ALERTS]:
        yield _alert(alert, held)
    yield _renewal(result, held)


def _answer(result: SegmentDriftResult, held: Mapping[str, Figure]) -> Sentence:
    kept = [held[f"segments.{verdict}"] for verdict in ("stable", "drifting", "dissolving", "unsteady")]
    told = [figure for figure in kept if figure.value]
    parts = listed(f"{figure.shown} {figure.name.removeprefix('segments.')}" for figure in told)
    rand, chance = held["rand"], held["rand.by_chance"]
    text = (
        f"{_ANSWER[result.verdict]}: of the segments of {result.before}, seen again in {result.after}, {parts}. The "
        f"later people grouped by themselves agree with the earlier segments by an adjusted Rand index of "
        f"{rand.shown}, two halves of the earlier people by {chance.shown} (one: the same groups, nought: by chance)."
    )
    return Sentence(text=text, figures=(*(figure.name for figure in told), rand.name, chance.name))


def _segment(course: SegmentCourse, held: Mapping[str, Figure]) -> Sentence:
    key = f"segment_{course.segment}"
    again, reference = held[f"found_again.{key}"], held[f"found_again.by_chance.{key}"]
    cited = [again, reference]
    text = f"{capital(course.verdict)}: segment {course.segment} ({course.trait})"
    if (one := held.get(f"share.before.{key}")) and (two := held.get(f"share.after.{key}")):
        change = held[f"share.change.{key}"]
        apart = f"{change.shown}, 95 % interval {change.shown_interval}"
        text += f", {one.shown} of people before, {two.shown} after ({apart})"
        cited += [one, two, change]
    text += f"; {again.shown} of groupings of the later people find it again, {reference.shown} of the earlier"
    if stay := held.get(f"stay.{key}"):
        text += f"; {stay.shown} of its people were in it later too"
        cited.append(stay)
    return Sentence(text=f"{text}.", figures=tuple(figure.name for figure in cited))


def _alert(alert: Alert, held: Mapping[str, Figure]) -> Sentence:
    figure = held[alert.figure]
    who = f"segment {alert.segment}"
    if alert.cause == "behaviour":
        what = figure.group["feature"]
        text = f"Alert: {who} {alert.what} of “{what}”, by {figure.shown_full} standard deviations."
        return Sentence(text=text, figures=(figure.name,))
    text = f"Alert: {who} {alert.what} by {figure.shown_full}, {_CAUSES[alert.cause]}"
    cited = [figure.name]
    if alert.other:
        way = "from" if alert.cause == "moved in" else "to"
        text += f", above all {way} segment {alert.other}"
        source, target = (alert.other, alert.segment) if way == "from" else (alert.segment, alert.other)
        if move := held.get(f"move.segment_{source}.segment_{target}"):
            text += f" ({move.shown} of segment {source})"
            cited.append(move.name)
        elif other := held.get(f"size.before.segment_{alert.other}"):
            cited.append(other.name)
        if alert.feature and (index := held.get(f"psi.{alert.feature}")):
            text += f"; what changed most of them is “{index.group['feature']}”"
            cited.append(index.name)
    return Sentence(text=f"{text}.", figures=tuple(cited))


def _renewal(result: SegmentDriftResult, held: Mapping[str, Figure]) -> Sentence:
    reasons = listed(result.reasons)
    by = f"look again by {result.next_look}, or as soon as a feature's stability index reaches a quarter"
    text = f"No need to group people anew: {reasons}. {capital(by)}."
    if result.renew:
        text = f"Group people anew now: {reasons}. Then {by}."
    return Sentence(text=text, figures=(held["rand"].name,))
