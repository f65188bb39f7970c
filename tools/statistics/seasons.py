"""Seasons: which hour of the day and which weekday the periods of a series fall on, where it is long enough to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Every = Literal["hour", "day"]

LEVEL_PERIODS = {"hour": 7 * 24 + 1, "day": 15}
"""How many periods a level is taken from: a whole week of hours, two weeks of days, with the period itself."""
_CYCLES = {"hour": (2, 2), "day": (2, 4)}
"""Days an hour of the day needs, and weeks a weekday needs: two of each, of days four since a day is one number."""


def seasons(starts: NDArray[np.datetime64], every: Every) -> list[NDArray[np.intp]]:
    """Return the slot of each period (its local start) in each season that the series is long enough for.

    Hours have a place in the day from 2 days on and a weekday from 2 weeks on; days have a weekday from 4 weeks on.
    """
    import numpy as np

    days = starts.astype("datetime64[D]")
    span = int((days[-1] - days[0]).astype(int)) + 1 if len(starts) else 0
    enough_days, enough_weeks = _CYCLES[every]
    found: list[NDArray[np.intp]] = []
    if every == "hour" and span >= enough_days:
        found.append(((starts - days).astype("timedelta64[s]").astype(int) // 3600).astype(np.intp))
    if span >= 7 * enough_weeks:
        found.append((days.astype(int) + 3).astype(np.intp) % 7)
    return found
