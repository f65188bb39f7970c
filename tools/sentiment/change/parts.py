"""Parts: how much of a change is mix and how much rate, by dimension and group, adding up to the corrected whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.sentiment.change.resampled import Cells, Rates
from tools.statistics.decomposition import Parts, mix_and_rate
from tools.statistics.interval import Interval, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Estimate(NamedTuple):
    """A value with its interval, and as it was before correction."""

    value: float
    interval: Interval
    raw: float

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval.holds(0)


class Dissected(NamedTuple):
    """One dimension: what mix and rate add in all, and by group; parts of groups add up to those of the dimension."""

    mix: Estimate
    rate: Estimate
    group_mix: tuple[Estimate, ...]
    group_rate: tuple[Estimate, ...]


def estimate(value: float, draws: Array, raw: float) -> Estimate:
    """Return an estimate with the percentile interval of its draws."""
    return Estimate(value, percentile_interval(value, draws), raw)


def dissected(cells: Cells, rates: Rates, whole: Rates) -> Dissected:
    """Split the change of the whole over the groups of a dimension."""
    shares = cells.sizes / cells.sizes.sum(axis=0)
    drawn = cells.drawn / cells.drawn.sum(axis=1, keepdims=True)
    value = _parts(shares, rates.value, whole.value)
    raw = _parts(shares, rates.raw, whole.raw)
    draws = _parts(drawn, rates.draws, whole.draws)
    mix, rate = (
        tuple(estimate(float(value[part][i]), draws[part][:, i], float(raw[part][i])) for i in range(len(shares)))
        for part in (0, 1)
    )
    all_mix, all_rate = (
        estimate(float(value[part].sum()), draws[part].sum(axis=1), float(raw[part].sum())) for part in (0, 1)
    )
    return Dissected(all_mix, all_rate, mix, rate)


def _parts(shares: Array, rates: Array, whole: Array) -> Parts:
    """Parts over groups (..., groups, 2) of a whole (..., 1, 2).

    A group too thin in one period is taken to be judged there as in the other, so that its whole part is mix. What
    the groups' corrected rates then lack of the corrected whole is added to all of them alike.
    """
    import numpy as np

    filled = np.where(np.isnan(rates), rates[..., ::-1], rates)
    filled = np.where(np.isnan(filled), whole, filled)
    filled = filled + (whole - (shares * filled).sum(axis=-2, keepdims=True))
    return mix_and_rate(shares=(shares[..., 0], shares[..., 1]), rates=(filled[..., 0], filled[..., 1]))
