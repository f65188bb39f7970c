"""Find emerging segment: a group of the later days that was not there before, and whether it is worth bothering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tools.base import tool
from tools.figure import Figure
from tools.inputs import Tables
from tools.segmentation.disclosure import FLOOR, is_told
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.moving.drift import features_of
from tools.segmentation.moving.earlier import earlier_segments, within
from tools.segmentation.moving.emerged import Emerged, Sought, emerged
from tools.segmentation.moving.find_asked import (
    METHOD,
    FindEmergingSegmentQuery,
    FindEmergingSegmentResult,
    NewSegment,
)
from tools.segmentation.moving.find_figures import Maker, Seen, contrasts
from tools.segmentation.moving.find_saying import say
from tools.segmentation.moving.standing import Standing, aligned, spread_over, standing
from tools.segmentation.moving.traits import trait
from tools.segmentation.moving.windows import Windows, windows
from tools.segmentation.moving.worth import Base, base_share, people_needed, values_of
from tools.segmentation.segmented import Segmented, Segmenter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

_TOGETHER = 0.5


@tool(
    title="Find an emerging segment",
    toolset="segment",
    needs=(),
    method=METHOD,
    examples=(
        "Which segment is new, and is it big enough to bother?",
        "is there a new group among our customers",
        "find an emerging segment",
        "is a new kind of user showing up since the launch",
        "any hidden persona we have not seen before",
        "who is new among our people that fits no segment",
        "emerging audience",
        "did a new cluster appear",
        "are there people who do not fit any of our segments",
        "which new group is growing",
        "is the new segment large enough to test on",
    ),
    say=say,
    tags=("emerging", "new", "persona discovery", "novelty", "outliers", "cluster"),
)
def find_emerging_segment(
    query: FindEmergingSegmentQuery, tables: Tables, *, segmenter: Segmenter
) -> FindEmergingSegmentResult:
    """Groups of people of later days who stand where hardly anybody stood before: size, traits, and if it is worth it.

    Places are looked for where nearly all of a person's nearest neighbours are of the later days; the surest is
    compared with the surest of the same people with windows swapped at random (one false group in twenty cases at
    most), must be found in halves of the people, and hold 20. What everybody does more of is taken off. Large enough: a
    test of two arms shows the rise asked for in four of five cases. Says so where nothing is new. Raises TooFewPosts
    where either window has too few people, BadRequest where windows overlap or have under 7 days.
    """
    whole = segmenter.matrix(query.definition)
    asked = windows(query, whole.period, tables.facts.milestones)
    before, after = (segmenter.matrix(within(query, days)) for days in (asked.before, asked.after))
    features = features_of(query.definition, whole, after)
    people = standing(before, after, features, blurred=query.seed)
    sought = emerged(people, seed=query.seed)
    make = Maker(people, sought.groups)
    told = [one for one in sought.groups if is_told(make.size(one))]
    base = base_share(after.people, tables, asked.after, query.outcome)
    needed = people_needed(base.share, query.detect)
    first = _segments(segmenter.segmented(query.definition), before) if told else None
    values = values_of(people.people, tables, asked.after) if told else None
    seen = [_seen(number, one, people, after, first, features, values) for number, one in enumerate(told, 1)]
    return FindEmergingSegmentResult(
        figures=(
            *_figures(make, sought, needed=needed, detect=query.detect, base=base),
            *(figure for one in seen for figure in make.of(one)),
        ),
        caveats=tuple(_caveats(asked, sought, told)),
        period=asked.before.model_copy(update={"end": asked.after.end}),
        before=asked.before,
        after=asked.after,
        segments=tuple(_segment(one, people, make, needed) for one in seen),
        outcome=base.outcome,
        ended=sought.ended,
    )


def _segments(whole: Segmented, before: Matrix) -> Segmented:
    return earlier_segments(whole, before) if whole.k > 1 else whole


def _figures(make: Maker, sought: Sought, *, needed: int, detect: float, base: Base) -> Iterator[Figure]:
    yield make.figure("people", "people of the later days", make.n2, "people", make.n2)
    label = "how seldom windows swapped at random show as new a place as the one at which no more groups were found"
    yield make.figure("chance.next", label, sought.chance, "share", make.n2)
    yield make.figure("needed", "people that a test of two arms takes", needed, "people", needed)
    label = "change of a share that such a test must show"
    yield make.figure("detect", label, detect, "share_change", needed)
    label = (
        f"share of the later people with the outcome {base.outcome}" if base.outcome else "share taken for the worst"
    )
    yield make.figure("base", label, base.share, "share", make.n2)


def _seen(
    number: int,
    group: Emerged,
    people: Standing,
    after: Matrix,
    first: Segmented | None,
    features: tuple[Feature, ...],
    values: Array | None,
) -> Seen:
    import numpy as np

    mine = group.members[people.there2]
    others, nearest, moved = ~mine, None, None
    if first is not None and first.k > 1:
        placed = first.groups.place(aligned(after, first.matrix.features)).segment
        nearest = int(np.bincount(placed[mine]).argmax()) or None
        others = (placed == nearest) & ~mine if nearest else others
        moved = _moved(group, people, spread_over(first.placing.segment, people.there1))
    found = contrasts(features, aligned(after, features).values, mine, others)
    return Seen(f"new_{number}", group, nearest, moved, found, values)


def _moved(group: Emerged, people: Standing, before: Places) -> int | None:
    """Return the segment most of whose people, as far as they were there later, are in the group and most of it."""
    import numpy as np

    came = before[group.members]
    came = came[came > 0]
    if len(came) <= _TOGETHER * group.members.sum():
        return None
    most = int(np.bincount(came).argmax())
    stayed = (before == most) & people.there2
    alike = int((came == most).sum())
    return most if alike > _TOGETHER * stayed.sum() and alike > _TOGETHER * group.members.sum() else None


def _segment(seen: Seen, people: Standing, make: Maker, needed: int) -> NewSegment:
    return NewSegment(
        key=seen.key,
        trait=trait(people.features, people.second[people.there2], people.second[seen.group.members]),
        nearest=seen.nearest,
        moved=seen.moved,
        large_enough=make.size(seen.group) >= needed,
    )


def _caveats(asked: Windows, sought: Sought, told: Sequence[Emerged]) -> Iterator[str]:
    yield (
        "What everybody does more or less of is taken off first, by how most people changed; a group is new "
        f"where the earlier people hardly stood. Groups under {FLOOR} people are not told of, and counts are rounded."
    )
    if len(told) < len(sought.groups):
        yield f"A group of under {FLOOR} people is left out."
    if asked.milestone:
        yield (
            f"Days before “{asked.milestone}” are left out, since it changed what everybody did; a `split` on that day "
            "compares them."
        )
    if not asked.alike:
        yield (
            f"The windows have {asked.before.days} and {asked.after.days} days: over fewer days people seem to differ "
            "more, and their outskirts may pass for new."
        )
