"""Breaks: where the level of a series changes by more than chance does."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVEL = 0.01
_SHORTEST = 8
"""Fewest periods that a break is looked for in."""
_COMPARISONS = 2_000_000
"""How many (stretch, shuffle) pairs to look at: long series are shuffled less often."""


def breaks(values: Array, weights: Array, *, shortest: int, seed: int) -> list[int]:
    """Return where the weighted mean of a series (periods,) changes: indexes of first periods of new levels, sorted.

    Circular binary segmentation: the stretch that differs most from the rest of its segment is kept if no more than
    1 % of up to 999 shuffles hold one that differs as much; then the parts are searched. Blocks are shuffled whole, so
    that days alike by memory are no break; their length is Andrews's for a first-order memory. Stretches are at least
    `shortest` periods; nothing is searched below 8.
    Sources: Olshen et al., Biostatistics 5 (2004) 557-572; Künsch, Annals of Statistics 17 (1989) 1217-1241;
    Andrews, Econometrica 59 (1991) 817-858.
    """
    import numpy as np

    found: set[int] = set()
    waiting = [(0, len(values))]
    while waiting:
        start, end = waiting.pop()
        if end - start < max(_SHORTEST, 2 * shortest):
            continue
        random = np.random.default_rng([seed, start, end])
        if inner := _edges_in(values[start:end], weights[start:end], shortest, random):
            edges = [start, *(start + edge for edge in inner), end]
            found.update(edges[1:-1])
            waiting += pairwise(edges)
    return sorted(found)


def stepwise_squares(values: Array, weights: Array, at: list[int]) -> float:
    """Return the weighted squares about the means between breaks, on the scale of `Fit.squares`."""
    import numpy as np

    scale = weights / weights.mean()
    parts = zip(np.split(values, at), np.split(scale, at), strict=True)
    return float(sum(w @ (v - np.average(v, weights=w)) ** 2 for v, w in parts))


def _edges_in(values: Array, weights: Array, shortest: int, random: np.random.Generator) -> list[int]:
    """Inner edges of the stretch that differs most: one where it touches an end, none where chance explains it."""
    import numpy as np

    periods = len(values)
    starts, ends = np.triu_indices(periods + 1, k=shortest)
    rest = (starts == 0) | (starts >= shortest), (ends == periods) | (ends <= periods - shortest)
    fair = rest[0] & rest[1] & (periods - (ends - starts) >= shortest)
    starts, ends = starts[fair], ends[fair]
    strength = _strength(values[None], weights[None], starts, ends)[0]
    best = int(strength.argmax())
    edges = [int(edge) for edge in (starts[best], ends[best]) if 0 < edge < periods]
    reached, shuffles = 0, int(np.clip(_COMPARISONS // len(starts), 199, 999))
    orders = _shuffles(_block(values, int(starts[best]), int(ends[best])), periods, shuffles, random)
    for order in np.array_split(orders, max(1, len(starts) * shuffles // 1_000_000)):
        strongest = _strength(values[order], weights[order], starts, ends).max(axis=1)
        reached += int(np.count_nonzero(strongest >= strength.max() * (1 - 1e-12)))
    return edges if (1 + reached) / (1 + shuffles) <= LEVEL else []


def _block(values: Array, start: int, end: int) -> int:
    """Length of blocks that keep the memory of a series, judged by what the stretch does not explain."""
    import numpy as np

    inside = np.zeros(len(values), dtype=bool)
    inside[start:end] = True
    rest = values - np.where(inside, values[inside].mean(), values[~inside].mean())
    spread = float(rest @ rest)
    if spread <= 1e-12 * float(values @ values):
        return 1
    plain = float(rest[1:] @ rest[:-1]) / spread
    memory = min(max(0.0, plain + (1 + 3 * plain) / len(values)), 0.9)
    length = 1.1447 * (4 * memory**2 / (1 - memory**2) ** 2 * len(values)) ** (1 / 3)
    return int(np.clip(np.ceil(length), 1, len(values) // 6))


def _strength(values: Array, weights: Array, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Array:
    """Weighted mean of each stretch less that of the rest (rows, stretches), in standard errors but for the scale."""
    import numpy as np

    mass = np.cumsum(np.pad(weights, ((0, 0), (1, 0))), axis=1)
    centred = values - (values * weights).sum(axis=1, keepdims=True) / mass[:, -1:]
    sums = np.cumsum(np.pad(weights * centred, ((0, 0), (1, 0))), axis=1)
    inside = mass[:, ends] - mass[:, starts]
    strength: Array = np.abs(sums[:, ends] - sums[:, starts]) / np.sqrt(inside * (mass[:, -1:] - inside) / mass[:, -1:])
    return strength


def _shuffles(length: int, periods: int, shuffles: int, random: np.random.Generator) -> NDArray[np.intp]:
    """Orders of the series (shuffles, periods): blocks keep their inner order, and their cuts shift at random."""
    import numpy as np

    block = (np.arange(periods) + random.integers(length, size=(shuffles, 1))) // length
    places = random.random((shuffles, int(block.max()) + 1))
    order: NDArray[np.intp] = np.argsort(np.take_along_axis(places, block, axis=1), axis=1, kind="stable")
    return order
