"""Segment drift: whether the groups of one window of days are found again in the next, and what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tools.base import tool
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.moving.alerts import alerts
from tools.segmentation.moving.asked import METHOD, Overall, SegmentCourse, SegmentDriftQuery, SegmentDriftResult
from tools.segmentation.moving.cadence import renewal
from tools.segmentation.moving.drift import Drift, Verdict, drifted
from tools.segmentation.moving.earlier import earlier_segments, within
from tools.segmentation.moving.figures import Maker
from tools.segmentation.moving.flows import Flows, flows
from tools.segmentation.moving.holding import DISSOLVED
from tools.segmentation.moving.psi import Psi, psi
from tools.segmentation.moving.saying import say
from tools.segmentation.moving.traits import traits
from tools.segmentation.moving.windows import Windows, windows
from tools.segmentation.segmented import Segmented, Segmenter

if TYPE_CHECKING:
    from tools.base import Period

_AGREES = 0.5
_WORST: tuple[Verdict, ...] = ("dissolving", "drifting", "stable", "unsteady")


@tool(
    title="Segment drift",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "Would you find the same groups next month?",
        "are our segments stable",
        "how stable is the segmentation over time",
        "which segments are growing and which are shrinking",
        "did people move between segments",
        "who moves from one segment to another, and how many",
        "transition matrix of the segments",
        "when should we re-cluster",
        "how often should we refresh the segments",
        "has any segment changed since the launch",
        "did a segment dissolve",
        "why did segment 2 shrink",
        "alert me when a segment changes size",
        "are the segments from last month still valid",
        "segment migration",
    ),
    say=say,
    tags=("stability", "drift", "migration", "transition", "churn", "refresh", "adjusted rand", "psi", "cadence"),
)
def segment_drift(query: SegmentDriftQuery, tables: Tables, *, segmenter: Segmenter) -> SegmentDriftResult:
    """Whether the segments of earlier days are found again in later ones: who moved, what drifts, when to renew.

    The people of the earlier window are grouped, those of the later one are placed in these groups, and grouped anew by
    themselves; both are matched by overlap (adjusted Rand, Jaccard). What chance alone makes is told from halves of the
    earlier people. A segment is stable, drifting (size or behaviour changed beyond chance and by enough to matter),
    dissolving (not found again) or unsteady (not even found in halves of the earlier people). Moves are shares of
    people by counts that single nobody out. Raises TooFewPosts where either window has too few people, BadRequest
    where the windows overlap or have under 7 days.
    """
    whole = segmenter.segmented(query.definition)
    asked = windows(query, whole.matrix.period, tables.facts.milestones)
    before, after = (segmenter.matrix(within(query, days)) for days in (asked.before, asked.after))
    first = earlier_segments(whole, before) if whole.k > 1 else whole
    if first.k < 2:
        return _nothing(asked, first)
    drift = drifted(first, after)
    counts = flows(drift.people.people, drift.label1, drift.label2, first.k)
    make, indexes = Maker(drift, counts), _indexes(drift)
    verdict = _worst([drift.verdicts[group - 1] for group in make.told])
    due = renewal(
        [drift.verdicts[group - 1] for group in make.told],
        asked.after,
        agrees=_agrees(drift),
        shift=max((index.value for index in indexes.values() if index.is_settled), default=0.0),
    )
    return SegmentDriftResult(
        figures=(*make.overall(), *make.segments(), *make.moves(), *make.shifts(indexes)),
        caveats=tuple(_caveats(asked, drift, counts)),
        period=_covered(asked),
        before=asked.before,
        after=asked.after,
        verdict=verdict,
        segments=tuple(_courses(drift, make.told)),
        alerts=tuple(alerts(drift, counts)),
        renew=due.now,
        reasons=due.reasons,
        next_look=due.next_look,
    )


def _covered(asked: Windows) -> Period:
    return asked.before.model_copy(update={"end": asked.after.end})


def _nothing(asked: Windows, first: Segmented) -> SegmentDriftResult:
    from tools.figure import Figure
    from tools.segmentation.disclosure import Counter

    n = Counter(first.matrix.people).n
    figure = Figure(
        name="groups", label="groups of the earlier people", value=first.k, unit="score", n=n, method=METHOD
    )
    return SegmentDriftResult(
        figures=(figure,), period=_covered(asked), before=asked.before, after=asked.after, verdict="no groups"
    )


def _worst(verdicts: Sequence[Verdict]) -> Overall:
    """The worst verdict; unsteady only where no segment is anything else."""
    return next((verdict for verdict in _WORST if verdict in verdicts), "unsteady")


def _agrees(drift: Drift) -> bool:
    """Whether groups of the later people agree with the earlier ones as those of two halves of the earlier do."""
    chance = drift.holding.earlier.rand
    return bool(drift.holding.later.rand.mean() >= min(float(chance.min()), 1.0) - _AGREES * float(chance.std()) - 0.05)


def _indexes(drift: Drift) -> dict[str, Psi]:
    known = [feature.name for feature in drift.first.matrix.features]
    found = {
        feature.name: psi(drift.first.matrix.values[:, place], drift.later.values[:, place])
        for feature in drift.people.features
        for place in [known.index(feature.name)]
    }
    return {name: index for name, index in found.items() if index}


def _courses(drift: Drift, told: Sequence[int]) -> Iterator[SegmentCourse]:
    words = traits(drift.people, drift.label1, drift.first.k)
    for group in told:
        place = group - 1
        again = bool(drift.found.jaccard[place] >= DISSOLVED)
        yield SegmentCourse(segment=group, verdict=drift.verdicts[place], trait=words[place], found_again=again)


def _caveats(asked: Windows, drift: Drift, counts: Flows) -> Iterator[str]:
    yield (
        f"Segments are those of people in {asked.before}, numbered as the likest ones over all days. Who moved may "
        "also have been near a border: what is measured of a person in some days is never quite what they do."
    )
    if asked.milestone:
        yield (
            f"Days before “{asked.milestone}” are left out, since it changed what everybody did; a `split` on that day "
            "compares them."
        )
    if not asked.alike:
        yield (
            f"The windows have {asked.before.days} and {asked.after.days} days: over fewer days people seem to differ "
            "more, which can pass for drift."
        )
    if hidden := drift.first.k - sum(group in counts.before for group in range(1, drift.first.k + 1)):
        which, are = ("A segment", "is") if hidden == 1 else ("Segments", "are")
        yield f"{which} of under {FLOOR} people, or that would give one away, {are} left out."
    yield (
        f"Moves of under {FLOOR} people, and those that would give them away, are not told; counts are rounded to "
        "fives."
    )
