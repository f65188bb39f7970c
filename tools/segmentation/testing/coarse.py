"""Coarse: figures about people with as many digits as tell of the group, and not of one person in it.

Rates are of exact counts, so that tests are right, but an exact rate gives its counts away: 11/68 to twelve digits can
only be 33 of 204. To a tenth of a point it can be some ten pairs of counts.
"""

from __future__ import annotations

from math import floor, isfinite, log10

from tools.figure import Unit
from tools.statistics.interval import Interval

LEAST_CHANCE = 0.0001
_PLACES = 3


def coarse(value: float, unit: Unit) -> float:
    """Round a share to a tenth of a point and anything else to three significant digits."""
    return round(value, _PLACES) if unit in ("share", "share_change") else _significant(value, 3)


def ends(interval: Interval | None, unit: Unit) -> dict[str, float]:
    """Return the ends of an interval as a figure takes them; nothing where there is none or it is unbounded."""
    if interval is None or not (isfinite(interval.low) and isfinite(interval.high)):
        return {}
    return {"low": coarse(interval.low, unit), "high": coarse(interval.high, unit)}


def coarse_chance(chance: float) -> float:
    """Round a chance to two significant digits, not below one in ten thousand."""
    return max(LEAST_CHANCE, _significant(chance, 2))


def _significant(value: float, digits: int) -> float:
    return round(value, digits - 1 - floor(log10(abs(value)))) if value else 0.0
