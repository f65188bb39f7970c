"""Shrinkage: what share of each class a person's few posts speak for, pulled to what people do in general.

How true shares of three classes are spread over people is told from everybody's counts (empirical Bayes): as weights of
points over the simplex, one of them where people in general are, found by EM (nonparametric maximum likelihood). Counts
were read by a classifier that errs: true shares p are read as p M, for matrices M that stand for how it may err.
Sources: Kiefer & Wolfowitz, Annals of Mathematical Statistics 27 (1956) 887-906; Efron, Large-Scale Inference (2010),
ch. 1; Stephens, Biostatistics 18 (2017) 275-294; Kleinman, JASA 68 (1973) 46-54.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.interval import CONFIDENCE
from tools.statistics.quantification.solving import solve

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

MARGIN = 0.1
"""How far a share lies above that of people in general before it counts as above."""
_STEPS, _INSIDE = 20, 0.005
_ROUNDS = 150
_ALIKE = 1.0
"""People added to the point where people in general are, so that nobody is told apart where nobody need be."""
_TOGETHER = 0.1
"""How far the posts of one person hang together, for the weight of a person in what people do in general."""


class Standing(NamedTuple):
    """What each pattern of counts, in the order given, says of the person behind it.

    `mean` shares with the ends `low` and `high` of their 95 % intervals, and `above`, the chance that a share is
    `MARGIN` or more above that of people in general: all (patterns, 3). `exceeds` is the chance that the share of the
    last class is above that of the first (patterns,). `base`: shares of people in general (3,).
    """

    mean: Array
    low: Array
    high: Array
    above: Array
    exceeds: Array
    base: Array


def standings(counts: Array, people: Array, rates: Array) -> Standing:
    """Judge people by patterns of their counts (patterns, 3), each with how many people have it (patterns,).

    `rates` holds draws of P(read | true), (draws, 3, 3), which are averaged: the identity for a classifier that does
    not err. At least one count must be above 0.
    """
    import numpy as np

    simplex, draws = _simplex(), len(rates)
    held = np.zeros((len(counts), len(simplex) + 1))
    above, base = np.zeros((len(counts), 3)), np.zeros(3)
    mean = np.zeros((len(counts), 3))
    for matrix in rates:
        middle = base_shares(counts, people, matrix)
        points = np.vstack([simplex, _inside(middle)])
        belongs = _belonging(counts, people, points @ matrix)
        held += belongs / draws
        above += belongs @ (points >= middle + MARGIN - 1e-9) / draws
        mean += belongs @ points / draws
        base += middle / draws
    points = np.vstack([simplex, base])
    low, high = _ends(held, points)
    exceeds = held @ (points[:, 2] > points[:, 0])
    return Standing(mean, np.minimum(low, mean), np.maximum(high, mean), above, exceeds, base)


def base_shares(counts: Array, people: Array, matrix: Array) -> Array:
    """Return the mean share of each class over people, (3,), corrected for how they were read.

    A person with n posts weighs n / (1 + (n - 1) r), as much as n posts that hang together by r can tell; r = 0.1.
    Source: Kleinman (1973), equation 3.1.
    """
    n = counts.sum(axis=1)
    read = (people / (1 + (n - 1) * _TOGETHER)) @ counts
    shares: Array = solve((read / read.sum())[None], matrix[None])[0]
    return shares


def _simplex() -> Array:
    """Points over the simplex in even steps, kept off its edge, where one misread post would rule a point out."""
    import numpy as np

    steps = range(_STEPS + 1)
    grid = [(i, j, _STEPS - i - j) for i in steps for j in steps if i + j <= _STEPS]
    return _inside(np.asarray(grid) / _STEPS)


def _inside(points: Array) -> Array:
    """Keep points off the simplex's edge; the shares of each still add up to 1."""
    import numpy as np

    kept: Array = np.clip(points, _INSIDE, 1)
    kept /= kept.sum(axis=-1, keepdims=True)
    return kept


def _belonging(counts: Array, people: Array, read: Array) -> Array:
    """Return how likely each pattern comes from each point, (patterns, points), with the points' weights found by EM.

    `read` holds the shares in which a person of each point is read, (points, 3).
    """
    import numpy as np

    logs = counts @ np.log(read).T
    likelihood = np.exp(logs - logs.max(axis=1, keepdims=True))
    weights = np.full(len(read), 1 / len(read))
    for _ in range(_ROUNDS):
        weights = weights * (likelihood.T @ (people / (likelihood @ weights)))
        weights[-1] += _ALIKE
        weights /= weights.sum()
    belongs: Array = likelihood * weights
    belongs /= belongs.sum(axis=1, keepdims=True)
    return belongs


def _ends(held: Array, points: Array) -> tuple[Array, Array]:
    """Return the ends of the 95 % intervals of each share, (patterns, 3); a point stands for half a step around it."""
    import numpy as np

    low, high = np.zeros((len(held), 3)), np.ones((len(held), 3))
    tail, half = (1 - CONFIDENCE) / 2, 0.5 / _STEPS
    for kind in range(3):
        order = np.argsort(points[:, kind], kind="stable")
        reached = np.cumsum(held[:, order], axis=1)
        values = points[order, kind]
        low[:, kind] = values[(reached < tail).sum(axis=1)] - half
        high[:, kind] = values[np.minimum((reached < 1 - tail).sum(axis=1), len(values) - 1)] + half
    return low.clip(0, 1), high.clip(0, 1)
