"""Alarms: spikes of a count as it comes in, each said once, judged by what was known at the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.statistics.baseline import baseline_of_counts
from tools.statistics.seasons import LEVEL_PERIODS, seasons
from tools.statistics.surprise import chance_of_more

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

CHANCE = 1e-9
"""Chance below which an hour raises an alarm: far below 5 %, since posts come in cascades that no count law knows."""
QUIET_HOURS = 12
"""Hours without surprise after which a new one is a new event."""
HISTORY_DAYS, FEWEST_HOURS, REFIT_HOURS = 28, 48, 6


def alarms(
    counts: Array, times: NDArray[np.datetime64], *, per_hour: int, chance: float = CHANCE, quiet: int = QUIET_HOURS
) -> list[int]:
    """Return the steps (indexes) that raise an alarm in a series (steps,) of `per_hour` counts an hour.

    At each step the last hour's count is set against the baseline of the 28 days before, fitted anew every 6 hours to
    whole hours; it is surprising where a count so large has at most `chance`. An alarm is the first surprising step
    after `quiet` hours without one. Nothing is said in the first two days, and nothing later than a step is used.
    """
    return raised(chances_as_they_come(counts, times, per_hour=per_hour), per_hour=per_hour, chance=chance, quiet=quiet)


def raised(chances: Array, *, per_hour: int, chance: float, quiet: int) -> list[int]:
    """Return the surprising steps that no other came before within `quiet` hours."""
    import numpy as np

    surprising = np.flatnonzero(chances <= chance)
    gaps = np.diff(surprising, prepend=-quiet * per_hour - 1)
    return [int(step) for step in surprising[gaps > quiet * per_hour]]


def chances_as_they_come(counts: Array, times: NDArray[np.datetime64], *, per_hour: int) -> Array:
    """Return for each step the chance of a last hour so full (steps,); 1 where there is too little history."""
    import numpy as np

    hours = times.astype("datetime64[h]")
    hour_of = (hours - hours[0]).astype(int)
    by_hour = np.bincount(hour_of, counts).astype(float)
    starts = hours[0] + np.arange(len(by_hour))
    due, dispersion = np.zeros(len(by_hour)), np.ones(len(by_hour))
    # The first hour may have begun before the series did.
    for now in range(FEWEST_HOURS + 1, len(by_hour), REFIT_HOURS):
        known, coming = slice(max(1, now - HISTORY_DAYS * 24), now), slice(now, now + REFIT_HOURS)
        slots = seasons(starts[known.start : coming.stop].astype("datetime64[s]"), "hour")
        n = now - known.start
        fit = baseline_of_counts(by_hour[known], [slot[:n] for slot in slots], window=LEVEL_PERIODS["hour"])
        due[coming], dispersion[coming] = fit.ahead([slot[n:] for slot in slots]), fit.dispersion
    last_hour, expected = (_last(steps, per_hour) for steps in (counts, due[hour_of] / per_hour))
    chances = chance_of_more(last_hour, np.maximum(expected, 1e-6), dispersion[hour_of])
    return np.where(hour_of > FEWEST_HOURS + 1, chances, 1.0)


def _last(steps: Array, count: int) -> Array:
    """Sum of the last `count` steps at each step."""
    import numpy as np

    return np.convolve(steps, np.ones(count))[: len(steps)]
