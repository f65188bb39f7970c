"""Weighted: shares of a whole whose clusters weigh very unequally, as authors do by their followers.

A few clusters hold most of the weight, so a bootstrap and the normal distribution both promise too much (70 to 90 % of
their intervals held the truth in `evals.influence`). Intervals here are Wilson's on the effective count that the
jackknife's variance between clusters leaves, with Student's t on as many degrees of freedom as clusters really carry
that variance; differences are put together from them (MOVER), with the correlation of the two shares.
Sources: Kish, Survey Sampling (1965); Efron & Stein, Annals of Statistics 9 (1981) 586-596; Satterthwaite, Biometrics
Bulletin 2 (1946) 110-114; Korn & Graubard, Survey Methodology 24 (1998) 193-201; Zou & Donner, Statistics in Medicine
27 (2008) 1693-1702.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import CONFIDENCE, Interval
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_FEWEST_FREEDOM = 1.0
_ALIKE = 1e-12


class Part(NamedTuple):
    """One share: its value, 0 to 1, its interval, and what it would lose without each cluster (clusters,)."""

    value: float
    interval: Interval
    pulls: Array

    def less(self, other: Part) -> Interval:
        """Return the interval of this share less another one of the same clusters, -1 to 1, by MOVER."""
        squares = sqrt(float(self.pulls @ self.pulls) * float(other.pulls @ other.pulls))
        together = float(self.pulls @ other.pulls) / squares if squares > 0 else 0.0
        value = self.value - other.value
        down = _reach(self.value - self.interval.low, other.interval.high - other.value, together)
        up = _reach(self.interval.high - self.value, other.value - other.interval.low, together)
        return Interval(value - down, value + up)


class WeightedShares(NamedTuple):
    """Weight of k kinds in each cluster, shape (clusters, k), none below 0 and not all 0, of so many observations."""

    sums: Array
    observations: float

    @property
    def whole(self) -> float:
        """Sum of all weight."""
        return float(self.sums.sum())

    @property
    def effective(self) -> float:
        """How many clusters of equal weight would tell as much: (sum w)^2 / sum w^2, 1 where one holds all."""
        weight = self.sums.sum(axis=1)
        return self.whole**2 / float(weight @ weight)

    @property
    def heaviest(self) -> float:
        """Share of the cluster that holds most, 0 to 1."""
        return float(self.sums.sum(axis=1).max()) / self.whole

    def part(self, kind: int, *, comparisons: int = 1) -> Part:
        """Return the share of a kind; `comparisons` intervals hold together with 95 % confidence (Bonferroni)."""
        from scipy.special import stdtrit

        clusters, whole = len(self.sums), self.whole
        value = float(self.sums[:, kind].sum()) / whole
        weight = self.sums.sum(axis=1) / whole
        left = 1 - weight
        if clusters < 2 or left.min() < _ALIKE:
            return Part(value, Interval(0.0, 1.0), weight * 0)
        # What the share would lose without the cluster: one that decides it all must not look sure of itself.
        pulls = (self.sums[:, kind] / whole - value * weight) / left
        squares = float(pulls @ pulls)
        plain = value * (1 - value)
        if plain <= _ALIKE or squares <= _ALIKE * plain:  # all alike: how unequally they weigh is all there is
            n, freedom = self.effective, self.effective - 1
        else:
            n = plain / ((clusters - 1) / clusters * squares)
            freedom = squares**2 / float((pulls**2) @ (pulls**2))
        n = min(n, max(self.observations, 1.0))
        tail = (1 - CONFIDENCE) / 2 / max(comparisons, 1)
        t = float(stdtrit(max(freedom, _FEWEST_FREEDOM), 1 - tail))
        found = wilson(value * n, n, z=t)
        return Part(value, Interval(min(found.low, value), max(found.high, value)), pulls)


def _reach(one: float, two: float, together: float) -> float:
    return sqrt(max(one * one + two * two - 2 * together * one * two, 0.0))
