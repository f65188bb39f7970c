"""Clustered share: a share of posts whose authors write several, alone and against another share."""

from __future__ import annotations

from math import inf, log, sqrt
from typing import NamedTuple

from tools.statistics.interval import Interval, Z
from tools.statistics.proportion import wilson


class Compared(NamedTuple):
    """A difference, or a log-odds ratio, with its interval."""

    value: float
    interval: Interval


class ClusteredShare(NamedTuple):
    """A share x / n over clusters: the clusters, the two sums, and the sums of squares and products over clusters."""

    clusters: int
    n: float
    x: float
    xx: float
    xn: float
    nn: float

    @property
    def value(self) -> float:
        """Share, 0 to 1; 0 of nothing."""
        return self.x / self.n if self.n else 0.0

    @property
    def effect(self) -> float:
        """Design effect, at least 1: how many posts of clusters tell no more than one post by itself.

        The variance over clusters, linearised, over that of independent posts; infinite for one cluster, which says
        nothing. Source: Kish, Survey Sampling (1965), section 5.4.
        """
        if self.clusters < 2 or not self.n:
            return inf
        r, plain = self.value, self.value * (1 - self.value) / self.n
        if plain <= 0:  # nobody or everybody: what is left is how unevenly clusters write
            return max(1.0, self.nn / self.n)
        squares = max(0.0, self.xx - 2 * r * self.xn + r * r * self.nn)
        return max(1.0, self.clusters / (self.clusters - 1) * squares / self.n**2 / plain)

    def interval(self, *, z: float = Z) -> Interval:
        """Return Wilson's interval on the effective number of posts; 0 to 1 where it is not known."""
        if self.effect == inf:
            return Interval(0.0, 1.0)
        return wilson(self.x / self.effect, self.n / self.effect, z=z)

    def less(self, other: ClusteredShare, *, z: float = Z) -> Compared:
        """Return this share less another of other posts, -1 to 1, with Newcombe's hybrid score interval.

        Source: Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.
        """
        mine, theirs = self.interval(z=z), other.interval(z=z)
        p, q = self.value, other.value
        low = p - q - sqrt((p - mine.low) ** 2 + (theirs.high - q) ** 2)
        high = p - q + sqrt((mine.high - p) ** 2 + (q - theirs.low) ** 2)
        return Compared(p - q, Interval(low, high))

    def log_odds_against(self, other: ClusteredShare, *, z: float = Z) -> Compared | None:
        """Return the log of this share's odds over another's; 0 where they are alike, none where it is not known.

        Half a post is added to each of the four counts of effective posts (Haldane, Annals of Human Genetics 20, 1956);
        the variance is the sum of their reciprocals (Woolf, ibid. 19, 1955).
        """
        if inf in (self.effect, other.effect):
            return None
        mine, theirs = self._odds(), other._odds()
        value = log(mine[0] / mine[1]) - log(theirs[0] / theirs[1])
        half = z * sqrt(sum(1 / count for count in (*mine, *theirs)))
        return Compared(value, Interval(value - half, value + half))

    def _odds(self) -> tuple[float, float]:
        x, n = self.x / self.effect, self.n / self.effect
        return x + 0.5, max(n - x, 0.0) + 0.5
