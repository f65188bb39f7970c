"""Worth: the middle amounts that a segment's people pay, and what part of everybody's is theirs.

The middle is a weighted mean of all amounts around the median, so that no amount of a single person is told.
Sources: Harrell & Davis, Biometrika 69 (1982) 635-640; interval: Woodruff, JASA 47 (1952) 635-646, smoothed likewise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.matrix import Feature
from tools.segmentation.segmented import Segmented
from tools.statistics.blocks import block_weights
from tools.statistics.interval import Interval, Z, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DRAWS, _BLOCKS = 500, 500
_MOST_HELD = 0.5
"""Part of a segment's amount that one person may hold before its part of the whole is not told."""


class Worth(NamedTuple):
    """An amount of those who paid any: the middle with its interval here and among everybody, and the part of all.

    `payers` and `everyone` are people who paid, rounded. `part` is none where one person makes up most of it.
    """

    feature: Feature
    payers: int
    middle: float
    interval: Interval
    everyone: int
    everyones: float
    part: float | None
    part_interval: Interval | None


def worths(segmented: Segmented, segment: int, *, seed: int) -> tuple[Worth, ...]:
    """Measure each amount (value, margin) of a segment where 20 of its people, and 20 others, have any."""
    counter, inside = Counter(segmented.matrix.people), segmented.members(segment)
    found = []
    for place, feature in enumerate(segmented.matrix.features):
        if feature.unit != "amount":
            continue
        amounts = segmented.matrix.values[:, place]
        paid = amounts > 0
        if min(counter.count(paid & inside), counter.count(paid & ~inside)) < FLOOR:
            continue
        here, everyone = amounts[paid & inside], amounts[paid]
        part, ends = _part(here, amounts[paid & ~inside], seed=seed)
        middle, everyones = middle_of(here), middle_of(everyone)
        payers = counter.count(paid & inside)
        ends_of_middle = interval_of_middle(here)
        found.append(Worth(feature, payers, middle, ends_of_middle, counter.count(paid), everyones, part, ends))
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


def _part(here: Array, there: Array, *, seed: int) -> tuple[float | None, Interval | None]:
    """Return what part of the whole is here, with its bootstrap interval."""
    if here.max() > _MOST_HELD * here.sum():
        return None, None
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
