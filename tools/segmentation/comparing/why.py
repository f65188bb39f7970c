"""Why: how much of the difference between two groups of people is number, make-up, and how people alike do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.comparing.measures import Measure
from tools.segmentation.comparing.slices import By
from tools.segmentation.disclosure import FLOOR
from tools.statistics.decomposition import mix_and_rate
from tools.statistics.interval import Interval, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

_DRAWS = 400
_ACTIVITY = ("activity", "posts")
"""Measures that slices by how active people are would explain away by what they are."""


class Part(NamedTuple):
    """A part of a difference, with its 95 % interval."""

    value: float
    interval: Interval

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval.holds(0)


class Why(NamedTuple):
    """A difference a person (or post) split over a kind of slice, and of totals the part that is number.

    mix: other kinds of people; rate: people alike do otherwise; both add up to `whole`. `size`, `each`: of the
    difference of totals, how much comes of the number of people and how much of what one brings; none for what does not
    add up.
    """

    by: By
    whole: Part
    mix: Part
    rate: Part
    size: float | None
    each: float | None


def why(measure: Measure, one: Flags, other: Flags, kinds: Mapping[By, Sequence[str]], *, seed: int) -> Why | None:
    """Split the difference over the kind of slice that explains most by mix; none where no kind has two slices.

    A slice counts where both groups have 20 people in it; the rest are put together. Intervals are of people resampled
    by the Bayesian bootstrap (Rubin, Annals of Statistics 9, 1981).
    """
    able = {by: names for by, names in kinds.items() if by != "activity" or measure.name not in _ACTIVITY}
    splits = [split for by, names in able.items() if (split := _split(measure, one, other, by, names, seed))]
    return max(splits, key=lambda split: abs(split.mix.value), default=None)


def _split(measure: Measure, one: Flags, other: Flags, by: By, names: Sequence[str], seed: int) -> Why | None:
    import numpy as np

    known = measure.y > 0
    sides = [other & known, one & known]
    codes = _codes(names, sides)
    if codes is None:
        return None
    random = np.random.default_rng([seed, len(names)])
    shares, rates = [], []
    for side in sides:
        weights = np.vstack([np.ones(int(side.sum())), random.standard_exponential((_DRAWS, int(side.sum())))])
        hot = np.eye(int(codes.max()) + 1)[codes[side]]
        x, y = weights * measure.x[side] @ hot, weights * measure.y[side] @ hot
        shares.append(y / y.sum(axis=1, keepdims=True))
        rates.append(x / y)
    parts = mix_and_rate(shares=(shares[0], shares[1]), rates=(rates[0], rates[1]))
    mix, rate = parts.mix.sum(axis=1), parts.rate.sum(axis=1)
    size = each = None
    if measure.additive:
        n, means = [int(side.sum()) for side in sides], [float((shares[i][0] * rates[i][0]).sum()) for i in (0, 1)]
        size, each = (n[1] - n[0]) * sum(means) / 2, sum(n) / 2 * (means[1] - means[0])
    return Why(by, _part(mix + rate), _part(mix), _part(rate), size, each)


def _codes(names: Sequence[str], sides: Sequence[Flags]) -> NDArray[np.intp] | None:
    """Number the slices that both sides have 20 people of; the rest are one more. None where there are not two."""
    import numpy as np

    labels = np.array(names)
    kept = [name for name in sorted(set(names)) if min(int(((labels == name) & side).sum()) for side in sides) >= FLOOR]
    codes = np.full(len(labels), len(kept), dtype=np.intp)
    for code, name in enumerate(kept):
        codes[labels == name] = code
    rest = [bool(((codes == len(kept)) & side).any()) for side in sides]
    if any(rest) and not all(rest) and kept:
        codes[codes == len(kept)] = len(kept) - 1
    return codes if len(set(codes[sides[0] | sides[1]].tolist())) > 1 else None


def _part(drawn: Array) -> Part:
    value = float(drawn[0])
    return Part(value, percentile_interval(value, drawn[1:]))
