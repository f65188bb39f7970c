"""Staying: how much of a period people were there to do things, and how they wind down before they leave.

Who left half way did half as much, and who is about to leave does less from week to week: neither says what sort of
user they were. Rates are therefore counted per week that a person was there, each day of a leaver's weighing as much as
leavers are active so many days before they go, learnt from all leavers together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

FEWEST = 20
"""Leavers below which no winding down is learnt: each day until they left counts whole."""
LEAST = 0.1
"""Share of the period below which a stay is not counted: rates of a few days would be noise."""

_NEAR = 0.75
"""Share of what leavers could do that lies nearest to their leaving; the rest is long before."""


class Done(NamedTuple):
    """What people did, counted by day. All four have one entry for each person, kind and day that has any."""

    person: Places
    """Row of the person, from 0."""
    kind: Places
    """Number of the kind of thing done, from 0."""
    day: Places
    """Day of the period, from 0."""
    n: Array
    """How many times."""


def stays(done: Done, left: Array, *, kinds: int, days: int) -> Array:
    """Return the share of the period's chances to do something of each kind that each person had.

    Shape (people, kinds), from `LEAST` to 1; 1 for those who stayed. A count divided by it is what the person would
    have come to by staying. `left` is each person's last day (from 0), NaN for who stayed. Chances of a kind fall on
    days as those who stayed used them, so that days before a launch count for nothing it brought.
    """
    import numpy as np

    gone = ~np.isnan(left)
    stayed = ~gone[done.person]
    used = np.zeros((kinds, days))
    np.add.at(used, (done.kind[stayed], done.day[stayed]), done.n[stayed])
    totals = used.sum(axis=1, keepdims=True)
    chances = np.where(totals > 0, used / np.maximum(totals, 1), 1 / days)
    fading = winding_down(done, left, used.sum(axis=0) / max(int((~gone).sum()), 1))
    by_day = np.array([chances[:, : last + 1] @ fading[: last + 1][::-1] for last in range(days)])
    shares = np.ones((len(left), kinds))
    shares[gone] = by_day[np.clip(left[gone], 0, days - 1).astype(np.int64)]
    clipped: Array = np.clip(shares, LEAST, 1)
    return clipped


def winding_down(done: Done, left: Array, usual: Array) -> Array:
    """Return how active leavers are so many days before they leave, as a share of what they were long before.

    Shape (days,), never falling, 1 from some day on. `usual` is what people who stay do in a day of the period, for
    days differ. All ones below `FEWEST` leavers.
    """
    import numpy as np
    from sklearn.isotonic import IsotonicRegression

    days, gone = len(usual), ~np.isnan(left)
    if gone.sum() < FEWEST:
        return np.ones(days)
    leaver = gone[done.person]
    before = (left[done.person[leaver]] - done.day[leaver]).astype(np.int64)
    found, expected = np.zeros(days), np.zeros(days)
    np.add.at(found, before[before >= 0], done.n[leaver][before >= 0])
    for last in left[gone].astype(np.int64):
        expected[: last + 1] += usual[: last + 1][::-1]
    seen = np.flatnonzero(expected > 0)
    ratio = found[seen] / expected[seen]
    far = np.searchsorted(np.cumsum(expected[seen]), expected[seen].sum() * _NEAR)
    long_before = max(found[seen][far:].sum() / expected[seen][far:].sum(), 1e-9)
    risen = IsotonicRegression(increasing=True).fit(seen, ratio, sample_weight=expected[seen])
    shape: Array = np.minimum(risen.predict(np.arange(days)) / long_before, 1)
    return shape
