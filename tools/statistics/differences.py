"""Differences in differences: what a day changed in one series against another, and what other days would have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import CONFIDENCE, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

FEWEST = 5
"""Days that each side of the event needs."""
_MOST_MEMORY = 0.9


class Windows(NamedTuple):
    """Days on either side of an event: as many before it as after, the first `skipped` of which are left out."""

    length: int
    skipped: int = 0


class Change(NamedTuple):
    """A change with its interval."""

    value: float
    interval: Interval

    @property
    def is_settled(self) -> bool:
        """Whether the interval leaves 0 out."""
        return not self.interval.holds(0)


def stepped(gaps: Array, at: int, windows: Windows, *, comparisons: int = 1) -> Change | None:
    """Return how much a daily series, shape (days,), lies higher after day `at` than before; none for too few days.

    The series is that of one group less that of its control, so that its step is the difference in differences; days
    that are not known are not numbers. Its noise and the memory in it (first order, unbiased by Andrews) are told from
    all days around the level of either side, those skipped aside: days near each other are alike, and errors that
    ignore it find effects where there are none.
    Sources: Bertrand, Duflo & Mullainathan, Quarterly Journal of Economics 119 (2004) 249-275; Andrews, Econometrica
    61 (1993) 139-165.
    """
    import numpy as np

    before, after = _sides(gaps, at, windows)
    if min(len(before), len(after)) < FEWEST:
        return None
    weights = np.zeros(len(gaps))
    weights[before], weights[after] = -1 / len(before), 1 / len(after)
    level = (np.arange(len(gaps)) >= at).astype(np.float64)
    return _contrast(gaps, weights, level[:, None], range(at, at + windows.skipped), comparisons)


def sloped(gaps: Array, at: int, days: int) -> Change | None:
    """Return the slope a day of the series over so many days before day `at`; none for too few days."""
    import numpy as np

    rows = np.arange(max(at - days, 0), at)
    rows = rows[~np.isnan(gaps[rows])]
    if len(rows) < FEWEST:
        return None
    inside = gaps[rows[0] : at]
    days_in = (rows - rows[0]).astype(np.float64)
    centred = days_in - days_in.mean()
    weights = np.zeros(len(inside))
    weights[rows - rows[0]] = centred / (centred @ centred)
    return _contrast(inside, weights, np.arange(len(inside), dtype=np.float64)[:, None], range(0), 1)


def placebos(gaps: Array, at: int, windows: Windows) -> list[float]:
    """Return the same step at every other day whose windows do not reach over the event."""
    reach = windows.length + windows.skipped
    days = [
        day
        for day in range(windows.length, len(gaps) - reach + 1)
        if day + reach <= at or day - windows.length >= at + windows.skipped
    ]
    found = []
    for day in days:
        before, after = _sides(gaps, day, windows)
        if min(len(before), len(after)) >= FEWEST:
            found.append(float(gaps[after].mean() - gaps[before].mean()))
    return found


def _sides(gaps: Array, at: int, windows: Windows) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    import numpy as np

    before = np.arange(max(at - windows.length, 0), at)
    after = np.arange(at + windows.skipped, min(at + windows.skipped + windows.length, len(gaps)))
    return before[~np.isnan(gaps[before])], after[~np.isnan(gaps[after])]


def _contrast(gaps: Array, weights: Array, columns: Array, skipped: range, comparisons: int) -> Change:
    """Return a weighted sum of days, with the error that noise of first-order memory around the columns gives it."""
    import numpy as np
    from scipy.special import stdtrit

    known = ~np.isnan(gaps)
    known[list(skipped)] = False
    value = float(weights[~np.isnan(gaps)] @ gaps[~np.isnan(gaps)])
    days = np.flatnonzero(known)
    design = np.column_stack([np.ones(len(days)), columns[days]])
    left = np.eye(len(days)) - design @ np.linalg.pinv(design)
    residuals = left @ gaps[days]
    freedom = max(len(days) - design.shape[1], 1)
    memory = _memory(residuals)
    alike = memory ** np.abs(days[:, None] - days[None, :])
    noise = float(residuals @ residuals) / max(float(np.trace(left @ alike)), 1e-12)
    spread = np.sqrt(max(noise * float(weights[days] @ alike @ weights[days]), 0.0))
    tail = (1 - CONFIDENCE) / 2 / comparisons
    half = float(stdtrit(max(freedom * (1 - memory) / (1 + memory), 2.0), 1 - tail)) * float(spread)
    return Change(value, Interval(value - half, value + half))


def _memory(residuals: Array) -> float:
    """Correlation of a day with the next, 0 to 0.9, rid of the bias that few days and a fitted level give it."""
    squares = float(residuals @ residuals)
    if squares <= 0:
        return 0.0
    plain = float(residuals[1:] @ residuals[:-1]) / squares
    return min(max(0.0, plain + (2 + 3 * plain) / len(residuals)), _MOST_MEMORY)
