"""Gain: how many of those sought an audience of a given size holds, and which size is worth taking."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import ASIDE, BASE, FLOOR
from tools.statistics.interval import Interval, Z
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

MOST = 0.5
_STEPS = 100


class Area(NamedTuple):
    """Area under the ROC curve, 0.5 by chance, 1 where all sought rank before all others; with its interval."""

    value: float
    interval: Interval


def order(chances: Array) -> NDArray[np.intp]:
    """Return places of people from the likeliest down; among equals by place."""
    import numpy as np

    return np.argsort(-chances, kind="stable")


def area(chances: Array, chosen: Mask) -> Area:
    """Return the area under the ROC curve with DeLong's interval.

    Source: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837-845, by ranks as in Sun & Xu, IEEE Signal
    Processing Letters 21 (2014) 1389-1393.
    """
    import numpy as np

    sought, others = chances[chosen], chances[~chosen]
    above = (_middle(np.concatenate([sought, others]))[: len(sought)] - _middle(sought)) / len(others)
    below = (_middle(np.concatenate([others, sought]))[: len(others)] - _middle(others)) / len(sought)
    value = float(above.mean())
    half = Z * sqrt(float(above.var(ddof=1)) / len(sought) + float(below.var(ddof=1)) / len(others))
    return Area(value, Interval(max(0.0, value - half), min(1.0, value + half)))


def _middle(values: Array) -> Array:
    """Middle ranks from 1."""
    import numpy as np

    _, place, alike = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(alike) - (alike - 1) / 2)[place], dtype=float)


def share_interval(x: float, n: float) -> Interval:
    """Return the 95 % interval of x of n people, both of them counts as they are told.

    Wilson's, on fewer people: besides chance there is what rounding (within `BASE`) and standing in for a part of the
    people (`ASIDE`) do to both counts.
    """
    p = min(max(x / n, 0.0), 1.0)
    chance = max(p * (1 - p), 1 / n) / n
    told = (2 * ASIDE * max(x, 1.0) * (1 - p) + BASE**2 / 6) / n**2
    return wilson(p * n * chance / (chance + told), n * chance / (chance + told))


def knee(chances: Array, chosen: Mask) -> float | None:
    """Return the size, a share of all people, down to which the next ones taken still beat a random draw twice over.

    Precision of the next people, in steps of a percent (of 20 people at least), is held to fall (isotonic regression)
    and followed until it lies under twice the share of those sought among all, or half-way from there to all where that
    is less. None where it lies below from the start, and no larger than half of all people.
    """
    import numpy as np
    from sklearn.isotonic import isotonic_regression

    n, base = len(chosen), float(chosen.mean())
    step = max(FLOOR, round(n / _STEPS))
    ends = np.arange(step, round(MOST * n) + 1, step)
    if not len(ends):
        return None
    found = np.diff(np.cumsum(chosen[order(chances)])[ends - 1], prepend=0) / step
    good = isotonic_regression(found, increasing=False) >= min(2 * base, (1 + base) / 2)
    return round(float(ends[good][-1]) / n, 2) if good.any() else None


def largest(chances: Array, chosen: Mask, *, precision: float) -> float | None:
    """Return the largest size of which the 95 % interval of precision lies above the one asked for; none if none."""
    import numpy as np

    found = np.cumsum(chosen[order(chances)])
    best = None
    for size in _sizes(len(chosen)):
        taken = round(size * len(chosen))
        if wilson(float(found[taken - 1]), taken).low >= precision:
            best = size
    return best


def _sizes(people: int) -> list[float]:
    """Whole percents of people, from the floor to half of them."""
    percents = (percent / _STEPS for percent in range(1, round(MOST * _STEPS) + 1))
    return [size for size in percents if round(size * people) >= FLOOR]
