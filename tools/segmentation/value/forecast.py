"""Forecast: what people who bought may bring in the next days, and how such a forecast would have done before."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.value.buying import Histories, buying, spending
from tools.segmentation.value.purchases import Purchases
from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FEWEST_REPEATS = 100
"""Purchases by people who had bought before, in the first two thirds of the period and again in its last third."""
_LEARNT = 2 / 3


class Check(NamedTuple):
    """How the same forecast would have done: made on the first two thirds of the period, held to its last third."""

    expected: float
    came: float
    error: float
    """Mean absolute error a person."""
    naive: float
    """That of the forecast that everybody brings what they brought in as many days before."""
    days: int


class Forecast(NamedTuple):
    """What each person may bring, (people,), how likely they still buy, and how far that has been off."""

    value: Array
    stays: Array
    squares: Array
    """Squared errors of the check, scaled to the days ahead; 0 for who came after it was made."""
    check: Check

    def total(self, chosen: Mask) -> float:
        """Return what chosen people may bring together."""
        return float(self.value[chosen].sum())

    def interval(self, chosen: Mask) -> Interval:
        """Return its 95 % interval: by how much the check was off as a whole, and by how much for each person."""
        total = self.total(chosen)
        off = total * (self.check.expected / self.check.came - 1)
        half = Z * sqrt(float(self.squares[chosen].sum()) + off**2)
        return Interval(max(0.0, total - half), total + half)


def forecast(bought: Purchases, days: int) -> Forecast | None:
    """Forecast what each person brings in the next days; none where repeats are too few to learn from and to check.

    Expected purchases (BG/NBD) times expected value of one (gamma-gamma). People who have not bought yet are not in it.
    """
    import numpy as np

    learnt = round(bought.days * _LEARNT)
    rest = bought.days - learnt
    late = bought.day >= learnt
    first = _first(bought)
    repeats = bought.day > first[bought.who]
    if min(int((repeats & ~late).sum()), int((repeats & late & (first < learnt)[bought.who]).sum())) < FEWEST_REPEATS:
        return None
    then = first < learnt
    guessed = np.zeros(len(bought.people))
    guessed[then] = _expected(_histories(bought, learnt, then), rest)
    came = bought.totals(late) * then
    before = bought.totals(~late & (bought.day >= learnt - rest)) * then
    check = Check(
        float(guessed.sum()),
        float(came.sum()),
        float(np.abs(guessed - came)[then].mean()),
        float(np.abs(before - came)[then].mean()),
        rest,
    )
    if check.came <= 0:
        return None
    everybody = np.ones(len(bought.people), dtype=bool)
    now = _histories(bought, bought.days, everybody)
    squares = (guessed - came) ** 2 * days / rest
    return Forecast(_expected(now, days), buying(now).stays(now), squares, check)


def _expected(known: Histories, days: float) -> Array:
    import numpy as np

    pays = known.mean > 0
    spent = spending(Histories(*(part[pays] for part in known)))
    return np.asarray(buying(known).ahead(known, days) * np.where(pays, spent.mean(known), 0.0))


def _first(bought: Purchases) -> Array:
    import numpy as np

    first = np.full(len(bought.people), np.inf)
    np.minimum.at(first, bought.who, bought.day)
    return first


def _histories(bought: Purchases, until: float, there: Mask) -> Histories:
    """Return what was known of people by a day, of those who had bought before it."""
    import numpy as np

    so_far = bought.day < until
    n = np.bincount(bought.who[so_far], minlength=len(bought.people))[there].astype(float)
    first, last = _first(bought)[there], np.zeros(len(bought.people))
    np.maximum.at(last, bought.who[so_far], bought.day[so_far])
    mean = np.maximum(bought.totals(so_far)[there], 0.0) / n
    return Histories(n - 1, last[there] - first, until - first, mean)
