"""Describe segment: who is in a group of people, by what they do, and how well that tells them from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tools.base import Figure, Sentence, tool
from tools.figure import show
from tools.inputs import Tables
from tools.segmentation.describing import figures as made
from tools.segmentation.describing.asked import METHOD, DescribeSegmentQuery, DescribeSegmentResult, Portrait
from tools.segmentation.describing.card import card
from tools.segmentation.describing.contrasts import Contrast, contrasts, distinct
from tools.segmentation.describing.rules import Condition, Surrogate, surrogate
from tools.segmentation.describing.saying import caveats, rule_said, say
from tools.segmentation.describing.seen import Seen
from tools.segmentation.describing.separation import separation
from tools.segmentation.describing.sizes import Size, wanted
from tools.segmentation.describing.units import measured, unit_of
from tools.segmentation.matrix import Feature
from tools.segmentation.naming.lint import lint
from tools.segmentation.naming.propose import Behaviour, proposed
from tools.segmentation.segmented import Segmented, Segmenter


def _say(query: DescribeSegmentQuery, result: DescribeSegmentResult) -> Sequence[Sentence]:
    return list(say(query, result))


@tool(
    title="Describe a segment",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "Explain in plain words why cluster 3 is a cluster",
        "what are these people like",
        "describe segment 2",
        "persona card for our biggest segment",
        "who is in our largest segment, by what they do",
        "what sets segment 1 apart from the others",
        "what is typical of the people in cluster 4",
        "which features do they use more than everybody else in segment 3",
        "over- and under-indexed behaviours of each segment",
        "what should we call segment 2",
        "is Strugglers a fair name for that segment",
        "profile of each of our segments",
        "draw a persona of segment 3",
        "by what rule do I recognise somebody of segment 2",
        "how big is each segment and what makes it special",
        "in simple words, what is the difference between segment 1 and its neighbour",
    ),
    say=_say,
    tags=("persona", "profile", "cluster", "segment", "index", "over-indexed", "label", "card", "rule", "surrogate"),
)
def describe_segment(
    query: DescribeSegmentQuery,
    tables: Tables,  # noqa: ARG001 - every tool has them
    *,
    segmenter: Segmenter,
) -> DescribeSegmentResult:
    """What sets a segment's people apart: indices, plain rules with their fidelity, a neutral label, a persona card.

    index = 100 x mean of the segment / mean of everybody asked about: 0 upwards, 100 where it is as everybody. Only
    what is beyond chance among all features of all segments is told. Rules are those of a tree of depth 3, measured
    on people it has not seen. Sources: Craven & Shavlik, NIPS 8 (1996) 24-30; Rousseeuw, J. Comput. Appl. Math. 20
    (1987) 53-65. Raises BadRequest for a segment that there is not, NotPermitted for one under 20 people, TooFewPosts
    where there are too few people to segment.
    """
    segmented = segmenter.segmented(query.definition)
    shown = wanted(segmented, query.segment)
    found = contrasts(segmented, seed=query.seed)
    labels = _labels(found, segmented)
    whole = query.segment is not None or segmented.k == 1
    described = [
        _described(segmented, number, size, found[number], labels[number], whole=whole, seed=query.seed)
        for number, size in shown.items()
    ]
    result = DescribeSegmentResult(
        figures=tuple(figure for one in described for figure in one.figures),
        caveats=tuple(caveats(used=_used(found), gaps=any(one.gaps for one in described))),
        period=segmented.matrix.period,
        segments=tuple(one.portrait for one in described),
        k=segmented.k,
        algorithm=segmented.algorithm,
        definition=segmented.definition.hash,
        left_out=segmented.k - len(shown) if query.segment is None else 0,
        flags=lint(query.label, neutral=described[0].portrait.label if whole else None) if query.label else (),
    )
    return _with_card(result) if whole else result


class _Described(NamedTuple):
    portrait: Portrait
    figures: tuple[Figure, ...]
    gaps: bool


def _labels(found: Mapping[int, Sequence[Contrast]], segmented: Segmented) -> dict[int, str]:
    behaviours = {
        number: [
            Behaviour(one.feature.name, one.feature.label, one.index, one.difference > 0, abs(one.apart))
            for one in held
            if one.stands
        ]
        for number, held in found.items()
    }
    return proposed(behaviours, features=[feature.name for feature in segmented.matrix.features])


def _used(found: Mapping[int, Sequence[Contrast]]) -> bool:
    return any(one.used and one.stands for held in found.values() for one in held)


def _described(
    segmented: Segmented, number: int, size: Size, held: Sequence[Contrast], label: str, *, whole: bool, seed: int
) -> _Described:
    features = segmented.matrix.features
    told, slug_of = made.Told(number, size.people), made.feature_slugs(features)
    standing = tuple(one for one in held if one.stands)
    telling = distinct(segmented, standing)
    confidence = float(segmented.placing.confidence[segmented.members(number)].mean())
    figures = [
        *made.of_size(told, size, label, confidence=confidence),
        *made.of_contrasts(told, standing, slug_of, n=size.everyone),
    ]
    portrait = Portrait(
        segment=number, name=told.name, label=label,
        over=tuple(one.feature.label for one in telling if one.difference > 0),
        under=tuple(one.feature.label for one in telling if one.difference < 0),
    )  # fmt: skip
    if not whole or segmented.k == 1:
        return _Described(portrait, tuple(figures), gaps=False)
    rules, lies = surrogate(segmented, number, seed=seed), separation(segmented, number, seed=seed)
    figures += made.of_rules(told, rules, features, slug_of, n=size.everyone)
    figures += made.of_separation(told, lies, slug_of) if lies else []
    portrait = portrait.model_copy(
        update={
            "nearest": f"segment {lies.nearest}" if lies else None,
            "rules": tuple(_rules_said(rules, features)),
            "holds": rules.fidelity.holds,
        }
    )
    return _Described(portrait, tuple(figures), gaps=rules.gaps)


def _rules_said(found: Surrogate, features: Sequence[Feature]) -> Iterator[str]:
    for rule in found.rules:
        yield rule_said([part for condition in rule for part in _condition_said(condition, features)])


def _condition_said(condition: Condition, features: Sequence[Feature]) -> Iterator[str]:
    feature = features[condition.feature]
    for word, limit in (("at least", condition.low), ("under", condition.high)):
        if limit is not None:
            unit = unit_of(feature, limit)
            yield f"{word} {measured(feature, show(made.rounded(limit, unit), unit))}"


def _with_card(result: DescribeSegmentResult) -> DescribeSegmentResult:
    carded = tuple(portrait.model_copy(update={"card": card(Seen(result, portrait))}) for portrait in result.segments)
    return result.model_copy(update={"segments": carded})
