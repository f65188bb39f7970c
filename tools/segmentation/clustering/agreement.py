"""Agreement: how far two groupings of the same people are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Labels = NDArray[np.int64]


def crossed(one: Labels, other: Labels, *, rows: int, columns: int) -> Labels:
    """Count people by both labels, shape (rows, columns); who is in no group (-1) in either is left out."""
    import numpy as np

    both = (one >= 0) & (other >= 0)
    counts: Labels = np.bincount(one[both] * columns + other[both], minlength=rows * columns).reshape(rows, columns)
    return counts


def adjusted_rand(one: Labels, other: Labels) -> float:
    """Return the adjusted Rand index: 1 the same groups, 0 as alike as by chance, and a little below.

        (pairs in both - expected) / ((pairs in one + pairs in the other) / 2 - expected)

    with expected = pairs in one x pairs in the other / all pairs; who is in no group (-1) counts as one group more.
    1 where both have all people in one group, or each in one of their own. Source: Hubert & Arabie, Comparing
    partitions, Journal of Classification 2 (1985) 193-218.
    """
    import numpy as np

    rows, columns = one - one.min(), other - other.min()
    counts = crossed(rows, columns, rows=int(rows.max()) + 1, columns=int(columns.max()) + 1)
    both, ours, theirs, pairs = (
        float((sizes * (sizes - 1) // 2).sum())
        for sizes in (counts, counts.sum(axis=1), counts.sum(axis=0), np.array(len(one)))
    )
    expected = ours * theirs / pairs if pairs else 0.0
    most = (ours + theirs) / 2
    return (both - expected) / (most - expected) if most != expected else 1.0


def overlaps(counts: Labels) -> Array:
    """Return the Jaccard similarity of each pair of groups, of counts by both: shared / in either."""
    import numpy as np

    either = counts.sum(axis=1)[:, None] + counts.sum(axis=0)[None, :] - counts
    shared: Array = counts / np.maximum(either, 1)
    return shared


def matched(counts: Labels) -> Labels:
    """Return for each row the column that it is, one to one, so that most people agree; -1 where none is left."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-counts)
    found = np.full(counts.shape[0], -1, dtype=np.int64)
    found[rows] = columns
    return found
