"""Survival: how long it takes until something happens, where some have waited and not seen it yet."""

from __future__ import annotations

from math import inf, log, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Wait(NamedTuple):
    """The median wait, none where it is not reached, its interval, whose upper end may be infinite, and the counts."""

    median: float | None
    interval: Interval
    n: int
    happened: int


def median_wait(waits: Array, happened: NDArray[np.bool_], counts: Array, *, z: float = Z) -> Wait:
    """Return the Kaplan-Meier median of waits; those that did not happen count as having lasted at least so long.

    `waits`, whether each ended by its happening, and how many waits each stands for have shape (waits,). The interval
    holds the waits at which the survival curve is not told from a half, on the log-log scale. One that nothing ended
    has no median. Sources: Kaplan & Meier, JASA 53 (1958) 457-481; Brookmeyer & Crowley, Biometrics 38 (1982) 29-41.
    """
    import numpy as np

    times = np.unique(waits[happened])
    n, ended = round(float(counts.sum())), round(float(counts[happened].sum()))
    curve, greenwood = 1.0, 0.0
    median, low, high = None, None, inf
    for time in times.tolist():
        at_risk = float(counts[waits >= time].sum())
        events = float(counts[(waits == time) & happened].sum())
        curve *= 1 - events / at_risk
        greenwood += events / (at_risk * (at_risk - events)) if at_risk > events else inf
        if median is None and curve <= 0.5 + 1e-12:
            median = time
        side = _side(curve, greenwood, z)
        if low is None and side <= 0:
            low = time
        if side < 0:
            high = time
            break
    return Wait(median, Interval(low if low is not None else inf, high), n, ended)


def _side(curve: float, greenwood: float, z: float) -> int:
    """Tell whether a survival is surely above a half (1), surely below (-1), or neither (0)."""
    if curve <= 0:
        return -1
    if curve >= 1:
        return 1
    apart = log(-log(curve)) - log(log(2))
    spread = z * sqrt(greenwood) / abs(log(curve))
    return 0 if abs(apart) <= spread else (1 if apart < 0 else -1)
