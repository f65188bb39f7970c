"""Stability: do the same groups come back when half of the people are drawn at random and grouped anew?

Half a sample without replacement varies about the whole as a new sample of the same size would (as a bootstrap does),
without counting anybody twice, which density and linkage would take for a group.

Source: Hennig, Cluster-wise assessment of cluster stability, CSDA 52 (2007): a group whose mean Jaccard similarity is
.75 or more is a valid, stable one, from .85 on highly stable, under .6 not to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.clustering.agreement import adjusted_rand, crossed, overlaps
from tools.segmentation.clustering.algorithms import Found

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

TIMES = 10
"""Halves drawn."""
STABLE, VALID = 0.8, 0.75
"""Least mean adjusted Rand index of all groups, and least mean Jaccard similarity of each."""


class Stability(NamedTuple):
    """How well groups come back."""

    agreement: float
    """Mean adjusted Rand index against the groups of all people: 1 the same, 0 as by chance."""
    groups: tuple[float, ...]
    """Mean Jaccard similarity of each group to the most alike one of a half."""

    @property
    def holds(self) -> bool:
        """Whether they come back as a whole, and each of them."""
        return self.agreement >= STABLE and min(self.groups) >= VALID


def halves(n: int, random: np.random.Generator, times: int = TIMES) -> list[Places]:
    """Draw half of n people so many times; sorted rows."""
    import numpy as np

    return [np.sort(random.choice(n, (n + 1) // 2, replace=False)) for _ in range(times)]


def stability(find: Callable[[Array, int], Found], points: Array, whole: Found, drawn: Sequence[Places]) -> Stability:
    """Group each half by `find` (points, number of the half), and compare with the groups of all."""
    import numpy as np

    agreements, alike = [], []
    for number, rows in enumerate(drawn):
        again = find(points[rows], number)
        if again.k < 1:
            agreements.append(0.0)
            alike.append(np.zeros(whole.k))
            continue
        counts = crossed(whole.labels[rows], again.labels, rows=whole.k, columns=again.k)
        agreements.append(adjusted_rand(whole.labels[rows], again.labels))
        alike.append(overlaps(counts).max(axis=1))
    return Stability(float(np.mean(agreements)), tuple(float(each) for each in np.mean(alike, axis=0)))
