"""Contrasts: how the people of each segment differ from everybody, feature by feature, beyond chance."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.describing.used import told_places
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.features.defaults import rank_correlation
from tools.segmentation.matrix import Feature
from tools.segmentation.segmented import Segmented
from tools.statistics.blocks import block_weights
from tools.statistics.interval import Interval, percentile_interval
from tools.statistics.keyness import discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

DRAWS = 500
SMALL = 0.2
"""Standard deviations below which a difference is too small to tell of: Cohen's "small"."""
_SAME, _ENOUGH = 0.7, 2_000
"""Rank correlation from which two features say the same, and people by whom it is told."""
_BLOCKS = 500
"""Blocks of people that are resampled in place of single ones, where a segment has more people than that."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One feature of one segment against everybody.

    `index` is 100 x mean / mean of everybody, with its interval; where the feature can be below 0 it has no index,
    and the interval is that of the difference of means. `apart` is the difference from all others in standard
    deviations (Cohen's d), `stands` whether it is beyond chance among all features of all segments and not small.
    `used` tells whether the segments were made of the feature; `people` of the segment and of `everyone` are those of
    whom it is known, rounded.
    """

    feature: Feature
    segment: int
    index: float | None
    interval: Interval
    mean: float
    base: float
    apart: float
    stands: bool
    used: bool
    people: int
    everyone: int

    @property
    def difference(self) -> float:
        """Mean less the mean of everybody."""
        return self.mean - self.base


def contrasts(segmented: Segmented, used: Collection[str], *, seed: int) -> dict[int, tuple[Contrast, ...]]:
    """Compare each segment with everybody by each feature that is known of 20 of its people and 20 others.

    Intervals are percentiles of 500 bootstrap samples of people, drawn within segments; false discoveries over all
    features of all segments are held to 5 % (Benjamini & Hochberg 1995) by Welch's test against all others. `used` are
    the names of the features that segments were made of.
    Returns segment to contrasts, those farthest apart first.
    """
    numbers, counter = range(1, segmented.k + 1), Counter(segmented.matrix.people, segmented.placing.segment)
    drawn = {number: _resampled(segmented, number, seed=seed) for number in range(segmented.k + 1)}
    everyone = _Drawn(sum(one.sums for one in drawn.values()), sum(one.known for one in drawn.values()))
    tried = [one for number in numbers for one in _tried(segmented, used, number, drawn[number], everyone, counter)]
    standing = discoveries([one.p for one in tried]) if tried else []
    found: dict[int, list[Contrast]] = {number: [] for number in numbers}
    for one, stands in zip(tried, standing, strict=True):
        clear = stands and abs(one.contrast.apart) >= SMALL and not one.contrast.interval.holds(one.nothing)
        found[one.contrast.segment].append(replace(one.contrast, stands=clear))
    return {
        number: tuple(sorted(held, key=lambda one: (-abs(one.apart), one.feature.name)))
        for number, held in found.items()
    }


def distinct(segmented: Segmented, contrasts: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """Return the contrasts that stand without those that say what a clearer one says already.

    Two say the same where the features' ranks among people correlate beyond 0.7, and the segment differs alike.
    """
    kept: list[Contrast] = []
    every = max(1, len(segmented.matrix.people) // _ENOUGH)

    def says_the_same(one: Contrast, other: Contrast) -> bool:
        columns = (segmented.matrix.column(each.feature.name)[::every] for each in (one, other))
        return (one.difference > 0) == (other.difference > 0) and abs(rank_correlation(*columns)) > _SAME

    for one in contrasts:
        if one.stands and not any(says_the_same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


class _Drawn(NamedTuple):
    """Sums of features and how many people they are known of, in bootstrap samples: both (draws, features)."""

    sums: Any
    known: Any


class _Tried(NamedTuple):
    contrast: Contrast
    p: float
    nothing: float
    """What the interval would hold if there were no difference: 100 or 0."""


def _resampled(segmented: Segmented, segment: int, *, seed: int) -> _Drawn:
    import numpy as np

    values = segmented.matrix.values[segmented.members(segment)]
    if not len(values):
        nobody = np.zeros((DRAWS, values.shape[1]))
        return _Drawn(nobody, nobody)
    blocks = min(len(values), _BLOCKS)
    block = np.arange(len(values)) % blocks
    known = ~np.isnan(values)
    sums = np.zeros((2, blocks, values.shape[1]))
    np.add.at(sums[0], block, np.where(known, values, 0.0))
    np.add.at(sums[1], block, known)
    weights = block_weights(blocks, draws=DRAWS, seed=seed + segment)
    return _Drawn(weights @ sums[0], weights @ sums[1])


def _tried(
    segmented: Segmented,
    used: Collection[str],
    segment: int,
    drawn: _Drawn,
    everyone: _Drawn,
    counter: Counter,
) -> list[_Tried]:
    import numpy as np

    members = segmented.members(segment)
    found = []
    for place in told_places(segmented):
        feature = segmented.matrix.features[place]
        values = segmented.matrix.values[:, place]
        known = ~np.isnan(values)
        here, there = values[known & members], values[known & ~members]
        if min(len(here), len(there)) < FLOOR:
            continue
        mean, base = float(here.mean()), float(values[known].mean())
        signed = bool((values[known] < 0).any()) or feature.unit == "net" or base == 0
        with np.errstate(invalid="ignore", divide="ignore"):
            means = drawn.sums[:, place] / drawn.known[:, place]
            bases = everyone.sums[:, place] / everyone.known[:, place]
            draws = means - bases if signed else 100 * means / bases
        value = mean - base if signed else 100 * mean / base
        interval = percentile_interval(value, draws[np.isfinite(draws)])
        contrast = Contrast(
            feature, segment, None if signed else value, interval, mean, base, _apart(here, there), stands=False,
            used=feature.name in used,
            people=counter.count(known & members),
            everyone=counter.count(known),
        )  # fmt: skip
        found.append(_Tried(contrast, _chance(here, there), 0.0 if signed else 100.0))
    return found


def _apart(here: Array, there: Array) -> float:
    """Cohen's d: the difference of means over the pooled standard deviation; 0 where nobody differs."""
    n, m = len(here), len(there)
    pooled = ((n - 1) * here.var(ddof=1) + (m - 1) * there.var(ddof=1)) / (n + m - 2)
    gap = float(here.mean() - there.mean())
    return gap / float(pooled) ** 0.5 if pooled > 0 else (0.0 if gap == 0 else (10.0 if gap > 0 else -10.0))


def _chance(here: Array, there: Array) -> float:
    """How likely chance sets the means so far apart, two-sided (Welch, Biometrika 34, 1947, 28-35)."""
    from scipy.special import stdtr

    one, two = float(here.var(ddof=1)) / len(here), float(there.var(ddof=1)) / len(there)
    gap = abs(float(here.mean() - there.mean()))
    if one + two == 0:
        return 1.0 if gap == 0 else 0.0
    freedom = (one + two) ** 2 / (one**2 / (len(here) - 1) + two**2 / (len(there) - 1))
    return float(2 * stdtr(freedom, -gap / (one + two) ** 0.5))
