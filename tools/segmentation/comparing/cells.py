"""Cells: a measure of a group of people, with its interval, told so that nobody is singled out."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.comparing.measures import Measure
from tools.segmentation.disclosure import Counter, told
from tools.statistics.interval import CONFIDENCE, Interval
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

_ROUNDING = 2.0
"""Standard deviation of a count that was rounded to fives, about."""


class Cell(NamedTuple):
    """A measure of a group: its value and 95 % interval, how many people it rests on, and its standard error."""

    value: float
    interval: Interval
    n: int
    error: float


class Gap(NamedTuple):
    """A measure of one group less that of another: its interval, and how seldom chance makes so large a one."""

    value: float
    interval: Interval
    n: int
    chance: float


def cells(measure: Measure, groups: Mapping[str, Flags], counter: Counter) -> dict[str, Cell]:
    """Return the measure of each group of a whole that may be told of.

    Left out are groups in which fewer than the floor have what is measured, and others that would give those away.
    """
    known = measure.y > 0
    counts = told({name: counter.count(group & known) for name, group in groups.items() if (group & known).any()})
    return {name: cell(measure, groups[name], n, counter) for name, n in counts.items()}


def cell(measure: Measure, group: Flags, n: int, counter: Counter) -> Cell:
    """Return the measure of one group of `n` people, by a rounded count.

    Shares are of rounded counts, with Wilson's interval and what rounding adds; means and ratios sum(x) / sum(y) are
    linearised over people (Cochran, Sampling Techniques, 1977, section 6.3); figures round them to what is shown.
    """
    import numpy as np

    x, y = measure.x[group & (measure.y > 0)], measure.y[group & (measure.y > 0)]
    if measure.kind == "share":
        count = min(counter.count(group & (measure.y > 0) & (measure.x > 0)), n)
        share, ends, more = count / n, wilson(count, n), _z(n) * _ROUNDING / n
        low, high = (sqrt((share - ends.low) ** 2 + more**2), sqrt((ends.high - share) ** 2 + more**2))
        error = sqrt(max((count + 1) * (n - count + 1) / (n + 2) ** 2, 0.0) / n + (_ROUNDING / n) ** 2)
        return Cell(share, Interval(max(0.0, share - low), min(1.0, share + high)), n, error)
    value = float(x.sum() / y.sum())
    pulls = (x - value * y) / y.sum()
    error = sqrt(len(x) / max(len(x) - 1, 1) * float(np.square(pulls).sum()))
    half = _z(len(x)) * error
    return Cell(value, Interval(value - half, value + half), n, error)


def gap(one: Cell, other: Cell, measure: Measure) -> Gap:
    """Return one group's measure less another's; the groups share nobody.

    Intervals of shares are put together by Newcombe's hybrid score method (Statistics in Medicine 17, 1998, 873-890).
    """
    from scipy.special import stdtr

    value, n = one.value - other.value, min(one.n, other.n)
    error = sqrt(one.error**2 + other.error**2)
    chance = 2 * float(stdtr(max(n - 1, 1), -abs(value) / error)) if error > 0 else (0.0 if value else 1.0)
    if measure.kind == "share":
        low = value - sqrt((one.value - one.interval.low) ** 2 + (other.interval.high - other.value) ** 2)
        high = value + sqrt((one.interval.high - one.value) ** 2 + (other.value - other.interval.low) ** 2)
        return Gap(value, Interval(max(low, -1.0), min(high, 1.0)), n, chance)
    half = _z(n) * error
    return Gap(value, Interval(value - half, value + half), n, chance)


def _z(n: int) -> float:
    """Student's quantile of a 95 % interval."""
    from scipy.special import stdtrit

    return float(stdtrit(max(n - 1, 1), 0.5 + CONFIDENCE / 2))
