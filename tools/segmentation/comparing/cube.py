"""Cube: every measure of every segment, each against the rest or against one other, and what stands beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.comparing.cells import Cell, Gap, cell, cells, gap
from tools.segmentation.comparing.measures import Measure
from tools.segmentation.disclosure import Counter, is_told
from tools.statistics.keyness import discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]


class Row(NamedTuple):
    """A measure of all people and of segments, and of each segment less what it is compared with."""

    measure: Measure
    everybody: Cell | None
    cells: dict[int, Cell]
    gaps: dict[int, Gap]
    stands: dict[int, bool]

    def apart(self, *, up: bool) -> tuple[int, ...]:
        """Return the segments above, or below, what they are compared with, beyond chance."""
        return tuple(number for number, one in self.gaps.items() if self.stands[number] and (one.value > 0) == up)


def cube(
    measures: Sequence[Measure], labels: Places, counter: Counter, *, segments: Sequence[int], against: int | None
) -> list[Row]:
    """Compare segments in each measure with all others, or with one; labels: segment of each person, 0 for none.

    `segments` are those that may be told of. Of all differences that stand 5 % at most are expected to be false
    (Benjamini & Hochberg). Measures that can be told of no segment are left out.
    """
    rows = [row for one in measures if (row := _row(one, labels, counter, segments, against)).cells]
    chances = [one.chance for row in rows for one in row.gaps.values()]
    standing = iter(discoveries(chances) if chances else [])
    return [row._replace(stands={number: next(standing) for number in row.gaps}) for row in rows]


def _row(measure: Measure, labels: Places, counter: Counter, segments: Sequence[int], against: int | None) -> Row:
    import numpy as np

    groups = {str(number): labels == number for number in np.unique(labels).tolist()}
    found = {int(name): one for name, one in cells(measure, groups, counter).items() if int(name) in segments}
    known = counter.count(measure.y > 0)
    everybody = cell(measure, measure.y > 0, known, counter) if is_told(known) else None
    gaps = {}
    for number, one in found.items():
        if against is not None:
            if number != against and against in found:
                gaps[number] = gap(one, found[against], measure)
            continue
        others = (labels != number) & (measure.y > 0)
        n = counter.count(others)
        if is_told(n):
            gaps[number] = gap(one, cell(measure, others, n, counter), measure)
    return Row(measure, everybody, found, gaps, {})
