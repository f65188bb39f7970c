"""Changes: how the size of segments and what their people do changed between two windows, beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import CONFIDENCE
from tools.statistics.keyness import discoveries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.segmentation.moving.standing import Standing

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_FEWEST = 20
"""People a segment needs in both windows for what they do to be compared."""


class Changes(NamedTuple):
    """What changed of each segment 1..k, and whether chance explains it.

    `share1`, `share2`, (k,): of the people of a window; `half`, (k,): half a 95 % interval of their difference.
    `moved`, (k, features): mean of the later less that of the earlier people, in standard deviations within segments,
    with half an interval in `moved_half`; NaN where either window has under 20. `sized` and `shifted` tell which
    changes chance does not explain: 5 % at most of those are expected to be false (Benjamini & Hochberg 1995).
    """

    share1: Array
    share2: Array
    half: Array
    sized: Flags
    moved: Array
    moved_half: Array
    shifted: Flags


def changes(people: Standing, label1: Places, label2: Places, groups: int) -> Changes:
    """Compare segments by who is in them and where those stand; labels are -1 for people who were not there.

    A person who is there in both windows counts in both, and the variance is that over people, so that what makes
    people differ for good is no noise of a change.
    """
    import numpy as np

    n1, n2 = int(people.there1.sum()), int(people.there2.sum())
    share1, share2, half, chances = (np.zeros(groups) for _ in range(4))
    moved, moved_half = (np.full((groups, len(people.features)), np.nan) for _ in range(2))
    moved_chances = np.ones_like(moved)
    within = _within(people, label1, label2, groups)
    for place in range(groups):
        in1, in2 = label1 == place + 1, label2 == place + 1
        share1[place], share2[place] = in1.sum() / n1, in2.sum() / n2
        pulls = (in2 - share2[place] * people.there2) / n2 - (in1 - share1[place] * people.there1) / n1
        half[place], chances[place] = _judged(share2[place] - share1[place], float(pulls @ pulls), min(n1, n2) - 1)
        if min(in1.sum(), in2.sum()) < _FEWEST:
            continue
        mean1, mean2 = people.first[in1].mean(axis=0), people.second[in2].mean(axis=0)
        drawn = (people.second - mean2) * in2[:, None] / in2.sum() - (people.first - mean1) * in1[:, None] / in1.sum()
        for feature, variance in enumerate((drawn**2).sum(axis=0).tolist()):
            by = float(mean2[feature] - mean1[feature])
            reach, moved_chances[place, feature] = _judged(by, variance, int(min(in1.sum(), in2.sum())) - 1)
            moved[place, feature], moved_half[place, feature] = by / within[feature], reach / within[feature]
    sized = np.array(discoveries(chances.tolist()), dtype=bool)
    told = ~np.isnan(moved)
    shifted = np.zeros_like(told)
    if told.any():
        shifted[told] = discoveries(moved_chances[told].tolist())
    return Changes(share1, share2, half, sized, moved, moved_half, shifted)


def _within(people: Standing, label1: Places, label2: Places, groups: int) -> Array:
    """Standard deviation of each feature within segments, over both windows."""
    import numpy as np

    squares, count = np.zeros(len(people.features)), 0
    for points, labels in ((people.first, label1), (people.second, label2)):
        for group in range(1, groups + 1):
            mine = points[labels == group]
            if len(mine) > 1:
                squares += ((mine - mine.mean(axis=0)) ** 2).sum(axis=0)
                count += len(mine) - 1
    spread = np.sqrt(squares / max(count, 1))
    return np.where(spread > 1e-9, spread, 1.0)


def _judged(value: float, variance: float, freedom: int) -> tuple[float, float]:
    """Half a 95 % interval, and the chance of a value so far from 0 if nothing changed (Student's t)."""
    from math import sqrt

    from scipy.special import stdtr, stdtrit

    freedom = max(freedom, 1)
    if variance <= 0:
        return 0.0, 1.0 if value == 0 else 0.0
    spread = sqrt(variance)
    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2)) * spread, 2 * float(stdtr(freedom, -abs(value) / spread))
