"""Staying: how much of a period people were there to do things, and how they wind down before they leave.

Who came or left half way did half as much, and who is about to leave does less from week to week: neither says what
sort of user they were. Rates are therefore counted per week that a person was there, each day of a leaver's weighing
as much as leavers are active so many days before they go, learnt from all leavers together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Days = NDArray[np.int64]

FEWEST = 20
"""Leavers below which no winding down is learnt: each day until they left counts whole."""
LEAST = 0.1
"""Share of the period that a stay counts for at least: rates of a few days would be noise."""

_NEAR = 0.75
"""Share of what leavers could do that lies nearest to their leaving; the rest is long before."""


class Stay(NamedTuple):
    """From when to when people were there: days of the period, from 0, both included. Shape (people,) each."""

    first: Days
    last: Days
    left: NDArray[np.bool_]
    """Whether they left on the last one; else it is the period's last day."""

    @property
    def days(self) -> Days:
        """How many days they were there."""
        return self.last - self.first + 1


class Done(NamedTuple):
    """What people did, in sums over people that tell which days offered how much to do."""

    used: Array
    """By those who stayed, of each kind, shape (kinds, days)."""
    anything: Array
    """By those who stayed, of all kinds, shape (days,)."""
    before: Array
    """By leavers, of all kinds, so many days before they left, shape (days,)."""


def stays(done: Done, stay: Stay, weights: Array) -> Array:
    """Return the share of the period's chances to do something of each kind that each person had.

    Shape (people, kinds), from `LEAST` to 1; 1 for those who were there throughout. A count divided by it is what the
    person would have come to by staying. Chances of a kind fall on days as those who stayed used them, so that days
    before a launch count for nothing it brought. `weights` (days,) are what a day's doings count.
    """
    import numpy as np

    total = (done.used * weights).sum(axis=1, keepdims=True)
    chances = np.where(total > 0, done.used * weights / np.maximum(total, 1e-300), weights / weights.sum())
    # Of who was there throughout the share is 1 to the last digit: rates that are alike must not differ by rounding.
    until = np.concatenate([np.zeros((len(chances), 1)), chances.cumsum(axis=1)], axis=1)
    shares = (until[:, stay.last + 1] - until[:, stay.first]).T
    shares[stay.days == done.used.shape[1]] = 1.0
    if stay.left.any():
        fading = winding_down(done, stay)
        spans = np.stack([stay.first[stay.left], stay.last[stay.left]], axis=1)
        pairs, which = np.unique(spans, axis=0, return_inverse=True)
        faded = np.array([chances[:, a : b + 1] @ fading[: b - a + 1][::-1] for a, b in pairs])
        shares[stay.left] = faded[which.ravel()]
    clipped: Array = np.clip(shares, LEAST, 1)
    return clipped


def winding_down(done: Done, stay: Stay) -> Array:
    """Return how active leavers are so many days before they leave, as a share of what they were long before.

    Shape (days,), never falling, 1 from some day on: isotonic regression (Barlow et al. 1972) of what they did on what
    people who stay do on the same days. All ones below `FEWEST` leavers.
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    days, gone = len(done.anything), stay.left
    usual = done.anything / max(int((~gone).sum()), 1)
    expected = np.zeros(days)
    for first, last in zip(stay.first[gone], stay.last[gone], strict=True):
        expected[: last - first + 1] += usual[first : last + 1][::-1]
    seen = np.flatnonzero(expected > 0)
    if gone.sum() < FEWEST or not len(seen):
        return np.ones(days)
    ratio = done.before[seen] / expected[seen]
    far = np.searchsorted(np.cumsum(expected[seen]), expected[seen].sum() * _NEAR)
    long_before = max(done.before[seen][far:].sum() / expected[seen][far:].sum(), 1e-9)
    risen = IsotonicRegression(increasing=True).fit(seen, ratio, sample_weight=expected[seen])
    shape: Array = np.minimum(risen.predict(np.arange(days)) / long_before, 1)
    return shape
