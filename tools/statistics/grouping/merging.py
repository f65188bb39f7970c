"""Merging: small groups put together two at a time, those first whose union is the least wider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]


class Tree(NamedTuple):
    """Small groups, and which two were merged at each step, the second into the first."""

    leaves: int
    merges: tuple[tuple[int, int], ...]

    def cut(self, groups: int) -> Places:
        """Return for each small group its group when `groups` are left, numbered from 0 by the first of each."""
        import numpy as np

        found = np.arange(self.leaves, dtype=np.intp)
        for kept, gone in self.merges[: max(0, self.leaves - groups)]:
            found[found == gone] = kept
        return np.unique(found, return_inverse=True)[1].astype(np.intp)


def merged(centres: Array, sizes: Array) -> Tree:
    """Return the tree of merges of groups with these means, (k, d), and sizes, (k,).

    Ward's criterion: the next merge is the one that adds least to the sum of squared distances from group means.
    Source: Ward, JASA 58 (1963) 236-244.
    """
    import numpy as np

    means, weights = np.array(centres, dtype=float), np.array(sizes, dtype=float)
    there = np.ones(len(means), dtype=bool)
    costs = np.full((len(means), len(means)), np.inf)
    for place in range(len(means)):
        costs[place, :place] = _costs(means, weights, place)[:place]
    merges = []
    for _ in range(len(means) - 1):
        gone, kept = (int(i) for i in np.unravel_index(costs.argmin(), costs.shape))  # the lower triangle: kept < gone
        total = weights[kept] + weights[gone]
        means[kept] = (weights[kept] * means[kept] + weights[gone] * means[gone]) / total
        weights[kept], there[gone] = total, False
        merges.append((kept, gone))
        costs[gone], costs[:, gone] = np.inf, np.inf
        fresh = np.where(there, _costs(means, weights, kept), np.inf)
        costs[kept, :kept], costs[kept + 1 :, kept] = fresh[:kept], fresh[kept + 1 :]
    return Tree(len(means), tuple(merges))


def _costs(means: Array, weights: Array, place: int) -> Array:
    apart = ((means - means[place]) ** 2).sum(axis=1)
    costs: Array = weights * weights[place] / (weights + weights[place]) * apart
    return costs
