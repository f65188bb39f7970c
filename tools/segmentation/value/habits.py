"""Habits: how lately and how often people bought, in fifths, and groups of these that call nobody names."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.value.purchases import Purchases

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HABITS = {
    "recent_regular": "bought lately and often",
    "recent_seldom": "bought lately, not often",
    "between": "bought neither lately nor long ago",
    "quiet_regular": "bought often, not lately",
    "quiet_seldom": "bought neither lately nor often",
}
"""Groups by recency and frequency, in the order in which they are told of."""


class Scores(NamedTuple):
    """Fifths of people, 1 to 5: 5 bought last, most often, most. (people,) each."""

    recency: NDArray[np.int64]
    frequency: NDArray[np.int64]
    monetary: NDArray[np.int64]


def scores(bought: Purchases) -> Scores:
    """Score people by recency, frequency and monetary value, each in fifths; those who are alike score alike.

    Source: Hughes, Strategic Database Marketing (1994); ties take the middle of their ranks, where his split at random.
    """
    import numpy as np

    last = np.full(len(bought.people), -np.inf)
    np.maximum.at(last, bought.who, bought.day)
    often = np.bincount(bought.who, minlength=len(bought.people)).astype(float)
    return Scores(fifths(last), fifths(often), fifths(bought.totals()))


def fifths(values: Array) -> NDArray[np.int64]:
    """Return the fifth of each value, 1 for the lowest; equal values share the fifth of their middle rank."""
    import numpy as np

    _, place, alike = np.unique(values, return_inverse=True, return_counts=True)
    middle = ((np.cumsum(alike) - alike / 2) / len(values))[place]
    placed: NDArray[np.int64] = np.minimum((middle * 5).astype(np.int64), 4) + 1
    return placed


def habit_of(scored: Scores) -> NDArray[np.str_]:
    """Return the group of `HABITS` of each person."""
    import numpy as np

    often = scored.frequency >= 4
    recent, quiet = scored.recency >= 4, scored.recency <= 2
    return np.select(
        [recent & often, recent, quiet & often, quiet],
        ["recent_regular", "recent_seldom", "quiet_regular", "quiet_seldom"],
        "between",
    )
