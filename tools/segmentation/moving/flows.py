"""Flows: how many people went from which segment to which, told so that nobody is singled out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import FLOOR, Counter, told

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]

AWAY = -1
"""Stands for people who were not there in a window."""


class Flows(NamedTuple):
    """Rounded counts of people: all in each window, in each segment of each, and from segment to segment.

    Keys are segments, 0 for people in none and -1 for people who were not there. What is not told of is absent.
    """

    n1: int
    n2: int
    before: Mapping[int, int]
    after: Mapping[int, int]
    moves: Mapping[tuple[int, int], int]


def flows(people: tuple[str, ...], label1: Places, label2: Places, groups: int) -> Flows:
    """Count people by the segment they were in, that they came to, and both.

    Groups under the floor are left out, and others with them where their row or column would give them away.
    """
    counter = Counter(people, label1 * (groups + 2) + label2)
    cells = {
        (one, two): counter.count((label1 == one) & (label2 == two))
        for one in range(AWAY, groups + 1)
        for two in range(AWAY, groups + 1)
        if (one, two) != (AWAY, AWAY) and ((label1 == one) & (label2 == two)).any()
    }
    return Flows(
        counter.count(label1 >= 0),
        counter.count(label2 >= 0),
        _sizes(counter, label1, groups),
        _sizes(counter, label2, groups),
        _told(cells),
    )


def _sizes(counter: Counter, labels: Places, groups: int) -> dict[int, int]:
    there = {str(group): labels == group for group in range(groups + 1) if (labels == group).any()}
    sizes = told({name: counter.count(members) for name, members in there.items()})
    return {int(name): n for name, n in sizes.items()}


def _told(cells: Mapping[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Leave out cells under the floor, and more of a row or column that would give away what is left out of it."""
    left = {place for place, n in cells.items() if n < FLOOR}
    settled = False
    while not settled:
        settled = True
        for side, line in [(side, line) for side in (0, 1) for line in sorted({place[side] for place in cells})]:
            row = [place for place in cells if place[side] == line]
            hidden, shown = [place for place in row if place in left], [place for place in row if place not in left]
            if hidden and shown and (len(hidden) == 1 or sum(cells[place] for place in hidden) < FLOOR):
                left.add(min(shown, key=lambda place: (cells[place], place)))
                settled = False
    return {place: n for place, n in cells.items() if place not in left}
