"""Agreement: how far two groupings of the same points agree, and which groups of one belong to which of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]


def adjusted_rand(one: Places, other: Places) -> float:
    """Return how far two groupings agree on which points are together, corrected for chance.

    1 is the same groups whatever their numbers, 0 what chance gives, below 0 less than that; 1 where neither groups
    anything, or both put all points into one. Source: Hubert & Arabie, Journal of Classification 2 (1985) 193-218.
    """
    table = _table(one, other)
    together, ones, others = (_pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0)))
    every = len(one) * (len(one) - 1) / 2
    chance = ones * others / every if every else 0.0
    most = (ones + others) / 2
    return 1.0 if most == chance else float((together - chance) / (most - chance))


def jaccards(one: Places, other: Places) -> Array:
    """Return for each group of one grouping and each of the other what they share of what either holds, 0 to 1.

    Source: Hennig, Computational Statistics & Data Analysis 52 (2007) 258-271, who takes the largest of a row as how
    steady a group is: below .5 it dissolves.
    """
    table = _table(one, other)
    either = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    shared: Array = table / either
    return shared


def matched(likeness: Array, *, floor: float) -> list[tuple[int, int]]:
    """Return pairs of a row and a column, each used once, of the largest sum of likeness; none below `floor`.

    Source: Kuhn, Naval Research Logistics Quarterly 2 (1955) 83-97 (the Hungarian method).
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-likeness)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if likeness[i, j] >= floor]


def _table(one: Places, other: Places) -> Array:
    import numpy as np

    width = int(other.max()) + 1
    counts = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width)
    return counts.reshape(-1, width).astype(float)


def _pairs(counts: Array) -> float:
    return float((counts * (counts - 1) / 2).sum())
