"""Worth: the middle amounts that a segment's people pay, what part of everybody's is theirs, and their tenure.

The middle is a weighted mean of all amounts around the median, so that no amount of a single person is told.
Sources: Harrell & Davis, Biometrika 69 (1982) 635-640; interval: Woodruff, JASA 47 (1952) 635-646, smoothed likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.describing.used import told_places
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.matrix import Feature
from tools.segmentation.segmented import Segmented
from tools.statistics.blocks import block_weights
from tools.statistics.interval import Interval, Z, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TENURE = "tenure"
_SUMMED = ".monthly"
"""How the names of amounts end that add up over people, so that a part of them is one."""
_DRAWS, _BLOCKS = 500, 500
_MOST_HELD = 0.5
"""Part of a segment's amount that one person may hold before its part of the whole is not told."""


class Worth(NamedTuple):
    """An amount of those who paid any (or a tenure): the middle with its interval here and among everybody.

    `people` and `everyone` are those of whom there is one, rounded; `part` is what part of everybody's amount is
    theirs, with its interval: none for a tenure, and where one person makes up most of it.
    """

    feature: Feature
    people: int
    middle: float
    interval: Interval
    everyone: int
    everyones: float
    part: float | None = None
    part_interval: Interval | None = None


def worths(segmented: Segmented, segment: int, *, seed: int) -> tuple[Worth, ...]:
    """Measure amounts (value, margin) and tenure where 20 people of the segment, and 20 others, have any."""
    counter, inside = Counter(segmented.matrix.people, segmented.placing.segment), segmented.members(segment)
    found = []
    for place in told_places(segmented):
        feature, values = segmented.matrix.features[place], segmented.matrix.values[:, place]
        if feature.unit != "amount" and feature.name != TENURE:
            continue
        has = values > 0
        if min(counter.count(has & inside), counter.count(has & ~inside)) < FLOOR:
            continue
        here, there = values[has & inside], values[has & ~inside]
        one = Worth(
            feature, counter.count(has & inside), middle_of(here), interval_of_middle(here), counter.count(has),
            middle_of(values[has]),
        )  # fmt: skip
        if feature.name.endswith(_SUMMED) and here.max() <= _MOST_HELD * here.sum():
            part, ends = _part(here, there, seed=seed)
            one = one._replace(part=part, part_interval=ends)
        found.append(one)
    return tuple(found)


def middle_of(values: Array, *, at: float = 0.5) -> float:
    """Return the Harrell-Davis estimate of a quantile: the mean of all values, weighed by how likely each is it."""
    import numpy as np
    from scipy.special import betainc

    n = len(values)
    reached = betainc((n + 1) * at, (n + 1) * (1 - at), np.arange(n + 1) / n)
    return float(np.diff(reached) @ np.sort(values))


def interval_of_middle(values: Array) -> Interval:
    """Return the interval of a median: the quantiles that the share below it may be by chance."""
    half = Z * 0.5 / len(values) ** 0.5
    low, high = max(0.5 - half, 0.02), min(0.5 + half, 0.98)
    return Interval(middle_of(values, at=low), middle_of(values, at=high))


def _part(here: Array, there: Array, *, seed: int) -> tuple[float, Interval]:
    """Return what part of the whole is here, with its bootstrap interval."""
    part = float(here.sum() / (here.sum() + there.sum()))
    mine, theirs = _sums(here, seed=seed), _sums(there, seed=seed + 1)
    return part, percentile_interval(part, mine / (mine + theirs))


def _sums(values: Array, *, seed: int) -> Array:
    """Return bootstrap sums of values, put together into at most 500 blocks."""
    import numpy as np

    blocks = min(len(values), _BLOCKS)
    sums = np.bincount(np.arange(len(values)) % blocks, weights=values, minlength=blocks)
    weights = block_weights(blocks, draws=_DRAWS, seed=seed)
    drawn: Array = (weights / weights.mean(axis=1, keepdims=True)) @ sums
    return drawn
