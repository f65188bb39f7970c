"""Stability: whether a feature says the same of people in the second half of a window as in the first.

Sources: Lewis, An Introduction to Credit Scoring (1992), for the population stability index and its bands; Yurdakul &
Naranjo, J. Risk Model Validation 14 (2020), for what chance alone makes of it; Bonett & Wright, Psychometrika 65 (2000)
23-28, for the interval of a rank correlation.
"""

from __future__ import annotations

from datetime import timedelta
from math import atanh, sqrt, tanh
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Period
from tools.segmentation.features.defaults import rank_correlation
from tools.segmentation.matrix import Matrix
from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

Band = Literal["stable", "moved somewhat", "moved", "not known"]

SOMEWHAT, MUCH = 0.1, 0.2
FEWEST = 60
"""People of whom a feature must be known in either half."""
FEWEST_DAYS = 14
_BINS = 10
_CHANCE = 0.99
_HALF = 0.5


class Stability(NamedTuple):
    """How far a feature's distribution moved between two halves, and whether people kept their places in it.

    `psi`, from 0, is the population stability index; `by_chance` what it stays under in 99 of 100 cases where nothing
    moved; `ks` the largest difference of the two distribution functions, 0 to 1; `rank` Spearman's rho over those known
    in both halves, -1 to 1, none below `FEWEST` of them.
    """

    psi: float
    by_chance: float
    ks: float
    rank: float | None
    n_first: int
    n_second: int
    n_both: int

    @property
    def band(self) -> Band:
        """How the index reads; what chance alone could make of it is stable."""
        if self.psi <= max(SOMEWHAT, self.by_chance):
            return "stable"
        return "moved somewhat" if self.psi <= MUCH else "moved"

    @property
    def rank_interval(self) -> Interval | None:
        """The 95 % interval of `rank`."""
        if self.rank is None:
            return None
        middle = atanh(min(max(self.rank, -0.9999), 0.9999))
        half = Z * sqrt((1 + self.rank**2 / 2) / (self.n_both - 3))
        return Interval(tanh(middle - half), tanh(middle + half))


class Halves(NamedTuple):
    """Two periods of as many days, one after the other."""

    first: Period
    second: Period


def halves(period: Period, *, begun: int = 0) -> Halves | None:
    """Cut the days of a period from `begun` on in two of equal length, without the first day where they are odd.

    None below `FEWEST_DAYS` days.
    """
    each = (period.days - begun) // 2
    if 2 * each < FEWEST_DAYS:
        return None
    middle, day = period.end - timedelta(days=each), timedelta(days=1)
    return Halves(
        Period(start=middle - timedelta(days=each) + day, end=middle), Period(start=middle + day, end=period.end)
    )


def stability(name: str, first: Matrix, second: Matrix) -> Stability | None:
    """Compare a feature in two matrices; none where it is known of under `FEWEST` people in either."""
    import numpy as np

    names = [{feature.name for feature in matrix.features} for matrix in (first, second)]
    if not all(name in each for each in names):
        return None
    one, other = first.column(name), second.column(name)
    known = [column[~np.isnan(column)] for column in (one, other)]
    if min(len(column) for column in known) < FEWEST:
        return None
    _, rows, others = np.intersect1d(first.people, second.people, assume_unique=True, return_indices=True)
    both = ~(np.isnan(one[rows]) | np.isnan(other[others]))
    rank = rank_correlation(one[rows], other[others]) if both.sum() >= FEWEST else None
    psi, by_chance = population_stability(*known)
    return Stability(psi, by_chance, largest_gap(*known), rank, len(known[0]), len(known[1]), int(both.sum()))


class Index(NamedTuple):
    """The population stability index, and what it stays under in 99 of 100 cases where nothing moved."""

    psi: float
    by_chance: float


def population_stability(first: Array, second: Array) -> Index:
    """Return the population stability index of two samples, from 0: sum of (q - p) ln(q / p) over ten bins.

    Bins are tenths of the first, fewer where one value fills several. Half a person is added to each bin, so that an
    empty one does not make it infinite. By chance it is (1/n + 1/m) times a chi-square with one degree
    of freedom less than there are bins.
    """
    import numpy as np
    from scipy.special import chdtri

    edges = np.unique(np.quantile(first, np.linspace(0, 1, _BINS + 1)[1:-1]))
    counts = [np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) for values in (first, second)]
    used = counts[0] + counts[1] > 0
    p, q = ((count[used] + _HALF) / (count[used] + _HALF).sum() for count in counts)
    freedom = max(int(used.sum()) - 1, 1)
    by_chance = (1 / len(first) + 1 / len(second)) * float(chdtri(freedom, 1 - _CHANCE))
    return Index(float(((q - p) * np.log(q / p)).sum()), by_chance)


def largest_gap(first: Array, second: Array) -> float:
    """Return Kolmogorov and Smirnov's statistic: the largest difference of two distribution functions, 0 to 1."""
    import numpy as np

    at = np.concatenate([first, second])
    below = [np.searchsorted(np.sort(values), at, side="right") / len(values) for values in (first, second)]
    return float(np.abs(below[0] - below[1]).max())
