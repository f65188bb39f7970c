"""Drift: segments of one window followed into the next, and a verdict on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.segmentation.asked import Definition
from tools.segmentation.features.defaults import default_features
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.moving.changes import Changes, changes
from tools.segmentation.moving.holding import Holding, Method, People, holding, regrouped
from tools.segmentation.moving.overlap import Overlap, overlap
from tools.segmentation.moving.standing import Standing, aligned, spread_over, standing
from tools.segmentation.segmented import Segmented
from tools.statistics.grouping import adjusted_rand

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

Verdict = Literal["stable", "drifting", "dissolving", "unsteady"]

HOLDS, GONE = 0.6, 0.5
"""Mean Jaccard under which a segment of the earlier people is not to be trusted (Hennig 2007); share of tries on the
later people under which it is gone."""
SIZE_STEP, MOVE_STEP = 0.2, 0.3
"""What counts as a change, beyond chance: a fifth of the size, three tenths of a standard deviation of a feature."""
_HALVED, SCATTERED = 0.5, 1.75
"""A segment dissolves where it is surely under half its size, or its people lie so many times as far apart."""
_FEWEST = 20


class Drift(NamedTuple):
    """An earlier segmentation, and what became of it.

    `label1`, `label2`: the earlier segment of each of `people` in each window, -1 where they were not there. `rand`:
    how well the later people grouped by themselves, into as many groups by the same method, agree with the earlier
    segments they fall into; `found`: which of those groups is which segment. `wider`: how many times as far from their
    middle the later people of each segment lie, (k,), 1 where either are under 20.
    """

    first: Segmented
    later: Matrix
    people: Standing
    label1: Places
    label2: Places
    rand: float
    found: Overlap
    holding: Holding
    changes: Changes
    wider: Array
    verdicts: tuple[Verdict, ...]


def drifted(first: Segmented, second: Matrix) -> Drift:
    """Place people of another window in the groups of the first, and judge what became of these.

    What people do is compared by the features that they were grouped by. The first must have two groups or more.
    """
    import numpy as np

    later = aligned(second, first.matrix.features)
    placed = np.asarray(first.groups.place(later).segment, dtype=np.intp)
    people = standing(first.matrix, second, features_of(first.definition, first.matrix))
    label1, label2 = spread_over(first.placing.segment, people.there1), spread_over(placed, people.there2)
    method = Method(first.algorithm, first.k, first.definition.seed)
    sides = (
        People(first.groups.points(first.matrix), np.asarray(first.placing.segment, dtype=np.intp)),
        People(first.groups.points(later), placed),
    )
    again = regrouped(sides[1].points, sides[1].points, method)
    held, wider = holding(*sides, method), _wider(*sides, first.k)
    changed = changes(people, label1, label2, first.k)
    return Drift(
        first=first,
        later=later,
        people=people,
        label1=label1,
        label2=label2,
        rand=adjusted_rand(placed, again),
        found=overlap(placed, again, first.k),
        holding=held,
        changes=changed,
        wider=wider,
        verdicts=tuple(_verdict(place, held, changed, float(wider[place])) for place in range(first.k)),
    )


def features_of(definition: Definition, *matrices: Matrix) -> tuple[Feature, ...]:
    """Return the features that people are grouped by: as asked for, or those that tell people of any matrix apart."""
    names = definition.features or tuple(name for matrix in matrices for name in default_features(matrix))
    known = {feature.name: feature for matrix in matrices for feature in matrix.features}
    return tuple(known[name] for name in dict.fromkeys(names))


def _wider(earlier: People, later: People, groups: int) -> Array:
    import numpy as np

    found = np.ones(groups)
    for place in range(groups):
        sides = [side.points[side.segment == place + 1] for side in (earlier, later)]
        if min(len(side) for side in sides) >= _FEWEST:
            before, after = (float(np.median(np.linalg.norm(side - side.mean(axis=0), axis=1))) for side in sides)
            found[place] = after / before if before > 0 else 1.0
    return found


def _verdict(place: int, held: Holding, changed: Changes, wider: float) -> Verdict:
    """Judge one segment.

    dissolving: the later people do not fall into it any more, it is surely under half its size, or those who do fall
    into it are scattered. unsteady: halves of the earlier people do not even show it both, so that nothing can be said.
    drifting: it is there, but larger, smaller or elsewhere, beyond chance and by enough to matter. stable: none of
    these.
    """
    import numpy as np

    before, after = float(changed.share1[place]), float(changed.share2[place])
    if after + changed.half[place] < _HALVED * before and bool(changed.sized[place]):
        return "dissolving"
    if float(held.earlier.jaccard[:, place].mean()) < HOLDS:
        return "unsteady"
    if held.later.found_again[place] < GONE or wider >= SCATTERED:
        return "dissolving"
    resized = bool(changed.sized[place]) and abs(after - before) >= SIZE_STEP * before
    moved = np.abs(np.nan_to_num(changed.moved[place])) >= MOVE_STEP
    return "drifting" if resized or bool((moved & changed.shifted[place]).any()) else "stable"
