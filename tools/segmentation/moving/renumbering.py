"""Renumbering: segments of some days under the numbers that the likest ones have over all days."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Groups, Placing, Segmented
from tools.statistics.grouping import jaccards, matched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Renumbered(NamedTuple):
    """Groups under other numbers: `numbers[i]` is the new number of segment i, and 0 stays 0."""

    groups: Groups
    numbers: NDArray[np.int64]

    def place(self, matrix: Matrix) -> Placing:
        """Place people as the groups do."""
        placing = self.groups.place(matrix)
        return placing._replace(segment=self.numbers[placing.segment])

    def points(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return people as the groups were found."""
        return self.groups.points(matrix)


def renumbered(segmented: Segmented, whole: Segmented) -> Segmented:
    """Give segments the numbers of those of another segmentation that share most people with them, one to one.

    Segments that share none get the numbers left, in order.
    """
    import numpy as np

    theirs = dict(zip(whole.matrix.people, whole.placing.segment.tolist(), strict=True))
    rows = [row for row, person in enumerate(segmented.matrix.people) if person in theirs]
    mine = segmented.placing.segment[rows].astype(np.intp)
    other = np.array([theirs[segmented.matrix.people[row]] for row in rows], dtype=np.intp)
    numbers = np.zeros(segmented.k + 1, dtype=np.int64)
    if rows:
        # One of each, so that every group has a row and a column.
        mine = np.concatenate([mine, np.arange(segmented.k + 1), np.zeros(whole.k + 1, dtype=np.intp)])
        other = np.concatenate([other, np.zeros(segmented.k + 1, dtype=np.intp), np.arange(whole.k + 1)])
        for one, number in matched(jaccards(mine, other)[1:, 1:], floor=1e-9):
            if number < segmented.k:
                numbers[one + 1] = number + 1
    left = [number for number in range(1, segmented.k + 1) if number not in numbers]
    for place in range(1, segmented.k + 1):
        if not numbers[place]:
            numbers[place] = left.pop(0)
    placing = segmented.placing._replace(segment=numbers[segmented.placing.segment])
    return segmented._replace(placing=placing, groups=Renumbered(segmented.groups, numbers))
