"""Random streams: one independent, named stream a purpose, the same in every process.

A stream depends on the seed and its names only, so adding draws in one part of the sample leaves the others as
they were. Nothing here is secret, hence the standard library's generator.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *names: str | int) -> Random:
    """Open the stream of `names` under `seed`; the names are hashed, so no hash randomisation enters."""
    key = "/".join(str(part) for part in (seed, *names))
    return Random(int.from_bytes(hashlib.sha256(key.encode()).digest()[:16], "big"))  # noqa: S311


def pick(rng: Random, weights: Sequence[tuple[T, float]]) -> T:
    """Draw one item of (item, weight) pairs."""
    return rng.choices([item for item, _ in weights], [weight for _, weight in weights])[0]


def poisson(rng: Random, mean: float) -> int:
    """Draw a Poisson count by inversion (Knuth); fit for means up to about 50."""
    limit, product, count = 2.718281828459045**-mean, rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def apportion(total: int, shares: Sequence[float]) -> list[int]:
    """Split `total` into whole parts by largest remainder; the parts sum to `total`."""
    scale = total / sum(shares)
    exact = [share * scale for share in shares]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
