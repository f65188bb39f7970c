"""Audience features: what is known of people, how it is spread, whether it holds, and what it weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.base import Sentence, tool
from tools.figure import Figure
from tools.inputs import Tables
from tools.segmentation.disclosure import Counter
from tools.segmentation.features.asked import (
    METHOD,
    Alike,
    AudienceFeaturesQuery,
    AudienceFeaturesResult,
    Listed,
    Weighed,
)
from tools.segmentation.features.finding import Found, found
from tools.segmentation.features.people import FEATURE_SET, population_of
from tools.segmentation.features.saying import caveats, say
from tools.segmentation.features.telling import figure, holding, spread, weighed
from tools.segmentation.segmented import Segmenter


def _say(query: AudienceFeaturesQuery, result: AudienceFeaturesResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Audience features",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "what do we know about our users",
        "which features do we have of our members",
        "how often do our customers use each feature",
        "how active are our users",
        "how often do people log in",
        "which behaviours are stable over time",
        "which behaviours predict churn",
        "is a share worth more than a like for conversion",
        "how should we weight engagement",
        "what does engagement say about who converts",
        "which features are redundant",
        "how many posts a week does a typical author write",
        "what can we segment people by",
    ),
    say=_say,
    tags=("behaviour", "engagement weights", "PSI", "stability", "activity", "usage", "per user"),
)
def audience_features(query: AudienceFeaturesQuery, tables: Tables, *, segmenter: Segmenter) -> AudienceFeaturesResult:
    """What is known of people, how it is spread, whether it holds from half to half, and what it says of an outcome.

    Rates are counted a week that a person was there; medians and quartiles over people of whom they are known. Moved: a
    population stability index over 0.2 (0.1: somewhat) that chance does not explain. Weights: odds ratios of a ridge
    logistic regression of the outcome in the second half on behaviour in the first, beside those fixed by convention.
    Nobody is named; names, origin, language and declared attributes are never features. Raises TooFewPosts below 60
    people, UnknownName for a feature or an outcome that there is not.
    """
    seen = found(query, tables, segmenter)
    figures = tuple(_figures(seen, query))
    names = {figure.name for figure in figures}
    return AudienceFeaturesResult(
        figures=figures,
        caveats=tuple(caveats(query, seen)),
        period=seen.matrix.period,
        feature_set=FEATURE_SET,
        population=population_of(query, tables),
        features=tuple(_listed(seen)),
        told=tuple(feature.name for feature in seen.told if f"known.{feature.name}" in names),
        halves=seen.cut,
        alike=tuple(Alike(one=one, other=other, figure=f"alike.{one}.{other}") for one, other in seen.alike),
        outcome=query.outcome,
        weights=tuple(
            Weighed(feature=each.feature.name, stands=each.stands)
            for each in (seen.weights.weights if seen.weights else ())
        ),
    )


def _listed(seen: Found) -> Iterator[Listed]:
    """Yield all features, the default ones first."""
    order = {name: place for place, name in enumerate(seen.defaults)}
    for feature in sorted(seen.matrix.features, key=lambda feature: order.get(feature.name, len(order))):
        held = seen.held.get(feature.name)
        yield Listed(
            name=feature.name,
            label=feature.label,
            family=feature.family,
            unit=feature.unit,
            sensitivity=feature.sensitivity,
            default=feature.name in order,
            band=held.band if held else "not known",
        )


def _figures(seen: Found, query: AudienceFeaturesQuery) -> Iterator[Figure]:
    counter = Counter(seen.matrix.people)
    n = counter.n
    yield figure("people", "people measured", n, "people", n)
    yield figure("features", "features measured of people", len(seen.matrix.features), "score", n)
    yield figure("features.default", "features people are grouped by by default", len(seen.defaults), "score", n)
    for feature in seen.told:
        told = tuple(spread(feature, seen.matrix, counter))
        yield from told
        if told and feature.name in seen.held:
            yield from holding(feature, seen.held[feature.name], counter)
    for (one, other), rho in seen.alike.items():
        yield figure(f"alike.{one}.{other}", f"rank correlation of {one} and {other}", rho, "score", n)
    if seen.weights:
        yield from weighed(seen.weights, str(query.outcome), counter)
