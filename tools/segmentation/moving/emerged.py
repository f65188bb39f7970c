"""Emerged: a group of the later people that was not there before, and whether it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

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
_FIT, _STEPS = 2 / 3, 10
_SLIGHT = 0.05
"""Logarithm of a factor, or standard deviations."""


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


Ended = Literal["chance", "few", "unsteady"]


_CHANCE: Ended = "chance"


class Sought(NamedTuple):
    """New groups, the surest first, and why no more were found at the next place, with its chance (1: no place).

    chance: chance makes such a place too often; few: under 20 people are there; unsteady: halves of the people do not
    show it.
    """

    groups: tuple[Emerged, ...]
    chance: float
    ended: Ended


def emerged(people: Standing, *, seed: int) -> Sought:
    """Find groups of the later people that were not there before; those that do not hold are left out.

    A change that all share is no group, and is taken off first.
    """
    import numpy as np

    found: list[Emerged] = []
    taken = np.zeros(len(people.people), dtype=bool)
    chance, ended = 1.0, _CHANCE
    for number in range(_MOST_GROUPS):
        shared = _shared(people, taken)
        observed = _observed(people, _drawn(taken, seed), shared)
        new = newest(observed, seed=seed + number) if observed.later.any() and not observed.later.all() else None
        chance, ended = new.chance if new else 1.0, _CHANCE
        if new is None or new.chance > CHANCE:
            break
        one = _judged(people, observed, new, shared, seed)
        if one.members.sum() < FLOOR:
            ended = "few"
            break
        taken |= one.members
        if one.again < HOLDS:
            ended = "unsteady"
            break
        found.append(one)
    return Sought(tuple(found), chance, ended)


def _drawn(taken: Flags, seed: int) -> Places:
    import numpy as np

    rows = np.flatnonzero(~taken)
    if len(rows) <= _MOST:
        return rows
    return np.sort(np.random.default_rng([seed, 11]).choice(rows, _MOST, replace=False))


class Shared(NamedTuple):
    """What everybody changed by, feature by feature: counts by a factor, the rest by a step, both (features,)."""

    factor: Array
    step: Array

    def taken_off(self, points: Array, nothing: Array) -> Array:
        """Return later people as they would stand without it; `nothing`: where those stand who do nothing of it."""
        import numpy as np

        counted = ~np.isnan(nothing)
        zero = np.where(counted, nothing, 0.0)
        return np.asarray(np.where(counted, zero + (points - zero) / self.factor, points - self.step))


def _shared(people: Standing, taken: Flags) -> Shared:
    """Measure what everybody changed by, over the two thirds of people who fit it best.

    Those who make a new group changed too, by much and one way, which would bias a mean. Slight changes are none.
    Source: Rousseeuw, JASA 79 (1984) 871-880 (least trimmed squares), for a line through where nothing is done.
    """
    import numpy as np

    both = people.there1 & people.there2 & ~taken
    factor, step = np.ones(len(people.features)), np.zeros(len(people.features))
    if both.sum() < FLOOR:
        return Shared(factor, step)
    for place, nothing in enumerate(people.nothing.tolist()):
        one, two = people.first[both, place], people.second[both, place]
        if np.isnan(nothing):
            by = _common(two - one, np.ones(len(one)))
            step[place] = by if abs(by) >= _SLIGHT else 0.0
            continue
        one, two = one - nothing, two - nothing
        much = one + two >= np.median(one + two)
        by = _common(two[much], one[much])
        factor[place] = by if by > 0 and abs(np.log(by)) >= _SLIGHT else 1.0
    return Shared(factor, step)


def _common(two: Array, one: Array) -> float:
    """Return the slope of a line through 0 that two thirds of the points lie nearest to, from a slope of all on."""
    import numpy as np

    kept = np.ones(len(one), dtype=bool)
    for _ in range(_STEPS):
        # Both are measured with error: the slope is that of sums, the same whichever way round.
        slope = float(two[kept].sum() / max(float(one[kept].sum()), 1e-9))
        off = abs(two - slope * one) / np.sqrt(1 + slope**2)
        kept = off <= np.quantile(off, _FIT)
    return slope


def _observed(people: Standing, rows: Places, shared: Shared) -> Observed:
    import numpy as np

    one, two = rows[people.there1[rows]], rows[people.there2[rows]]
    place = np.full(len(people.people), -1, dtype=np.intp)
    place[rows] = np.arange(len(rows))
    return Observed(
        np.vstack([people.first[one], shared.taken_off(people.second[two], people.nothing)]),
        np.concatenate([np.zeros(len(one), dtype=bool), np.ones(len(two), dtype=bool)]),
        np.concatenate([place[one], place[two]]),
    )


def _judged(people: Standing, observed: Observed, new: New, shared: Shared, seed: int) -> Emerged:
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
