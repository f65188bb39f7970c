"""Compare segments: what they do, say and bring in side by side, and why one stands below another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from tools.base import tool
from tools.errors import BadRequest, MissingData, UnknownName
from tools.figure import Figure
from tools.inputs import Tables
from tools.segmentation.comparing.asked import (
    METHOD,
    CompareSegmentsQuery,
    CompareSegmentsResult,
    Explained,
    Measured,
)
from tools.segmentation.comparing.cube import Row, cube
from tools.segmentation.comparing.figures import of_row, of_why, said
from tools.segmentation.comparing.measures import Measure, measures
from tools.segmentation.comparing.saying import say
from tools.segmentation.comparing.slices import slices
from tools.segmentation.comparing.why import Why, why
from tools.segmentation.describing.sizes import sizes, wanted
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.segmented import Segmented, Segmenter

_MOST = 2 / 3
_TELLING = ("value", "purchased", "churned", "engagement", "activity", "posts")
"""Measures that are explained where none is named, the first that stands apart."""


@tool(
    title="Compare segments",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "How do our segments compare?",
        "compare segment 1 with segment 2",
        "which segment churns most",
        "which segment spends most",
        "why does segment 3 underperform",
        "engagement and churn by segment",
        "segment dashboard",
        "which segment is happiest",
        "which segment converts best",
        "what is different between segment 2 and segment 4",
        "is segment 1 really better than segment 2 or is that chance",
        "why does segment 2 spend less than segment 1",
        "who uses summaries most, by segment",
        "sentiment by segment",
    ),
    say=say,
    tags=(
        "dashboard",
        "benchmark",
        "underperform",
        "root cause",
        "reach",
        "engagement",
        "conversion",
        "churn",
        "value",
    ),
)
def compare_segments(query: CompareSegmentsQuery, tables: Tables, *, segmenter: Segmenter) -> CompareSegmentsResult:
    """Segments side by side: value, churn, conversion, use, engagement, sentiment; what chance could make is said so.

    Each measure of each segment less that of all other people, or of one other segment (`against`), with 95 %
    intervals; of all differences told 5 % at most are expected to be false (Benjamini & Hochberg). With a `segment` the
    difference is split into other kinds of people (mix) and people alike who do otherwise (rate; Kitagawa 1955), and of
    totals into number and what one brings. Cells of under 20 people, and those that would give them away, are left out.
    Raises BadRequest for a segment that there is not, NotPermitted for one too small to be told of, UnknownName for a
    measure that the data do not tell, MissingData where they tell none.
    """
    segmented = segmenter.segmented(query.definition)
    shown = _segments(query, segmented)
    known = measures(query, segmented.matrix.people, tables, segmented.matrix.period)
    counter = Counter(segmented.matrix.people, segmented.placing.segment)
    rows = cube(_wanted(query, known), segmented.placing.segment, counter, segments=shown, against=query.against)
    if not rows:
        raise MissingData(
            f"Dataset {tables.facts.dataset!r} tells nothing of these people that could be compared: import posts, "
            "events or outcomes of theirs."
        )
    asked = (query.segment,) if query.segment else shown
    caveats, looked_at = tuple(_caveats(rows, shown, segmented)), sum(len(row.gaps) for row in rows)
    rows = [_only(row, (*asked, query.against) if query.against else asked, asked) for row in rows]
    explained = _explained(query, rows, segmented, tables, known) if query.segment else None
    return CompareSegmentsResult(
        figures=(
            *(figure for row in rows for figure in of_row(row, query.against)),
            *_why_figures(query, explained, rows),
        ),
        caveats=caveats,
        period=segmented.matrix.period,
        measures=tuple(_measured(row) for row in rows),
        segments=asked,
        against=query.against,
        looked_at=looked_at,
        why=explained[1] if explained else None,
    )


def _segments(query: CompareSegmentsQuery, segmented: Segmented) -> tuple[int, ...]:
    """Return the segments that may be told of; raises where one that is asked for may not, or there are not two."""
    for number in (query.segment, query.against):
        if number is not None:
            wanted(segmented, number)
    shown = tuple(sorted(sizes(segmented)))
    if segmented.k < 2 or len(shown) < 2:
        raise BadRequest(
            "These people fall into no two segments that could be told of and compared: `segment_audience` says why. "
            "Ask about more days or people, or give `k`."
        )
    return shown


def _wanted(query: CompareSegmentsQuery, known: Sequence[Measure]) -> Sequence[Measure]:
    if query.metric is None:
        return known
    if found := [one for one in known if one.name == query.metric]:
        return found
    raise UnknownName("measure", query.metric, [one.name for one in known])


def _only(row: Row, told: Sequence[int], asked: Sequence[int]) -> Row:
    """Keep what was asked about; all differences of the cube were tested."""
    return row._replace(
        cells={number: cell for number, cell in row.cells.items() if number in told},
        gaps={number: gap for number, gap in row.gaps.items() if number in asked},
    )


def _explained(
    query: CompareSegmentsQuery, rows: Sequence[Row], segmented: Segmented, tables: Tables, known: Sequence[Measure]
) -> tuple[Why, Explained, Measure] | None:
    """Explain the measure asked for, else the first telling one in which the segment stands apart."""
    number = query.segment or 0
    row = next((row for name in _names(query, rows, number) for row in rows if row.measure.name == name), None)
    if row is None or number not in row.gaps:
        return None
    labels, days = segmented.placing.segment, segmented.matrix.period
    other = labels == query.against if query.against else labels != number
    kinds = slices(query, segmented.matrix.people, tables, days, known)
    kinds = {by: names for by, names in kinds.items() if query.by in (None, by)}
    found = why(row.measure, labels == number, other, kinds, seed=query.seed)
    if found is None:
        return None
    return found, Explained(metric=said(row.measure), by=found.by, mainly=_mainly(found)), row.measure


def _names(query: CompareSegmentsQuery, rows: Sequence[Row], number: int) -> Sequence[str]:
    if query.metric:
        return (query.metric,)
    standing = {row.measure.name for row in rows if row.stands.get(number)}
    return [name for name in _TELLING if name in standing]


def _mainly(found: Why) -> Literal["mix", "rate", "both", "unclear"]:
    """Which part makes at least two thirds of a settled difference, and is settled itself."""
    if not found.whole.is_settled:
        return "unclear"
    for name, part in (("mix", found.mix), ("rate", found.rate)):
        if part.is_settled and part.value / found.whole.value >= _MOST:
            return "mix" if name == "mix" else "rate"
    return "both" if found.mix.is_settled and found.rate.is_settled else "unclear"


def _why_figures(
    query: CompareSegmentsQuery, explained: tuple[Why, Explained, Measure] | None, rows: Sequence[Row]
) -> Iterator[Figure]:
    if explained and query.segment:
        found, _, measure = explained
        n = next(row.gaps[query.segment].n for row in rows if row.measure is measure)
        yield from of_why(found, measure, query.segment, query.against, n)


def _measured(row: Row) -> Measured:
    return Measured(
        name=row.measure.name,
        label=said(row.measure),
        above=row.apart(up=True),
        below=row.apart(up=False),
        told=tuple(row.gaps),
    )


def _caveats(rows: Sequence[Row], shown: Sequence[int], segmented: Segmented) -> Iterator[str]:
    yield (
        "Segments were made of what people do, so that they differ in what they were made of by construction; a "
        "difference is no effect of being in a segment."
    )
    if any(row.measure.name == "sentiment" for row in rows):
        yield "Sentiment is as the reader read it, not corrected for its error, taken to be alike in all segments."
    if len(shown) < segmented.k:
        yield f"Segments of under {FLOOR} people, or that would give one away, are left out."
    if thin := [row.measure.label for row in rows if len(row.cells) < min(len(shown), 2)]:
        yield f"Told of too few segments to compare: {', '.join(thin)}."
    yield f"Counts of people are rounded to fives; cells of under {FLOOR} are left out, with those that tell of them."
