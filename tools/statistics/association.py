"""Association: how much likelier an outcome is where something else holds, crude and within strata.

Observations come in clusters (the posts of one author), so variances are those of independent observations times a
design effect. Strata are what might explain an association away: platforms, weeks.
"""

from __future__ import annotations

from math import exp, isfinite, log, sqrt
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.statistics.interval import CONFIDENCE, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]
    Array = NDArray[np.floating[Any]]

Agreement = Literal["alike", "weaker", "stronger", "vanishes", "appears", "reversed", "unknown"]

_SPARSE = 0.5
"""Added to counts where one of them is 0. Source: Haldane, Annals of Human Genetics 20 (1956)."""
_CHANGED = log(1.2)
"""Change of a ratio's logarithm that is worth telling: by a fifth. Cf. Greenland, AJPH 79 (1989) 340-349."""


class Counts(NamedTuple):
    """Observations with the exposure, those of them with the outcome, and the same without the exposure."""

    n1: int
    x1: int
    n0: int
    x0: int


class Ratio(NamedTuple):
    """A ratio of risks with its 95 % interval, and the chance of one so far from 1 if there is no association."""

    value: float
    interval: Interval
    chance: float

    @property
    def apart(self) -> bool:
        """Whether the interval leaves out 1."""
        return not self.interval.holds(1)


class Difference(NamedTuple):
    """A difference of risks, -1 to 1, with its 95 % interval."""

    value: float
    interval: Interval


class Association(NamedTuple):
    """An exposure and an outcome: counts, clusters on both sides, the measures, and what strata make of them.

    `adjusted` is none where no stratum holds observations of both sides; `compared` is the share of observations in
    strata that do. `effect` is the design effect.
    """

    counts: Counts
    clusters1: int
    clusters0: int
    crude: Ratio
    difference: Difference
    adjusted: Ratio | None
    compared: float
    strata: int
    effect: float

    @property
    def best(self) -> Ratio:
        """The adjusted ratio, else the crude one."""
        return self.adjusted or self.crude

    @property
    def agreement(self) -> Agreement:
        """What becomes of the crude ratio within strata."""
        if self.adjusted is None:
            return "unknown"
        one, other = log(self.crude.value), log(self.adjusted.value)
        if self.crude.apart and self.adjusted.apart and one * other < 0:
            return "reversed"
        if self.crude.apart != self.adjusted.apart:
            return "vanishes" if self.crude.apart else "appears"
        if one * other > 0 and abs(abs(one) - abs(other)) > _CHANGED:
            return "weaker" if abs(other) < abs(one) else "stronger"
        return "alike"


def associated(exposed: Bits, outcome: Bits, clusters: Codes, strata: Codes) -> Association:
    """Measure the association of two bits over observations, all arrays (observations,), codes from 0.

    Both sides need an observation, and the outcome must vary.
    """
    import numpy as np

    counts = _counts(exposed, outcome)
    c = _SPARSE if min(counts.x1, counts.x0) == 0 else 0.0
    x1, n1, x0, n0 = counts.x1 + c, counts.n1 + c, counts.x0 + c, counts.n0 + c
    p1, p0 = x1 / n1, x0 / n0
    theirs = [
        np.bincount(clusters, weights=bits) for bits in (exposed, exposed & outcome, ~exposed, ~exposed & outcome)
    ]
    sides = int((theirs[0] > 0).sum()), int((theirs[2] > 0).sum())
    independent = 1 / x1 - 1 / n1 + 1 / x0 - 1 / n0
    residual = (theirs[1] - p1 * theirs[0]) / (n1 * p1) - (theirs[3] - p0 * theirs[2]) / (n0 * p0)
    used = int(((theirs[0] + theirs[2]) > 0).sum())
    effect = _effect(residual, independent, used)
    plain = p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0
    apart = (theirs[1] - p1 * theirs[0]) / n1 - (theirs[3] - p0 * theirs[2]) / n0
    spread = sqrt(plain * _effect(apart, plain, used))
    freedom = max(min(sides) - 1, 1)
    reach = _quantile(freedom) * spread
    gap = counts.x1 / counts.n1 - counts.x0 / counts.n0
    adjusted, compared, held = _within(exposed, outcome, strata, effect, freedom)
    return Association(
        counts,
        *sides,
        _ratio(p1 / p0, sqrt(independent * effect), freedom),
        Difference(gap, Interval(max(-1.0, gap - reach), min(1.0, gap + reach))),
        adjusted,
        compared,
        held,
        effect,
    )


def e_value(ratio: float) -> float:
    """Return how strongly something unseen must go with both exposure and outcome to explain the ratio away, from 1.

    E = R + sqrt(R (R - 1)), R the ratio or its reciprocal, whichever is above 1.
    Source: VanderWeele & Ding, Annals of Internal Medicine 167 (2017) 268-274.
    """
    above = max(ratio, 1 / ratio)
    return above + sqrt(above * (above - 1))


def _counts(exposed: Bits, outcome: Bits) -> Counts:
    n1, x1, x = int(exposed.sum()), int((exposed & outcome).sum()), int(outcome.sum())
    return Counts(n1, x1, len(exposed) - n1, x - x1)


def _effect(residual: Array, independent: float, clusters: int) -> float:
    """Return how much larger the variance is over clusters, linearised, than over observations; at least 1."""
    if clusters < 2 or independent <= 0:
        return 1.0
    return max(1.0, clusters / (clusters - 1) * float(residual @ residual) / independent)


def _within(
    exposed: Bits, outcome: Bits, strata: Codes, effect: float, freedom: int
) -> tuple[Ratio | None, float, int]:
    """Return the Mantel-Haenszel ratio over strata, the share of observations it compares, and the strata.

    Variance as for sparse strata: Greenland & Robins, Biometrics 41 (1985) 55-68, times the design effect.
    """
    import numpy as np

    size = int(strata.max()) + 1
    n1, x1, n0, x0 = (
        np.bincount(strata, weights=bits, minlength=size)
        for bits in (exposed, exposed & outcome, ~exposed, ~exposed & outcome)
    )
    both = (n1 > 0) & (n0 > 0)
    n1, x1, n0, x0 = n1[both], x1[both], n0[both], x0[both]
    n = n1 + n0
    compared = float(n.sum()) / len(exposed)
    ours, others = float((x1 * n0 / n).sum()), float((x0 * n1 / n).sum())
    if ours <= 0 or others <= 0:
        return None, compared, int(both.sum())
    variance = float(((n1 * n0 * (x1 + x0) - x1 * x0 * n) / n**2).sum()) / (ours * others)
    return _ratio(ours / others, sqrt(max(variance, 0.0) * effect), freedom), compared, int(both.sum())


def _ratio(value: float, spread: float, freedom: int) -> Ratio:
    from scipy.special import stdtr

    if spread <= 0:
        return Ratio(value, Interval(value, value), 1.0)
    reach = _quantile(freedom) * spread
    chance = 2 * float(stdtr(freedom, -abs(log(value)) / spread))
    low, high = log(value) - reach, log(value) + reach
    return Ratio(value, Interval(exp(low), exp(high) if isfinite(high) and high < 700 else float("inf")), chance)


def _quantile(freedom: int) -> float:
    """Return the t quantile of a 95 % interval; few clusters on one side make it wide."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2))
