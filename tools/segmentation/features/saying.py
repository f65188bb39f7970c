"""Saying: features of people in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence
from tools.segmentation.describing.units import plain
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.features.asked import AudienceFeaturesQuery, AudienceFeaturesResult, Listed
from tools.segmentation.features.finding import Found
from tools.segmentation.features.people import FEATURE_SET
from tools.segmentation.features.weights import DRAWS
from tools.segmentation.matrix import ORDINARY
from tools.wording import capital, listed

_SPREAD, _PAIRS, _WEIGHTS = 4, 2, 4
_KEEPS, _LOSES = 0.5, 0.3
_BETTER = 0.02


def say(query: AudienceFeaturesQuery, result: AudienceFeaturesResult) -> Iterator[Sentence]:
    """Say what is known of how many, how it is spread, what moved, what says the same, and what it weighs."""
    if result.outcome:
        yield from _weights(result)
        return
    people, features = result.figure("people"), result.figure("features")
    who = {"members": "members, by what they do,", "authors": "authors, by their posts,"}[result.population]
    defaults = [plain(feature.label) for feature in result.features if feature.default]
    yield Sentence(
        text=f"{people.shown} {who} are known by {features.shown} features; "
        f"unless you say otherwise they are grouped by {listed(defaults)}.",
        figures=("people", "features"),
    )
    by_name = {feature.name: feature for feature in result.features}
    told = [by_name[name] for name in result.told]
    for feature in told[: len(told) if query.features else _SPREAD]:
        yield _spread(feature, result)
    yield from _moved(told, result)
    yield from _places(told, result)
    for pair in result.alike[:_PAIRS]:
        one, other = plain(by_name[pair.one].label), plain(by_name[pair.other].label)
        yield Sentence(
            text=f"{capital(one)} and {other} say nearly the same (rank correlation "
            f"{result.figure(pair.figure).shown}): one of the two will do.",
            figures=(pair.figure,),
        )


def _spread(feature: Listed, result: AudienceFeaturesResult) -> Sentence:
    names = tuple(f"{stem}.{feature.name}" for stem in ("median", "lower", "upper"))
    rank = "percentile " if feature.unit == "percentile" else ""
    median, lower, upper = (rank + result.figure(name).shown.removesuffix(" a week") for name in names)
    return Sentence(
        text=f"{capital(plain(feature.label))}: {median} in the middle; a quarter of people are at {lower} or less, "
        f"a quarter at {upper} or more.",
        figures=names,
    )


def _moved(told: Sequence[Listed], result: AudienceFeaturesResult) -> Iterator[Sentence]:
    moved = [feature for feature in told if feature.band in ("moved", "moved somewhat")]
    compared = [feature for feature in told if feature.band != "not known"]
    if moved:
        said = listed(f"{plain(f.label)} ({f.band}, PSI {result.figure(f'psi.{f.name}').shown})" for f in moved)
        yield Sentence(
            text=f"From the first half to the second the spread of {said} changed: groups made of it may not hold.",
            figures=tuple(f"psi.{feature.name}" for feature in moved),
        )
    elif compared:
        said = listed(plain(feature.label) for feature in compared[:_SPREAD])
        yield Sentence(
            text=f"From the first half to the second the spread of {said} stayed as it was.",
            kind="theme",
            figures=tuple(f"psi.{feature.name}" for feature in compared[:_SPREAD]),
        )


def _places(told: Sequence[Listed], result: AudienceFeaturesResult) -> Iterator[Sentence]:
    """Say whether who does much of something in one half does so in the other: whether it is a habit at all."""
    held = {figure.name for figure in result.figures}
    ranks = {f: result.figure(f"rank.{f.name}") for f in told if f"rank.{f.name}" in held and f.family != "tenure"}
    keep = [feature for feature in ranks if feature.default and ranks[feature].value >= _KEEPS]
    lose = [feature for feature in ranks if ranks[feature].value < _LOSES]
    for chosen, start in (
        (keep, "Who was high in the first half was so in the second, by"),
        (lose, "Hardly a habit, since who was high in one half was not in the other, are"),
    ):
        if chosen:
            said = listed(f"{plain(feature.label)} (rank correlation {ranks[feature].shown})" for feature in chosen)
            yield Sentence(text=f"{start} {said}.", figures=tuple(f"rank.{feature.name}" for feature in chosen))


def _weights(result: AudienceFeaturesResult) -> Iterator[Sentence]:
    labels = {feature.name: feature.label for feature in result.features}
    standing = [each for each in result.weights if each.stands]
    for each in standing[:_WEIGHTS]:
        odds = result.figure(f"odds.{each.feature}")
        yield Sentence(
            text=f"More {labels[each.feature]} (by one standard deviation) goes with {odds.shown} times the odds of "
            f"“{result.outcome}” later (95 % interval {odds.shown_interval}), the rest being equal.",
            figures=(odds.name,),
        )
    learnt, fixed = result.figure("auc.learnt"), result.figure("auc.fixed")
    lead = "" if standing else f"Nothing that was weighed says anything of “{result.outcome}” beyond chance. "
    better = "" if learnt.value > fixed.value + _BETTER else " The fixed ones do as well here: keep to them."
    yield Sentence(
        text=f"{lead}Of two people these weights tell who will have “{result.outcome}” in {learnt.shown} of cases, "
        f"weights fixed by convention in {fixed.shown}; a coin in half of them.{better}",
        figures=("auc.learnt", "auc.fixed"),
    )


def caveats(query: AudienceFeaturesQuery, seen: Found) -> Iterator[str]:
    """Say what to beware of."""
    yield (
        f"Rates are counted over the days that people were there, and from the day on which a thing was first done; "
        f"feature set {FEATURE_SET}. Groups under {FLOOR} people are not told of."
    )
    if seen.cut:
        yield f"Halves compared: {seen.cut.first} and {seen.cut.second}, people seen in either."
    else:
        yield "The period is too short, or people in a half of it too few, to tell whether features hold."
    if seen.late:
        yield f"Began too late to be compared: {listed(feature.label for feature in seen.late)}."
    sensitive = [feature for feature in seen.matrix.features if feature.sensitivity != ORDINARY]
    if sensitive:
        said = listed(f"{feature.label} ({feature.sensitivity})" for feature in sensitive)
        yield f"Nobody is grouped by these unless they are named, for they touch protected data: {said}."
    if query.outcome:
        yield "Weights are associations, not causes: nothing here says that doing more of it brings the outcome about."
        yield f"Intervals of weights are from {DRAWS} resamples of people; what goes together shares its weight."
