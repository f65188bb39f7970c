"""Moving: in which tier people of the first half of a period are in its second half."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.value.concentration import places_of
from tools.segmentation.value.purchases import Purchases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]
    Array = NDArray[np.float64]

NOTHING = 0


class Moved(NamedTuple):
    """Tiers by half, (people,): 1 for the top, 0 for who bought nothing in it."""

    first: Labels
    second: Labels


def moved(bought: Purchases, cuts: Sequence[float]) -> Moved:
    """Return each person's tier in the first half of the period's days and in the second, by what they bought there."""
    half = bought.days / 2
    early = bought.day < half
    return Moved(*(tiers_of(bought.totals(part), cuts) for part in (early, ~early)))


def tiers_of(totals: Array, cuts: Sequence[float]) -> Labels:
    """Return tiers (people,) from 1 for the top, of those who brought anything; 0 for others. Ties go by place."""
    import numpy as np

    tiers = np.zeros(len(totals), dtype=np.int64)
    buyers = np.flatnonzero(totals > 0)
    order = buyers[np.argsort(-totals[buyers], kind="stable")]
    tiers[order] = np.repeat(np.arange(1, len(cuts) + 1), places_of(len(order), cuts))
    return tiers
