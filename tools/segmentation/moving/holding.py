"""Holding: whether the groups of one window are found again in another, against how often they are by chance alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.asked import Algorithm
from tools.segmentation.clustering.algorithms import ALGORITHMS
from tools.segmentation.moving.overlap import overlap
from tools.statistics.grouping import adjusted_rand

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

DISSOLVED = 0.5
"""Jaccard below which a group is not found again. Source: Hennig (2007)."""
_ROUNDS = 8
_MOST = 3_000
"""People drawn, at most, for groupings that only tell how far chance reaches."""


class Method(NamedTuple):
    """How people were grouped, which is how they are grouped again."""

    algorithm: Algorithm
    k: int
    seed: int

    def into(self, k: int) -> Method:
        """Return the same with another number of groups."""
        return self._replace(k=k)


class Tries(NamedTuple):
    """Groupings tried: Jaccard of each segment with the likest group, (tries, k), and adjusted Rand of each, (tries,).

    Both are those of groups found without the people that they are looked at on.
    """

    jaccard: Array
    rand: Array

    @property
    def found_again(self) -> Array:
        """Share of tries in which each segment was found again, (k,)."""
        share: Array = (self.jaccard >= DISSOLVED).mean(axis=0)
        return share


class Holding(NamedTuple):
    """How the earlier segments hold among the earlier people themselves, and among the later ones."""

    earlier: Tries
    later: Tries


class People(NamedTuple):
    """People of one window as groups were found, (people, axes), and the earlier segment of each, 0 for none."""

    points: Array
    segment: Places


def holding(earlier: People, later: People, method: Method) -> Holding:
    """Group halves of the people of each window by the method of the earlier segmentation.

    earlier: both halves of the earlier people are grouped, and groups of one are put to the people of the other: what
    chance alone makes of groups that stay. later: half of the later people are grouped, and the other half is looked at
    both there and in the earlier segments. Since a group that dissolves leaves the others one more to share among them,
    one group less and one more are tried too, on both sides, and each segment is as well found as by the number that
    suits it best. Source: Tibshirani & Walther, Cluster validation by prediction strength, Journal of Computational and
    Graphical Statistics 14 (2005) 511-528.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    random = np.random.default_rng([method.seed, 5])
    tried: tuple[list[_Try], list[_Try]] = ([], [])
    with threadpool_limits(1):  # sums in another order would be other numbers
        for _ in range(_ROUNDS):
            one, other = _halves(len(earlier.points), random)
            tried[0].append(_within(earlier, one, other, method))
            one, other = _halves(len(later.points), random)
            tried[1].append(_across(later, one, other, method))
    return Holding(*(Tries(np.array([t.jaccard for t in side]), np.array([t.rand for t in side])) for side in tried))


def regrouped(points: Array, shown: Array, method: Method) -> Places:
    """Group people by a method, and return which group, from 1, each of the people shown falls into; 0 for none."""
    import numpy as np

    found = ALGORITHMS[method.algorithm](np.asarray(points), method.k, method.seed)
    if found.clouds is None:
        return np.zeros(len(shown), dtype=np.intp)
    return np.asarray(found.clouds.chances(np.asarray(shown)).argmax(axis=1) + 1, dtype=np.intp)


class _Try(NamedTuple):
    jaccard: Array
    rand: float


def _within(people: People, one: Places, other: Places, method: Method) -> _Try:
    """Group both halves; follow each segment through the groups of the first half to those of the second."""
    import numpy as np

    shown = people.points[other]
    theirs = regrouped(people.points[one], shown, method)
    followed = overlap(people.segment[other], theirs, method.k)
    again = _best(theirs, shown, shown, method, groups=int(max(theirs.max(initial=0), 1)))
    held = np.where(followed.likest > 0, again.jaccard[followed.likest - 1], 0.0)
    return _Try(np.minimum(followed.jaccard, held), again.rand)


def _across(people: People, one: Places, other: Places, method: Method) -> _Try:
    """Group half of the later people; see what becomes of the earlier segments among the other half."""
    return _best(people.segment[other], people.points[one], people.points[other], method, groups=method.k)


def _best(segment: Places, points: Array, shown: Array, method: Method, *, groups: int) -> _Try:
    import numpy as np

    counts = (method.k,) if method.algorithm == "hdbscan" else tuple(k for k in _near(method.k) if k <= len(points))
    found = {k: regrouped(points, shown, method.into(k)) for k in counts}
    jaccard = np.max([overlap(segment, each, groups).jaccard for each in found.values()], axis=0)
    return _Try(jaccard, adjusted_rand(segment, found[method.k]))


def _near(k: int) -> tuple[int, ...]:
    """Numbers of groups near one, two or more: of one group everybody is a member, which finds nothing."""
    return tuple(near for near in (k - 1, k, k + 1) if near >= 2)


def _halves(people: int, random: np.random.Generator) -> tuple[Places, Places]:
    """Draw two halves that share nobody, of `_MOST` people together at most."""
    import numpy as np

    drawn = random.permutation(people)[:_MOST]
    half = len(drawn) // 2
    return np.sort(drawn[:half]), np.sort(drawn[half:])
