"""Describe segment: who is in a group of people, by what they do, and how well that tells them from others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tools.base import Sentence, tool
from tools.inputs import Tables
from tools.segmentation.describing.asked import METHOD, DescribeSegmentQuery, DescribeSegmentResult
from tools.segmentation.describing.card import card
from tools.segmentation.describing.contrasts import Contrast, contrasts
from tools.segmentation.describing.portrayed import Known, Portrayed, briefly, wholly
from tools.segmentation.describing.saying import caveats, say
from tools.segmentation.describing.seen import Seen
from tools.segmentation.describing.sizes import wanted
from tools.segmentation.describing.used import used_features
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
    tables: Tables,
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
    used = used_features(segmented)
    found = contrasts(segmented, used, seed=query.seed)
    labels = _labels(found, segmented)
    known = [Known(number, size, found[number], labels[number], used) for number, size in shown.items()]
    whole = query.segment is not None and segmented.k > 1
    portrayed = [wholly(query, tables, segmented, one) if whole else briefly(segmented, one) for one in known]
    result = DescribeSegmentResult(
        figures=tuple(figure for one in portrayed for figure in one.figures),
        posts=tuple(post for one in portrayed for post in one.posts),
        caveats=tuple(_caveats(portrayed, found)),
        period=segmented.matrix.period,
        n_posts=max(one.n_posts for one in portrayed),
        segments=tuple(one.portrait for one in portrayed),
        k=segmented.k,
        algorithm=segmented.algorithm,
        definition=segmented.definition.hash,
        left_out=segmented.k - len(shown) if query.segment is None else 0,
        flags=lint(query.label, neutral=labels[query.segment] if query.segment else None) if query.label else (),
    )
    return _with_card(result) if len(portrayed) == 1 else result


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


def _caveats(portrayed: Sequence[Portrayed], found: Mapping[int, Sequence[Contrast]]) -> Iterator[str]:
    yield from caveats(
        used=any(one.used and one.stands for held in found.values() for one in held),
        gaps=any(one.gaps for one in portrayed),
        read=any(one.portrait.stands for one in portrayed),
        shown=any(one.posts for one in portrayed),
    )
    yield from dict.fromkeys(caveat for one in portrayed for caveat in one.caveats)


def _with_card(result: DescribeSegmentResult) -> DescribeSegmentResult:
    carded = tuple(portrait.model_copy(update={"card": card(Seen(result, portrait))}) for portrait in result.segments)
    return result.model_copy(update={"segments": carded})
