"""Swing: the largest rise or fall of net sentiment between two periods, told from the many that chance makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from tools.statistics.interval import CONFIDENCE, Interval, Z, percentile_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

MOST = 60
"""Periods that are compared with each other, the latest; of more, every pair costs more than it tells."""
_NODES = [NormalDist().inv_cdf((place + 0.5) / 20) for place in range(20)]
"""Twenty equally likely values of a standard normal."""
_READINGS, _SIMULATED = 250, 4000


class Swing(NamedTuple):
    """The level of a later period less that of an earlier one, with an interval that holds for all pairs together."""

    start: date
    end: date
    value: float
    interval: Interval
    pairs: int


def swing(starts: Sequence[date], values: Array, misread: Array, sampling: Array, *, seed: int = 0) -> Swing | None:
    """Return the largest change between two of the periods that is beyond chance; none where none is.

    `values` are levels, shape (periods,); `misread` the same for each way in which the reader may err, (draws,
    periods); `sampling` their standard errors of sampling, (periods,). However the reader errs it errs in all periods,
    so a fall that every draw shows is one, even where nobody knows how deep. Sampling is allowed for in all pairs at
    once: its error is taken as many times as the largest of all pairs' has in 95 of 100 draws (single-step max-t;
    Hothorn, Bretz & Westfall, Biometrical Journal 50 (2008) 346-363).
    """
    import numpy as np

    starts, values, misread, sampling = starts[-MOST:], values[-MOST:], misread[:, -MOST:], sampling[-MOST:]
    earlier, later = np.triu_indices(len(starts), k=1)
    if not len(earlier):
        return None
    spread = np.maximum(np.sqrt(sampling[earlier] ** 2 + sampling[later] ** 2), 1e-9)
    errors = np.random.default_rng(seed).normal(size=(_SIMULATED, len(starts))) * sampling
    largest = (np.abs(errors[:, later] - errors[:, earlier]) / spread).max(axis=1)
    widened = float(np.quantile(largest, CONFIDENCE)) / Z * spread
    read = misread[:: max(len(misread) // _READINGS, 1)]
    changes = values[later] - values[earlier]
    best: Swing | None = None
    for at in np.argsort(-np.abs(changes), kind="stable"):
        mixed = (read[:, later[at]] - read[:, earlier[at]])[:, None] + widened[at] * np.asarray(_NODES)
        interval = percentile_interval(float(changes[at]), mixed.ravel())
        if not interval.holds(0):
            best = Swing(starts[earlier[at]], starts[later[at]], float(changes[at]), interval, len(earlier))
            break
    return best
