"""K-means on the sphere: unit vectors put into the group whose centre they make the smallest angle with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

_ROUNDS = 30
_STILL = 0.001
"""Share of points that may still move when a grouping is taken as found."""
_TRIALS = 3
_NOTHING = 1e-9


def spherical_kmeans(points: Array, groups: int, *, seed: int) -> Places:
    """Return the group of each point, 0 up to at most `groups` - 1, none empty; points are (n, d), of length 1.

    Starts as k-means++ with three trials a centre. Sources: Dhillon & Modha, Machine Learning 42 (2001) 143-175;
    Arthur & Vassilvitskii, SODA 2007. Raises ValueError for more groups than points.
    """
    import numpy as np

    if not 1 <= groups <= len(points):
        raise ValueError(f"{len(points)} points cannot be put into {groups} groups.")
    centres = points[_starts(points, groups, seed)]
    labels = np.full(len(points), -1, dtype=np.intp)
    for _ in range(_ROUNDS):
        nearest = (points @ centres.T).argmax(axis=1)
        moved = float((nearest != labels).mean())
        labels = nearest
        if moved <= _STILL:
            break
        centres = unit(centres_of(points, labels, groups))
    return np.unique(labels, return_inverse=True)[1].astype(np.intp)


def centres_of(points: Array, labels: Places, groups: int) -> Array:
    """Return the mean of each group, shape (groups, d); zeros for an empty one."""
    import numpy as np

    order = np.argsort(labels, kind="stable")
    there, first, sizes = np.unique(labels[order], return_index=True, return_counts=True)
    means = np.zeros((groups, points.shape[1]))
    if len(there):
        means[there] = np.add.reduceat(points[order], first, axis=0) / sizes[:, None]
    return means


def unit(points: Array) -> Array:
    """Return the rows at length 1; a row of zeros, or of what rounding leaves in their place, stays as it is."""
    import numpy as np

    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(lengths > _NOTHING, lengths, 1.0))


def _starts(points: Array, groups: int, seed: int) -> list[int]:
    import numpy as np

    random = np.random.default_rng([seed, groups])
    chosen = [int(random.integers(len(points)))]
    far = np.maximum(0.0, 1 - points @ points[chosen[0]])
    for _ in range(groups - 1):
        total = far.sum()
        odds = far / total if total > 0 else None  # all points lie on centres: any will do
        tried = random.choice(len(points), size=_TRIALS, p=odds)
        left = np.minimum(far[:, None], np.maximum(0.0, 1 - points @ points[tried].T))
        best = int(left.sum(axis=0).argmin())
        chosen.append(int(tried[best]))
        far = left[:, best]
    return chosen
