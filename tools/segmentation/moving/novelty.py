"""Novelty: a place among people where there is hardly anybody of the earlier days, and many of the later.

Each person's nearest neighbours among all people of both windows are counted, so many at a time: where the later
window's make nearly all of them, somebody is there who was not before. The surest place is compared with the surest of
the same people with windows swapped at random, so that where nothing changed one case in twenty at most finds any.
Sources: Schilling, JASA 81 (1986) 799-806 (neighbours as a test of two samples); Kulldorff, Communications in
Statistics 26 (1997) 1481-1496 (the scan statistic, and why the largest must be compared with the largest).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

SIZES = (15, 20, 30, 45, 65, 100, 140)
"""Numbers of neighbours, the person included, by which a place is looked at."""
SCARCE = 0.25
"""Most that the earlier people may be at a new place, over the later ones there, both as shares of their window."""
SHUFFLES = 199
CHANCE = 0.05
_NEAR = SIZES[0]
_LINKED, _MOSTLY, _ROUNDS = 12, 0.5, 3
_CHUNK = 2_000


class Observed(NamedTuple):
    """Observations of people: where they stand, (n, features), whether in the later window, and whose they are."""

    points: Array
    later: Flags
    person: Places


class New(NamedTuple):
    """People of a new place: which observations, and how seldom chance makes as sure a one."""

    members: Flags
    chance: float


def newest(observed: Observed, *, seed: int, shuffles: int = SHUFFLES) -> New | None:
    """Find the surest new place, and who is there; none where there is no place of so many later people.

    With no shuffles the chance is 1: only who is there is told.
    """
    import numpy as np

    near = neighbours(observed.points, SIZES[-1])
    surest, centre = _surest(near, observed.later)
    if surest <= 0:
        return None
    random = np.random.default_rng([seed, len(observed.later)])
    as_sure = sum(_surest(near, _swapped(observed, random))[0] >= surest for _ in range(shuffles))
    return New(_around(near, observed.later, centre), (1 + as_sure) / (1 + shuffles))


def neighbours(points: Array, most: int) -> Places:
    """Return the nearest observations of each, itself first, in order: (n, at most `most`)."""
    import numpy as np

    most = min(most, len(points))
    squares = (points**2).sum(axis=1)
    found = np.empty((len(points), most), dtype=np.intp)
    for start in range(0, len(points), _CHUNK):
        rows = np.arange(start, min(start + _CHUNK, len(points)))
        far = squares[rows, None] + squares[None] - 2 * points[rows] @ points.T
        far[np.arange(len(rows)), rows] = -1.0
        close = np.argpartition(far, most - 1, axis=1)[:, :most]
        order = np.argsort(np.take_along_axis(far, close, axis=1), axis=1, kind="stable")
        found[rows] = np.take_along_axis(close, order, axis=1)
    return found


def _surest(near: Places, later: Flags) -> tuple[float, int]:
    """Return the largest log-likelihood ratio of a new place around a later person, and that person; 0 for none."""
    import numpy as np

    share = float(later.mean())
    rows = np.flatnonzero(later)
    sizes = np.array([size for size in SIZES if size <= near.shape[1]])
    if not len(sizes) or not 0 < share < 1:
        return 0.0, 0
    there = np.add.accumulate(later[near[rows]], axis=1, dtype=np.int32)[:, sizes - 1]
    before = sizes - there
    new = before * share <= SCARCE * there * (1 - share)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = there * np.log(there / (sizes * share)) + before * np.log(before / (sizes * (1 - share)))
        ratio = np.where(before == 0, there * np.log(1 / share), ratio)
    ratio = np.where(new, ratio, 0.0)
    best = int(ratio.max(axis=1).argmax())
    return float(ratio[best].max()), int(rows[best])


def _swapped(observed: Observed, random: np.random.Generator) -> Flags:
    """Swap the windows of people at random: those of both with one another, those of one among themselves."""
    import numpy as np

    later, person = observed.later.copy(), observed.person
    twice = np.bincount(person)[person] == 2
    swap = (random.random(int(person.max()) + 1) < 0.5)[person]
    later[twice & swap] = ~later[twice & swap]
    later[~twice] = random.permutation(later[~twice])
    return later


def _around(near: Places, later: Flags, centre: int) -> Flags:
    """Return the later people of new places that hang together with a person's by their nearest neighbours.

    And those beside them, most of whose neighbours they are.
    """
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    share = float(later.mean())
    there = later[near[:, :_NEAR]].sum(axis=1)
    new = later & ((near[:, :_NEAR].shape[1] - there) * share <= SCARCE * there * (1 - share))
    new[centre] = True
    ends = near[:, 1 : _LINKED + 1]
    one = np.repeat(np.arange(len(later)), ends.shape[1])
    other = ends.ravel()
    both = new[one] & new[other]
    graph = coo_array((np.ones(int(both.sum())), (one[both], other[both])), shape=(len(later), len(later)))
    _, part = connected_components(graph, directed=False)
    inside = new & (part == part[centre])
    for _ in range(_ROUNDS):
        inside = inside | (later & (inside[near[:, :_NEAR]].mean(axis=1) >= _MOSTLY))
    return np.asarray(inside)
