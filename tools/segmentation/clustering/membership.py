"""Membership: how sure it is that a person belongs to a group.

The probability is the mean over groups found anew in random halves of the people (bagging), each matched to the groups
of all: it holds both how near a person lies to the border and how well the border itself is known.

    tier A   .9 and more: nearly always placed alike     tier B   .6 to .9     tier C   under .6: between groups
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.clustering.agreement import crossed, matched
from tools.segmentation.clustering.algorithms import ALGORITHMS
from tools.segmentation.clustering.choosing import Choice
from tools.segmentation.clustering.clouds import Clouds
from tools.segmentation.clustering.stability import halves
from tools.segmentation.segmented import Placing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SURE, LIKELY = 0.9, 0.6
"""Least confidence of tier A and of tier B."""
_TIMES = 12
_OUTSIDE = 0.995
"""Share of members of a dense group within whose distance others are placed in it too."""


class Membership(NamedTuple):
    """Places people among groups; group 0 is the largest."""

    found: tuple[Clouds, ...]
    """The same groups as they were found over and over, in the same order."""
    reach: float | None
    """Squared distance in variances beyond which a person is in no group; none: everybody is in one."""

    def chances(self, points: Array) -> Array:
        """Return the probability of each group for each person, shape (people, k)."""
        import numpy as np

        total: Array = np.mean([each.chances(points) for each in self.found], axis=0)
        return total

    def placing(self, points: Array) -> Placing:
        """Return the likeliest segment of each person, from 1, and its probability; 0 for those in none."""
        import numpy as np

        chances = self.chances(points)
        segment, confidence = chances.argmax(axis=1).astype(np.int64) + 1, chances.max(axis=1)
        if self.reach is not None:
            away = np.min([each.distances(points).min(axis=1) for each in self.found], axis=0) > self.reach
            segment, confidence = np.where(away, 0, segment), np.where(away, 0.0, confidence)
        return Placing(segment, confidence)


def membership(points: Array, choice: Choice, seed: int) -> Membership:
    """Work out memberships in the groups of a choice (which has some), the largest first."""
    import numpy as np

    found = choice.found
    if found is None or found.clouds is None:
        raise ValueError("There are no groups to be a member of.")
    if choice.algorithm == "hdbscan":
        inside = found.labels >= 0
        reach = float(np.quantile(found.clouds.distances(points[inside]).min(axis=1), _OUTSIDE))
        return _largest_first(Membership((found.clouds,), reach), points)
    again = []
    random = np.random.default_rng([seed, len(points)])
    for number, rows in enumerate(halves(len(points), random, _TIMES)):
        one = ALGORITHMS[choice.algorithm](points[rows], choice.k, seed + 1 + number)
        if one.k == found.k and one.clouds is not None:
            counts = crossed(found.labels[rows], one.labels, rows=found.k, columns=one.k)
            again.append(one.clouds.ordered(matched(counts)))
    return _largest_first(Membership(tuple(again) or (found.clouds,), None), points)


def _largest_first(members: Membership, points: Array) -> Membership:
    import numpy as np

    sizes = np.bincount(members.placing(points).segment, minlength=len(members.found[0].weights) + 1)[1:]
    order = np.lexsort((members.found[0].centres[:, 0], -sizes))
    return members._replace(found=tuple(each.ordered(order) for each in members.found))
