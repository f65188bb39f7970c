"""Bridges: how many people stand between tribes, and which tribes are near each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Labels = NDArray[np.int64]
    Array = NDArray[np.float64]

FEWEST = 5
"""Ties below which nobody is said to stand anywhere."""
SPREAD = 0.6


class Between(NamedTuple):
    """Who stands between tribes, and the ties from tribe to tribe; row and column i are the i-th of those told of."""

    bridging: NDArray[np.bool_]
    inside: Array
    """Share of the ties of a tribe's members that stay in it, 0 to 1."""
    by_chance: Array
    """The same if ties fell anywhere, each person keeping as many: the tribe's share of all ends."""
    lifted: Array
    """Ties between two tribes over those by chance, 0 and up; 1 as chance has it."""


def between(whole: csr_array, labels: Labels, told: Sequence[int]) -> Between:
    """Measure what lies between communities (1 and up); `told` are those to give figures of.

    participation = 1 - sum over communities of (ties to it / all ties)²; a person with 5 ties or more stands between
    where it is .6, or 80 % of the most there can be (1 - 1 / communities) where these are few.
    Source: Guimerà & Amaral, Nature 433 (2005) 895-900.
    """
    import numpy as np

    k = int(labels.max())
    degree = np.asarray(whole.sum(axis=1)).ravel()
    squared = whole @ _members(labels, range(1, k + 1))
    participation = 1 - np.asarray(squared.multiply(squared).sum(axis=1)).ravel() / np.maximum(degree, 1) ** 2
    mine = _members(labels, told)
    ends = (mine.T @ (whole @ mine)).toarray()
    sums = degree @ mine
    return Between(
        (participation >= min(SPREAD, 0.8 * (1 - 1 / k))) & (degree >= FEWEST) & (k > 1),
        np.diag(ends) / np.maximum(sums, 1),
        sums / degree.sum(),
        ends * degree.sum() / np.maximum(np.outer(sums, sums), 1e-12),
    )


def _members(labels: Labels, told: Sequence[int]) -> csr_array:
    """Return who is in which community, (people, told), 1 or 0."""
    import numpy as np
    from scipy.sparse import csr_array

    column = np.full(int(labels.max()) + 1, -1)
    column[list(told)] = np.arange(len(told))
    found = column[labels]
    rows = np.flatnonzero(found >= 0)
    return csr_array((np.ones(len(rows)), (rows, found[rows])), shape=(len(labels), len(told)))
