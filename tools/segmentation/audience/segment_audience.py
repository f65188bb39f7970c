"""Segment audience: who our people are, in how many groups, how that was chosen and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tools.base import Figure, Sentence, tool
from tools.inputs import Tables
from tools.segmentation.audience import figures as made
from tools.segmentation.audience.asked import (
    METHOD,
    Merge,
    Option,
    Segment,
    SegmentAudienceQuery,
    SegmentAudienceResult,
)
from tools.segmentation.audience.outside import outside
from tools.segmentation.audience.reasons import reasons
from tools.segmentation.audience.saying import say
from tools.segmentation.audience.worth import Blur, blurs, needed, proposals
from tools.segmentation.clustering.choosing import Choice
from tools.segmentation.clustering.fit import FITTED, Clusters
from tools.segmentation.describing.contrasts import Contrast, contrasts, distinct
from tools.segmentation.describing.figures import feature_slugs
from tools.segmentation.describing.sizes import Size, sizes
from tools.segmentation.describing.used import used_features
from tools.segmentation.disclosure import Counter
from tools.segmentation.naming.propose import Behaviour, proposed
from tools.segmentation.segmented import Segmented, Segmenter
from tools.wording import listed

_OVER, _UNDER = 2, 1


def _say(_: SegmentAudienceQuery, result: SegmentAudienceResult) -> Sequence[Sentence]:
    return list(say(result))


@tool(
    title="Segment an audience",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "who are our people, really, and how did you choose the number",
        "segment our customers",
        "what segments do our users fall into",
        "how many clusters are there",
        "cluster our members by what they do",
        "are there any groups among our users at all",
        "which kinds of users do we have and how large is each",
        "how big are our segments",
        "split the audience into four groups",
        "how sure are you who belongs to which segment",
        "which segments blur into each other",
        "are any of the segments too small to test anything on",
        "should we merge some segments",
        "compare k-means with other clustering algorithms on our customers",
        "do the segments match the ones we recorded",
        "we can only serve three groups, which would they be",
    ),
    say=_say,
    tags=("segments", "clusters", "clustering", "k-means", "silhouette", "personas", "groups", "audience", "tiers"),
)
def segment_audience(query: SegmentAudienceQuery, tables: Tables, *, segmenter: Segmenter) -> SegmentAudienceResult:
    """Group people by what they do, with the number of groups argued for, or say that there are none.

    A number of groups holds where they come back in random halves of the people (adjusted Rand .8, each Jaccard .75),
    are narrower than one crowd with the same features (gap, 5 standard deviations), and it is emptier between
    neighbours than within; the most that hold are taken, up to `capacity`. Membership is the mean probability over
    groups found anew in halves: tier A .9, B .6. Sources: Hennig, CSDA 52 (2007); Tibshirani, Walther & Hastie, JRSS
    B 63 (2001). Raises TooFewPosts below 60 people, UnknownName for a feature or attribute that there is not,
    NotPermitted where no segment is large enough to be told of.
    """
    least = needed(query.base, query.detect)
    segmented = segmenter.segmented(query.definition)
    groups = segmented.groups if isinstance(segmented.groups, Clusters) else None
    choice = groups.choice if groups else None
    if segmented.k == 1:
        return _no_groups(query, segmented, choice)
    shown = sizes(segmented)
    found = contrasts(segmented, used_features(segmented), seed=query.seed)
    labels = _labels(found, segmented)
    telling = {number: _telling(segmented, found[number]) for number in shown}
    blurred = blurs(groups.chances(segmented.matrix), segmented.placing.segment) if groups else []
    known = outside(segmented, query.against, tables) if query.against else None
    counter = Counter(segmented.matrix.people, segmented.placing.segment)
    slug_of = feature_slugs(segmented.matrix.features)
    figures: list[Figure] = [
        *made.of_all(segmented, choice, groups.turned.kept if groups else None, counter.n),
        *made.of_sizes(shown, labels),
        *made.of_tiers(segmented, counter),
        *(one for n, size in shown.items() for one in made.of_segment(segmented, n, size, telling[n], slug_of)),
        *made.of_blurs(blurred, shown),
        *made.of_worth(shown, least, counter.n, base=query.base, detect=query.detect),
        *(made.of_outside(known, query.against) if known and query.against else ()),
        *(made.of_algorithms(choice.compared, counter.n) if choice else ()),
        *(made.of_tried(choice.tried, counter.n) if choice else ()),
    ]
    return SegmentAudienceResult(
        figures=tuple(figures),
        caveats=tuple(_caveats(segmented, left_out=segmented.k - len(shown))),
        period=segmented.matrix.period,
        k=segmented.k,
        algorithm=segmented.algorithm,
        definition=segmented.definition.hash,
        features=groups.measured.names if groups else query.features,
        reason=tuple(reasons(choice, query.definition)) if choice else (),
        segments=tuple(_segments(shown, labels, telling)),
        left_out=segmented.k - len(shown),
        tried=tuple(_options(choice)),
        merges=tuple(_merges(shown, blurred, least)),
        against=query.against,
    )


def _no_groups(query: SegmentAudienceQuery, segmented: Segmented, choice: Choice | None) -> SegmentAudienceResult:
    n = Counter(segmented.matrix.people).n
    return SegmentAudienceResult(
        figures=(
            *made.of_all(segmented, choice, None, n),
            *(made.of_tried(choice.tried, n) if choice else ()),
        ),
        caveats=("That no groups hold does not mean that all are alike: people may differ by degrees in anything.",),
        period=segmented.matrix.period,
        k=1,
        algorithm=None,
        definition=segmented.definition.hash,
        features=segmented.groups.measured.names if isinstance(segmented.groups, Clusters) else query.features,
        reason=tuple(reasons(choice, query.definition)) if choice else (),
        tried=tuple(_options(choice)),
    )


def _labels(found: Mapping[int, Sequence[Contrast]], segmented: Segmented) -> dict[int, str]:
    """Return neutral labels, those that `describe_segment` gives."""
    behaviours = {
        number: [
            Behaviour(one.feature.name, one.feature.label, one.index, one.difference > 0, abs(one.apart))
            for one in held
            if one.stands
        ]
        for number, held in found.items()
    }
    return proposed(behaviours, features=[feature.name for feature in segmented.matrix.features])


def _telling(segmented: Segmented, held: Sequence[Contrast]) -> list[Contrast]:
    """Return what a segment has most more of, then most less of, by features that have an index."""
    indexed = [one for one in distinct(segmented, held) if one.index is not None]
    over = [one for one in indexed if one.difference > 0][:_OVER]
    return over + [one for one in indexed if one.difference < 0][: _UNDER if over else _OVER]


def _segments(
    shown: Mapping[int, Size], labels: Mapping[int, str], telling: Mapping[int, Sequence[Contrast]]
) -> Iterator[Segment]:
    for number in shown:
        yield Segment(
            segment=number,
            name=f"segment {number}",
            label=labels[number],
            over=tuple(one.feature.label for one in telling[number] if one.difference > 0),
            under=tuple(one.feature.label for one in telling[number] if one.difference < 0),
        )


def _options(choice: Choice | None) -> Iterator[Option]:
    for one in choice.tried if choice else ():
        yield Option(groups=one.k, holds=not one.lacks, lacks=one.lacks)


def _merges(shown: Mapping[int, Size], blurred: list[Blur], least: int) -> Iterator[Merge]:
    for one in proposals({number: size.people for number, size in shown.items()}, blurred, least):
        names = (f"segment {one.one}", f"segment {one.other}")
        reason = (
            f"For such a test count {names[0]} with {names[1]}, which it is likest: together they are enough."
            if one.small
            else f"Consider {listed(names)} as one, since their people are hardly told apart."
        )
        yield Merge(segments=names, reason=reason)


def _caveats(segmented: Segmented, *, left_out: int) -> Iterator[str]:
    yield (
        "Segments describe what people did in these days, by the features named; other features or days make other "
        "segments. Ask for drift to see whether they last."
    )
    yield "Labels are made of what sets a segment apart; they are no description of any one person in it."
    if segmented.k > 1 and (segmented.placing.segment == 0).any():
        yield "Some people lie between the dense places and are in no segment."
    if left_out:
        yield "Segments under the floor, and the next smallest that would give them away, are not told of."
    if len(segmented.matrix.people) > FITTED:
        yield f"Groups were found in {FITTED:,} people drawn at random; all were then placed in them."
