"""Changing: people in planted groups over two windows, of which one group stays, drifts, dissolves, or is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period
from tools.segmentation.matrix import Feature, Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_WEEKS, _SPREAD = 6, 0.2
_APART = 0.8
"""Least distance of two groups in square roots of rates a week, where chance varies by about .2 and people by more."""
_MOVE, _AWAY = 0.05, 0.05
_START = date(2026, 1, 5)


class Crowd(NamedTuple):
    """People with their groups, from 0, and the rates a week of each group, (groups, features)."""

    rates: Array
    group: Places

    @property
    def features(self) -> int:
        """How many things people do."""
        return int(self.rates.shape[1])


class Windows(NamedTuple):
    """Two windows, the group of each earlier person, the group that was changed, and who of the later people is new."""

    before: Matrix
    after: Matrix
    group: Places
    target: int
    new: Flags


class Later(NamedTuple):
    """The later rates of each person, (people, features), who is there, and who is in a new group."""

    rates: Array
    there: Flags
    new: Flags


Fate = Callable[["Crowd", int, "np.random.Generator"], Later]


def crowd(random: np.random.Generator, *, people: int | None = None) -> Crowd:
    """Draw three to five groups of at least a tenth of 300 to 1,200 people, who do four to six things."""
    import numpy as np

    groups, features = int(random.integers(3, 6)), int(random.integers(4, 7))
    rates = np.empty((0, features))
    while len(rates) < groups:
        rates = np.vstack([rates, apart_from(rates, random)])
    shares = 0.1 + (1 - 0.1 * groups) * random.dirichlet(np.full(groups, 4.0))
    n = people or int(random.integers(300, 1_201))
    return Crowd(rates, random.choice(groups, n, p=shares))


def apart_from(rates: Array, random: np.random.Generator) -> Array:
    """Draw the rates of one more group, (features,), that lies apart from all others."""
    import numpy as np

    while True:
        drawn = np.exp(random.normal(0.4, 0.9, rates.shape[1]))
        if not len(rates) or np.sqrt(((np.sqrt(rates) - np.sqrt(drawn)) ** 2).sum(axis=1)).min() >= _APART:
            return np.asarray(drawn)


def windows(one: Crowd, fate: Fate, target: int, random: np.random.Generator) -> Windows:
    """Draw what people do in six weeks and in the next six, of which a fate has changed the target group.

    One in twenty moves to another group by itself, and one in twenty of each window is not there.
    """
    import numpy as np

    n = len(one.group)
    factor = random.gamma(1 / _SPREAD**2, _SPREAD**2, n)
    moving = (random.random(n) < _MOVE) & (one.group != target)
    moved = one._replace(group=np.where(moving, random.permutation(one.group), one.group))
    later = fate(moved, target, random)
    there1 = (random.random(n) >= _AWAY) & ~(later.new & (random.random(n) < 0.5))
    there2 = later.there & ((random.random(n) >= _AWAY) | later.new)
    before = _matrix(one.rates[one.group] * factor[:, None], there1, 0, random)
    after = _matrix(later.rates * factor[:, None], there2, 1, random)
    return Windows(before, after, one.group[there1], target, later.new[there2])


def _matrix(rates: Array, there: Flags, window: int, random: np.random.Generator) -> Matrix:
    import numpy as np

    counts = random.poisson(rates * _WEEKS)[there] / _WEEKS
    features = tuple(Feature(f"use.{name}", f"uses of {name} a week", "per week", "use") for name in "abcdef")
    start = _START + timedelta(weeks=_WEEKS * window)
    period = Period(start=start, end=start + timedelta(days=7 * _WEEKS - 1))
    people = tuple(f"u{row:06d}" for row in np.flatnonzero(there).tolist())
    return Matrix(people, features[: rates.shape[1]], counts.astype(np.float64), period)


def _plain(one: Crowd) -> Later:
    import numpy as np

    return Later(one.rates[one.group].copy(), np.ones(len(one.group), dtype=bool), np.zeros(len(one.group), dtype=bool))


def stays(one: Crowd, _: int, __: np.random.Generator) -> Later:
    """Nothing changes."""
    return _plain(one)


def does_more(by: float) -> Fate:
    """Return a fate: one of the two things its people do most is done so many times as much."""

    def fate(one: Crowd, target: int, random: np.random.Generator) -> Later:
        later = _plain(one)
        feature = int(random.choice(one.rates[target].argsort()[-2:]))
        later.rates[one.group == target, feature] *= by
        return later

    return fate


def grows(by: float) -> Fate:
    """Return a fate: it grows by this share of its people, who come of all other groups."""

    def fate(one: Crowd, target: int, random: np.random.Generator) -> Later:
        joining = random.choice(
            (one.group != target).nonzero()[0], round(by * (one.group == target).sum()), replace=False
        )
        later = _plain(one)
        later.rates[joining] = one.rates[target]
        return later

    return fate


def takes_on(share: float) -> Fate:
    """Return a fate: this share of its people take on the habits of other groups, each those of one."""

    def fate(one: Crowd, target: int, random: np.random.Generator) -> Later:
        mine = (one.group == target).nonzero()[0]
        going = random.choice(mine, round(share * len(mine)), replace=False)
        others = [group for group in range(len(one.rates)) if group != target]
        later = _plain(one)
        later.rates[going] = one.rates[random.choice(others, len(going))]
        return later

    return fate


def scatters(one: Crowd, target: int, random: np.random.Generator) -> Later:
    """Do each as they please: rates drawn anew for each person."""
    import numpy as np

    mine = one.group == target
    later = _plain(one)
    later.rates[mine] = np.exp(random.normal(0.4, 0.9, (int(mine.sum()), one.features)))
    return later


def leaves(one: Crowd, target: int, random: np.random.Generator) -> Later:
    """Nine in ten are not there any more."""
    later = _plain(one)
    return later._replace(there=~((one.group == target) & (random.random(len(one.group)) < 0.9)))


def all_do_more(one: Crowd, _: int, __: np.random.Generator) -> Later:
    """Everybody does a fifth more of everything: a season, and no new group."""
    later = _plain(one)
    later.rates[:] *= 1.2
    return later


def gathers(size: int) -> Fate:
    """Return a fate: so many people of all groups take on habits of their own; half of them come from outside."""

    def fate(one: Crowd, _: int, random: np.random.Generator) -> Later:
        later = _plain(one)
        chosen = random.choice(len(one.group), size, replace=False)
        later.rates[chosen], later.new[chosen] = apart_from(one.rates, random), True
        return later

    return fate


FATES: Mapping[str, tuple[Fate, ...]] = {
    "stable": (stays,),
    "drifting slightly": (does_more(1.2), grows(0.2), takes_on(0.2)),
    "drifting": (does_more(1.5), grows(0.4), takes_on(1 / 3)),
    "dissolving": (takes_on(0.9), scatters, leaves),
}
