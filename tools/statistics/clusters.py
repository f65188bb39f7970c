"""Clusters: shares of a whole whose observations come in clusters, as the posts of one author do."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from tools.statistics.interval import Interval, simultaneous_z
from tools.statistics.proportion import wilson


class ClusteredCounts(NamedTuple):
    """Counts of k kinds over clusters: their sums, the sums over clusters of products of counts, and the clusters."""

    totals: Sequence[float]
    products: Sequence[Sequence[float]]
    clusters: int

    @property
    def whole(self) -> float:
        """Sum of all counts."""
        return sum(self.totals)

    def share(self, kind: int) -> float:
        """Share of a kind in the whole, 0 to 1."""
        return self.totals[kind] / self.whole

    def share_interval(self, kind: int) -> Interval:
        """Return the interval of one share; those of all k kinds hold together with 95 % confidence.

        Wilson's interval at Goodman's level, on the count divided by the design effect: how much larger the variance
        between clusters is than that of single observations. One cluster alone says nothing: 0 to 1.
        Sources: Goodman, Technometrics 7 (1965); Kish, Survey Sampling (1965), section 5.4.
        """
        if self.clusters < 2:
            return Interval(0.0, 1.0)
        p = self.share(kind)
        plain = p * (1 - p) / self.whole
        effect = max(1.0, self._variance(kind, None) / plain) if plain else 1.0
        return wilson(self.totals[kind] / effect, self.whole / effect, z=simultaneous_z(len(self.totals)))

    def lead(self, kind: int, other: int) -> Interval:
        """Return the interval of one share less another, at the level that holds for all pairs together."""
        if self.clusters < 2:
            return Interval(-1.0, 1.0)
        one, two = self.share(kind), self.share(other)
        plain = (one + two - (one - two) ** 2) / self.whole
        k = len(self.totals)
        half = simultaneous_z(k * (k - 1) // 2) * sqrt(max(plain, self._variance(kind, other)))
        return Interval(one - two - half, one - two + half)

    def _variance(self, kind: int, other: int | None) -> float:
        """Variance of a share, or of one less another, linearised over clusters."""
        signs = [float(i == kind) - float(i == other) for i in range(len(self.totals))]
        value = sum(sign * total for sign, total in zip(signs, self.totals, strict=True)) / self.whole
        residual = [sign - value for sign in signs]
        squares = sum(
            residual[i] * residual[j] * product for i, row in enumerate(self.products) for j, product in enumerate(row)
        )
        return self.clusters / (self.clusters - 1) * squares / self.whole**2
