"""Window: the days over which people are measured, and what a day's doings count."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period
from tools.facts import Facts
from tools.scope import bounds

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

MONTH_DAYS = 365.25 / 12


class Window(NamedTuple):
    """Days of a period in the dataset's time zone, and after how many of them what was done counts half."""

    period: Period
    half_life_days: float | None
    facts: Facts

    @property
    def days(self) -> int:
        """How many days."""
        return self.period.days

    def within(self, rows: ir.Table, at: str) -> ir.Table:
        """Return the rows of the window with their `day`, from 0; `at` is the column of the instant."""
        import ibis

        start, end = bounds(self.period, self.facts)
        inside = rows.filter(rows[at] >= start, rows[at] < end)
        first = ibis.date(self.period.start.isoformat())
        return inside.mutate(day=inside[at].date().delta(first, unit="day").cast("int64"))

    def counts(self, day: ir.IntegerValue) -> ir.FloatingValue:
        """Return what a row of a day counts: 1 on the last, half of that a half-life before."""
        import ibis

        if self.half_life_days is None:
            return ibis.literal(1.0)
        return ((day - (self.days - 1)) * (log(2) / self.half_life_days)).exp()

    def weights(self) -> NDArray[np.float64]:
        """Return what each day counts, shape (days,)."""
        import numpy as np

        age = np.arange(self.days - 1, -1, -1, dtype=np.float64)
        return np.ones(self.days) if self.half_life_days is None else np.exp(-np.log(2) * age / self.half_life_days)
