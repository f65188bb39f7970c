"""Emerged: a group of the later people that was not there before, and whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.disclosure import FLOOR
from tools.segmentation.moving.novelty import CHANCE, New, Observed, newest
from tools.segmentation.moving.standing import Standing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

HOLDS = 0.75
"""Share of halves of the people in which a group must be found again."""
_ROUNDS, _AGAIN = 8, 0.5
_MOST = 2_000
"""People, at most, among whom new places are looked for; drawn at random. All others are then held against them."""
_MOST_GROUPS = 3
_UNLIKE, _NEAREST = 0.95, 5
_SLIGHT = 0.1
"""Standard deviations."""


class Emerged(NamedTuple):
    """A new group: who of all people (by row of `Standing`) is in it, and what it was tried by.

    `before`: who stood there in the earlier days. `again`: share of halves of the people in which it is found.
    `unlike`: share of its people who lie farther from the earlier ones than 95 % of these do from one another.
    """

    members: Flags
    before: Flags
    chance: float
    again: float
    unlike: float


class Sought(NamedTuple):
    """New groups, the surest first, and the chance of the place at which no more were found; 1 where there was none."""

    groups: tuple[Emerged, ...]
    chance: float


def emerged(people: Standing, *, seed: int) -> Sought:
    """Find groups of the later people that were not there before; those that do not hold are left out.

    A change that all share is no group, and is taken off first.
    """
    import numpy as np

    found: list[Emerged] = []
    chance = 1.0
    taken = np.zeros(len(people.people), dtype=bool)
    for number in range(_MOST_GROUPS):
        rows = _drawn(taken, seed)
        shared = _shared(people, taken)
        observed = _observed(people, rows, shared)
        new = newest(observed, seed=seed + number) if observed.later.any() and not observed.later.all() else None
        chance = new.chance if new else 1.0
        if new is None or new.chance > CHANCE:
            break
        one = _judged(people, observed, new, shared, seed)
        if one.members.sum() < FLOOR:
            break
        taken |= one.members
        if one.again >= HOLDS:
            found.append(one)
    return Sought(tuple(found), chance)


def _drawn(taken: Flags, seed: int) -> Places:
    import numpy as np

    rows = np.flatnonzero(~taken)
    if len(rows) <= _MOST:
        return rows
    return np.sort(np.random.default_rng([seed, 11]).choice(rows, _MOST, replace=False))


def _shared(people: Standing, taken: Flags) -> Array:
    """Return what everybody changed by, feature by feature: the mean of the half of changes that lie closest together.

    Those who make a new group changed too, by much and one way, which would bias a median. Slight ones count as none.
    Source: Andrews et al., Robust Estimates of Location (1972), the shorth.
    """
    import numpy as np

    both = people.there1 & people.there2 & ~taken
    changes = np.sort(people.second[both] - people.first[both], axis=0)
    half = len(changes) // 2
    if half < FLOOR:
        return np.zeros(changes.shape[1])
    starts = (changes[half:] - changes[: len(changes) - half]).argmin(axis=0)
    shared = np.array([changes[start : start + half + 1, place].mean() for place, start in enumerate(starts)])
    return np.where(abs(shared) >= _SLIGHT, shared, 0.0)


def _observed(people: Standing, rows: Places, shared: Array) -> Observed:
    import numpy as np

    one, two = rows[people.there1[rows]], rows[people.there2[rows]]
    place = np.full(len(people.people), -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    return Observed(
        np.vstack([people.first[one], people.second[two] - shared]),
        np.concatenate([np.zeros(len(one), dtype=bool), np.ones(len(two), dtype=bool)]),
        np.concatenate([place[one], place[two]]),
    )


def _judged(people: Standing, observed: Observed, new: New, shared: Array, seed: int) -> Emerged:
    import numpy as np

    everybody = _observed(people, np.arange(len(people.people)), shared)
    nearest = _nearest(observed.points, everybody.points)
    inside = new.members[nearest]
    members, before = (np.zeros(len(people.people), dtype=bool) for _ in range(2))
    members[everybody.person[inside & everybody.later]] = True
    before[everybody.person[inside & ~everybody.later]] = True
    return Emerged(members, before, new.chance, _again(observed, new, seed), _unlike(observed, new))


def _nearest(points: Array, shown: Array) -> Places:
    """Return the observation nearest to each point shown."""
    import numpy as np

    squares = (points**2).sum(axis=1)
    found = [
        (squares[None] - 2 * shown[start : start + _MOST] @ points.T).argmin(axis=1)
        for start in range(0, len(shown), _MOST)
    ]
    return np.concatenate(found)


def _again(observed: Observed, new: New, seed: int) -> float:
    """Share of halves of the people in which the surest new place holds the same people."""
    import numpy as np

    random = np.random.default_rng([seed, 13])
    again = 0
    for _ in range(_ROUNDS):
        kept = (random.random(int(observed.person.max()) + 1) < 0.5)[observed.person]
        half = Observed(observed.points[kept], observed.later[kept], observed.person[kept])
        found = newest(half, seed=seed, shuffles=0)
        mine = new.members[kept]
        if found is not None and mine.any():
            again += (found.members & mine).sum() >= _AGAIN * (found.members | mine).sum()
    return again / _ROUNDS


def _unlike(observed: Observed, new: New) -> float:
    """Share of the new people farther from the fifth nearest earlier one than 95 % of the earlier people are."""
    import numpy as np

    earlier = observed.points[~observed.later]
    if len(earlier) <= _NEAREST:
        return 1.0
    own = _far(earlier, earlier, _NEAREST + 1)
    return float((_far(earlier, observed.points[new.members], _NEAREST) > np.quantile(own, _UNLIKE)).mean())


def _far(points: Array, shown: Array, nth: int) -> Array:
    """Squared distance of each point shown from the n-th nearest."""
    import numpy as np

    squares = (points**2).sum(axis=1)
    parts = []
    for start in range(0, len(shown), _MOST):
        some = shown[start : start + _MOST]
        far = (some**2).sum(axis=1)[:, None] + squares[None] - 2 * some @ points.T
        parts.append(np.partition(far, nth - 1, axis=1)[:, nth - 1])
    return np.concatenate(parts)
