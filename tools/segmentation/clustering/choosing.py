"""Choosing: how many groups there are, and by which algorithm. The rule, in one place.

Numbers of groups from 2 on are tried by k-means (or the algorithm asked for). One *holds* where all of this is so:

1. its groups come back in random halves of the people, as a whole and each of them (`stability`),
2. they are narrower than those of one crowd with the same features (`separation`): features shuffled give none,
3. between any two neighbours it is emptier than within them (`valley`): no group is one that was cut,
4. none has fewer people than may be told of.

The most groups that hold are chosen, as far as the asker can serve so many. Where none does, but some meet all save the
third, there is structure without borders: those farthest from one crowd are taken, and said to run into each other.
Where none does so either there are no groups.
Silhouette, Calinski-Harabasz and the spread (for an elbow) are shown beside; they favour few, round groups and decide
nothing. Then the algorithms are compared at that number: of those that come back about as well as the best, the first
of `ALGORITHMS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.asked import Algorithm, Definition
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.clustering.algorithms import ALGORITHMS, Find, Found, hdbscan, kmeans
from tools.segmentation.clustering.axes import Axes
from tools.segmentation.clustering.separation import CROWDS, Crowd, Gap, gap
from tools.segmentation.clustering.stability import Stability, halves, stability
from tools.segmentation.clustering.valley import Pair, pairs
from tools.segmentation.disclosure import FLOOR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

SHOWN = 8
"""Numbers of groups that are tried at least, up to this one; more where they hold."""
MOST = 20
_NEARLY = 0.05
"""Agreement by which two algorithms come back about as well."""
_SHOWN_POINTS = 1_500
"""People by whom a silhouette is taken."""
_CROWD_STARTS = 2
_CUT = "a group is cut in two"


class Tried(NamedTuple):
    """One number of groups, and how it holds."""

    k: int
    spread: float
    """Sum of squared distances from centres: the curve for an elbow."""
    silhouette: float
    calinski_harabasz: float
    gap: Gap
    stability: Stability
    pairs: tuple[Pair, ...]
    smallest: int
    """People in the smallest group."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What it fails, in plain words; nothing where it holds."""
        failed = {
            "groups do not come back in half of the people": not self.stability.holds,
            "one crowd cut so would look the same": not self.gap.stands,
            _CUT: not all(pair.is_two for pair in self.pairs),
            f"a group has under {FLOOR} people": self.smallest < FLOOR,
        }
        return tuple(words for words, fails in failed.items() if fails)

    @property
    def runs_on(self) -> bool:
        """Whether its groups are steady and no crowd's, but run into each other."""
        return self.lacks == (_CUT,)


class Compared(NamedTuple):
    """An algorithm at the number of groups chosen; HDBSCAN at its own."""

    algorithm: Algorithm
    k: int
    agreement: float
    """Mean adjusted Rand index of halves against the whole."""
    silhouette: float | None
    """Of the people it places; none where it finds fewer than two groups."""
    placed: float
    """Share of people whom it puts in a group."""
    alike: float
    """Adjusted Rand index against the groups that were chosen."""


class Choice(NamedTuple):
    """The number of groups and the algorithm that were chosen, and what they were chosen from."""

    k: int
    """1 where there are no groups."""
    algorithm: Algorithm
    tried: tuple[Tried, ...]
    compared: tuple[Compared, ...]
    found: Found | None
    """The groups; none where there are none."""

    @property
    def held(self) -> tuple[int, ...]:
        """The numbers of groups that hold, rising."""
        return tuple(each.k for each in self.tried if not each.lacks)


def choose(features: Array, turned: Axes, definition: Definition) -> Choice:
    """Choose a number of groups and an algorithm for people on the common scale, shape (people, features).

    Groups are looked for along the axes; crowds are drawn by the features as they are, since axes hold groups.
    """
    import numpy as np

    random = np.random.default_rng(definition.seed)
    points = turned.turned(features)
    drawn = halves(len(points), random)
    crowd = Crowd(features, random)
    crowds = [turned.turned(crowd.drawn(random)) for _ in range(CROWDS)]
    curve = ALGORITHMS[definition.algorithm] if definition.algorithm not in (None, "hdbscan") else kmeans
    tried = tuple(_tried(points, definition, curve, drawn, crowds))
    if definition.algorithm == "hdbscan":
        return _dense(points, definition, tried, drawn, crowds)
    k = definition.k or _number(tried, definition.capacity)
    if k == 1:
        return _dense(points, definition, tried, drawn, crowds)
    return _compared(points, definition, k, tried, drawn)


def _tried(
    points: Array, definition: Definition, find: Find, drawn: Sequence[Places], crowds: list[Array]
) -> Iterator[Tried]:
    """Try numbers of groups until too many fail in a row, or a group would be too small in any case."""
    failed = 0
    for k in range(2, min(MOST, max(len(points) // FLOOR, 2)) + 1):
        if k > max(SHOWN, definition.k or 0) and (failed >= 3 or k > definition.capacity):
            return
        one = _try(points, definition, find, k, drawn, crowds)
        failed = failed + 1 if one.lacks else 0
        yield one


def _try(
    points: Array, definition: Definition, find: Find, k: int, drawn: Sequence[Places], crowds: list[Array]
) -> Tried:
    import numpy as np
    from sklearn.metrics import calinski_harabasz_score

    found = find(points, k, definition.seed)
    spread = gap(lambda some: kmeans(some, k, definition.seed, starts=_CROWD_STARTS).spread, points, crowds)
    return Tried(
        k,
        _spread(points, found),
        silhouette(points, found) or 0.0,
        float(calinski_harabasz_score(points, found.labels)),
        spread,
        stability(lambda some, number: find(some, k, definition.seed + 1 + number), points, found, drawn),
        tuple(pairs(points, found.labels)),
        int(np.bincount(found.labels).min()),
    )


def _number(tried: Sequence[Tried], capacity: int) -> int:
    """Return the most groups that hold of those that can be served.

    Where only more hold, those that come back best; where none does, those farthest from a crowd that run into each
    other; else 1.
    """
    served = [each for each in tried if each.k <= capacity]
    if within := [each.k for each in served if not each.lacks]:
        return max(within)
    if any(not each.lacks for each in tried):
        return max(served, key=lambda each: (each.stability.agreement, each.k)).k
    running = [each for each in served if each.runs_on]
    return max(running, key=lambda each: each.gap.value).k if running else 1


def _compared(
    points: Array, definition: Definition, k: int, tried: tuple[Tried, ...], drawn: Sequence[Places]
) -> Choice:
    """Compare the algorithms at a number of groups, and choose one."""
    founds = {name: find(points, k, definition.seed) for name, find in ALGORITHMS.items()}
    back: dict[Algorithm, float] = {}
    for name, found in founds.items():
        known = [
            each.stability.agreement for each in tried if each.k == k and name == (definition.algorithm or "kmeans")
        ]
        back[name] = known[0] if known else _agreement(points, found, name, k, definition.seed, drawn)
    able = [name for name, found in founds.items() if found.k == k and found.clouds is not None]
    best = max(back[name] for name in able)
    first = next(name for name in able if back[name] >= best - _NEARLY)
    chosen = first if definition.algorithm is None else definition.algorithm
    return Choice(k, chosen, tried, tuple(_told(points, founds, back, chosen)), founds[chosen])


def _dense(
    points: Array, definition: Definition, tried: tuple[Tried, ...], drawn: Sequence[Places], crowds: list[Array]
) -> Choice:
    """Choose what HDBSCAN finds, if it comes back and crowds show no such groups: shapes that centres cannot tell."""
    asked = definition.algorithm == "hdbscan"
    found = hdbscan(points, 0, definition.seed)
    back = _agreement(points, found, "hdbscan", 0, definition.seed, drawn)
    in_crowds = max(hdbscan(crowd, 0, definition.seed).k for crowd in crowds[:5])
    holds = found.k > max(in_crowds, 1) and back >= 0.8 and (asked or definition.algorithm is None)
    holds = holds and found.k <= definition.capacity
    name: Algorithm = definition.algorithm or ("hdbscan" if holds else "kmeans")
    told = tuple(_told(points, {"hdbscan": found}, {"hdbscan": back}, "hdbscan"))
    return Choice(found.k if holds else 1, name, tried, told, found if holds else None)


def _agreement(points: Array, found: Found, algorithm: Algorithm, k: int, seed: int, drawn: Sequence[Places]) -> float:
    if found.k < 2:
        return 0.0
    find = ALGORITHMS[algorithm]
    return stability(lambda some, number: find(some, k, seed + 1 + number), points, found, drawn).agreement


def _told(
    points: Array, founds: dict[Algorithm, Found], back: dict[Algorithm, float], chosen: Algorithm
) -> Iterator[Compared]:
    for name, found in founds.items():
        placed = float((found.labels >= 0).mean())
        alike = adjusted_rand(found.labels, founds[chosen].labels)
        yield Compared(name, max(found.k, 1), back[name], silhouette(points, found), placed, alike)


def _spread(points: Array, found: Found) -> float:
    sides = (points[found.labels == each] for each in range(found.k))
    return found.spread or float(sum(((side - side.mean(axis=0)) ** 2).sum() for side in sides))


def silhouette(points: Array, found: Found) -> float | None:
    """Return the mean silhouette of (at most 1,500, evenly taken) people in groups; none for fewer than two groups."""
    from sklearn.metrics import silhouette_score

    inside = found.labels >= 0
    step = max(1, int(inside.sum()) // _SHOWN_POINTS)
    labels = found.labels[inside][::step]
    if len(set(labels.tolist())) < 2:
        return None
    return float(silhouette_score(points[inside][::step], labels))
