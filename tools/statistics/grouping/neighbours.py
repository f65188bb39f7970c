"""Neighbours: each point moved to the mean of its nearest ones, so that groups draw together and noise averages out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.statistics.grouping.kmeans import centres_of, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]


def drawn_to_neighbours(points: Array, cells: Places, *, near: int, searched: int) -> Array:
    """Return each unit vector's mean with its `near` nearest ones (itself one of them), at length 1; shape as given.

    One step of mean shift on the nearest neighbours. They are sought in the point's cell and the next ones, `searched`
    in all, which makes it quick and leaves few out. Sources: Fukunaga & Hostetler, IEEE Transactions on Information
    Theory 21 (1975) 32-40; cells: Sivic & Zisserman, ICCV 2003.
    """
    import numpy as np

    count = int(cells.max()) + 1
    centres = unit(centres_of(points, cells, count))
    closest = np.argsort(-(centres @ centres.T), axis=1, kind="stable")[:, :searched]
    members = [np.flatnonzero(cells == cell) for cell in range(count)]
    moved = np.empty_like(points)
    for cell in range(count):
        others = np.sort(np.concatenate([members[other] for other in closest[cell]]))
        nearness = points[members[cell]] @ points[others].T
        kept = min(near, len(others))
        found = np.argpartition(-nearness, kept - 1, axis=1)[:, :kept]
        moved[members[cell]] = points[others[found]].mean(axis=1)
    return unit(moved)
