"""Late: who was assigned too late to be followed, in waves of many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tools.segmentation.disclosure import FLOOR, Counter

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]


def too_late(within_days: int | None, rows: pa.Table, end: datetime) -> tuple[Bits, int]:
    """Return who was assigned too late to be followed (for so many days, if asked), and their rounded number.

    People come and go in waves of `FLOOR` or more: one day more or less never adds or drops a handful.
    """
    import numpy as np

    limit = end - timedelta(days=within_days or 0)
    since = rows["since"].to_pylist()
    last = _waves(since)
    late = np.asarray([at is not None and last[at.date()] > limit for at in since], dtype=bool)
    return late, Counter(tuple(rows["user_id"].to_pylist())).count(late)


def _waves(since: Sequence[datetime | None]) -> dict[date, datetime]:
    """Return for each day of assignment the last time of its wave: days that belong together, from the first on."""
    days: dict[date, list[datetime]] = {}
    for at in sorted(at for at in since if at is not None):
        days.setdefault(at.date(), []).append(at)
    waves: list[list[date]] = []
    size = FLOOR
    for day, times in days.items():
        if size >= FLOOR:
            waves.append([])
            size = 0
        waves[-1].append(day)
        size += len(times)
    if size < FLOOR and len(waves) > 1:
        rest = waves.pop()
        waves[-1] += rest
    return {day: days[wave[-1]][-1] for wave in waves for day in wave}
