"""Overlap: which group of one grouping is which of another, and how alike they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]


class Overlap(NamedTuple):
    """For each group 1..k of one grouping, the likest group of the other (0: none) and their Jaccard, both (k,)."""

    likest: Places
    jaccard: Array


def overlap(one: Places, other: Places, groups: int) -> Overlap:
    """Compare two groupings of the same people, in which 0 stands for those in no group.

    Jaccard: those in both groups over those in either, 0 to 1; below .5 a group is said to be dissolved. A group that
    nobody is in has 0. Source: Hennig, Computational Statistics & Data Analysis 52 (2007) 258-271.
    """
    import numpy as np

    width = max(int(other.max(initial=0)), 0) + 1
    height = max(groups, int(one.max(initial=0))) + 1
    table = np.bincount(one * width + other, minlength=height * width).reshape(height, width).astype(float)
    either = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    shared = np.divide(table, either, out=np.zeros_like(table), where=either > 0)[1 : groups + 1, 1:]
    if not shared.shape[1]:
        return Overlap(np.zeros(groups, dtype=np.intp), np.zeros(groups))
    best = shared.max(axis=1)
    return Overlap(np.where(best > 0, shared.argmax(axis=1) + 1, 0), best)
