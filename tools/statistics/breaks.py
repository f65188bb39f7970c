"""Breaks: where the level of a series changes by more than chance does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVEL = 0.01
_SHUFFLES = 999
_SHORTEST = 8
"""Fewest periods that a break is looked for in."""


def breaks(values: Array, weights: Array, *, shortest: int, seed: int) -> list[int]:
    """Return where the weighted mean of a series (periods,) changes: indexes of first periods of new levels, sorted.

    Binary segmentation: the split of largest |CUSUM| is kept if, among 999 shuffles of the segment, no more than 1 %
    reach it; then each side is searched. Blocks of about the cube root of the segment's length are shuffled whole, so
    that days alike by memory are no break. Segments are at least `shortest` periods; nothing is searched below 8.
    Sources: Page, Biometrika 41 (1954); Scott & Knott, Biometrics 30 (1974); Künsch, Annals of Statistics 17 (1989).
    """
    import numpy as np

    found: list[int] = []
    waiting = [(0, len(values))]
    while waiting:
        start, end = waiting.pop()
        if end - start < max(_SHORTEST, 2 * shortest):
            continue
        random = np.random.default_rng([seed, start, end])
        at = _break_in(values[start:end], weights[start:end], shortest, random)
        if at is not None:
            found.append(start + at)
            waiting += [(start, start + at), (start + at, end)]
    return sorted(found)


def stepwise_squares(values: Array, weights: Array, at: list[int]) -> float:
    """Return the weighted squares about the means between breaks, on the scale of `Fit.squares`."""
    import numpy as np

    scale = weights / weights.mean()
    parts = zip(np.split(values, at), np.split(scale, at), strict=True)
    return float(sum(w @ (v - np.average(v, weights=w)) ** 2 for v, w in parts))


def _break_in(values: Array, weights: Array, shortest: int, random: np.random.Generator) -> int | None:
    import numpy as np

    strength = _strength(values[None], weights[None], shortest)
    order = _shuffles(len(values), random)
    reached = _strength(values[order], weights[order], shortest).max(axis=1)
    p = (1 + np.count_nonzero(reached >= strength.max() * (1 - 1e-12))) / (1 + len(reached))
    return int(strength[0].argmax()) + shortest if p <= LEVEL else None


def _strength(values: Array, weights: Array, shortest: int) -> Array:
    """Difference of weighted means for every split (rows, splits), in units of its standard error but for the scale."""
    import numpy as np

    left, both = np.cumsum(weights, axis=1), weights.sum(axis=1, keepdims=True)
    sums, whole = np.cumsum(weights * values, axis=1), (weights * values).sum(axis=1, keepdims=True)
    kept = slice(shortest - 1, values.shape[1] - shortest)
    left, sums = left[:, kept], sums[:, kept]
    gap = sums / left - (whole - sums) / (both - left)
    strength: Array = np.abs(gap) * np.sqrt(left * (both - left) / both)
    return strength


def _shuffles(length: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Orders of the series (shuffles, length): blocks keep their inner order, and their cuts shift at random."""
    import numpy as np

    block = max(1, round(length ** (1 / 3)))
    orders = []
    for _ in range(_SHUFFLES):
        turned = np.roll(np.arange(length), int(random.integers(block)))
        blocks = [turned[i : i + block] for i in range(0, length, block)]
        orders.append(np.concatenate([blocks[i] for i in random.permutation(len(blocks))]))
    return np.stack(orders)
