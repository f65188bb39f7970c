"""Planting: people in groups that are known, in groups that change, and people who are one crowd."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period
from tools.segmentation.matrix import Feature, Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_START = date(2026, 1, 5)


class Group(NamedTuple):
    """A planted group: its share of people, what a member does a week, and what one is worth a month."""

    share: float
    per_week: tuple[float, ...]
    amount: float


class World(NamedTuple):
    """People as they are planted: a mixture of groups, measured over some weeks.

    Within a group people differ by a factor of mean 1 and this `spread` (standard deviation) in all they do.
    """

    groups: tuple[Group, ...]
    weeks: int = 6
    spread: float = 0.2


class Planted(NamedTuple):
    """People who were drawn: their matrix, and the group of each, from 1 in the order of the world."""

    matrix: Matrix
    group: NDArray[np.int64]


FOUR = World(
    (
        Group(0.45, (2.6, 0.7, 2.1, 0.3), 160),
        Group(0.25, (1.1, 0.3, 0.4, 0.9), 95),
        Group(0.15, (6.0, 3.2, 3.6, 1.4), 420),
        Group(0.15, (1.6, 0.05, 0.1, 0.05), 110),
    )
)
"""Four groups of different size and distinctness."""


def plant(world: World, n: int, *, seed: int, window: int = 0) -> Planted:
    """Draw people of a world. Who is in which group depends on the seed alone, what they do on the window too.

    So a person stays in a group from window to window; rates are Poisson counts a week, amounts lognormal.
    """
    import numpy as np

    shares = np.array([group.share for group in world.groups])
    who = np.random.default_rng([seed, 0])
    group = who.choice(len(shares), n, p=shares / shares.sum())
    factor = who.gamma(1 / world.spread**2, world.spread**2, n) if world.spread else np.ones(n)
    drawn = np.random.default_rng([seed, 1 + window])
    rates = np.array([each.per_week for each in world.groups])[group] * factor[:, None]
    counts = drawn.poisson(rates * world.weeks)
    amounts = np.array([each.amount for each in world.groups])[group] * drawn.lognormal(0, 0.35, n)
    return Planted(_matrix(np.column_stack([counts / world.weeks, amounts]), world.weeks, window), group + 1)


def crowd(n: int, *, seed: int, spread: float = 0.5, weeks: int = 6) -> Planted:
    """Draw people who are one crowd: all do the same things, some of them more than others. No groups."""
    middle = Group(1.0, (2.5, 1.0, 1.5, 0.6), 150)
    return plant(World((middle,), weeks, spread), n, seed=seed)


def shuffled(matrix: Matrix, *, seed: int) -> Matrix:
    """Permute each feature among people on its own: every feature as before, and no groups."""
    import numpy as np

    random = np.random.default_rng(seed)
    columns = [random.permutation(matrix.values[:, column]) for column in range(matrix.values.shape[1])]
    return matrix._replace(values=np.column_stack(columns))


def drifted(world: World, *, by: float) -> World:
    """Let all groups do more (by > 0) or less of everything, by this power of e: the groups stay apart."""
    return _changed(world, lambda rate, _: rate * math.exp(by))


def dissolved(world: World, *, by: float) -> World:
    """Let all groups come nearer to the mean of people: 0 as they are, 1 all alike."""
    return _changed(world, lambda rate, mean: rate + by * (mean - rate))


def _changed(world: World, change: Callable[[float, float], float]) -> World:
    whole = sum(group.share for group in world.groups)
    shares = [group.share / whole for group in world.groups]
    rates = zip(*(group.per_week for group in world.groups), strict=True)
    means = [sum(s * r for s, r in zip(shares, column, strict=True)) for column in rates]
    amount = sum(s * group.amount for s, group in zip(shares, world.groups, strict=True))
    groups = (
        Group(
            group.share,
            tuple(change(rate, mean) for rate, mean in zip(group.per_week, means, strict=True)),
            change(group.amount, amount),
        )
        for group in world.groups
    )
    return world._replace(groups=tuple(groups))


def _matrix(values: NDArray[np.float64], weeks: int, window: int) -> Matrix:
    features = [
        Feature(f"use.{name}", f"uses of {name} a week", "per week", "use")
        for name in "abcdefgh"[: values.shape[1] - 1]
    ]
    start = _START + timedelta(weeks=weeks * window)
    period = Period(start=start, end=start + timedelta(days=7 * weeks - 1))
    people = tuple(f"u{number:07d}" for number in range(len(values)))
    amount = Feature("spent", "spent a purchase", "amount", "value")
    return Matrix(people, (*features, amount), values, period)
