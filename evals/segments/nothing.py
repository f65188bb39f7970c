"""Nothing: how often groups are found where there are none, and how many where there are some."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from evals.segments.planting import FOUR, Group, Planted, World, crowd, dissolved, plant, shuffled
from evals.segments.recovery import rate
from tools.segmentation.asked import Definition
from tools.segmentation.clustering.agreement import adjusted_rand
from tools.segmentation.clustering.fit import segmented

if TYPE_CHECKING:
    from tools.segmentation.matrix import Matrix

_ASIDE = tuple(Group(1 / 6, tuple(5.0 if place == one else 0.7 for place in range(6)), 100) for one in range(6))
_LITTLE = World((Group(1.0, (0.3, 0.2, 0.15, 0.4), 100),), spread=1.2)
_TWO = World((Group(0.5, (1, 1, 1, 1), 100), Group(0.5, (3, 3, 1, 1), 100)))
WORLDS: Mapping[str, tuple[int, Callable[[int], Planted]]] = {
    "four groups, 900 people": (4, lambda seed: plant(FOUR, 900, seed=seed)),
    "four groups, 300 people": (4, lambda seed: plant(FOUR, 300, seed=seed)),
    "four groups half dissolved, 900 people": (4, lambda seed: plant(dissolved(FOUR, by=0.5), 900, seed=seed)),
    "six groups, 900 people": (6, lambda seed: plant(World(_ASIDE), 900, seed=seed)),
    "two groups, 600 people": (2, lambda seed: plant(_TWO, 600, seed=seed)),
    "one crowd that differs by .5": (1, lambda seed: crowd(600, seed=seed)),
    "one crowd that differs by 1": (1, lambda seed: crowd(600, seed=seed, spread=1.0)),
    "one crowd of 5,000": (1, lambda seed: crowd(5_000, seed=seed)),
    "one crowd of 3,000 who do little": (1, lambda seed: plant(_LITTLE, 3_000, seed=seed)),
}
"""Name, planted number of groups, and how people are drawn."""


def found_in_shuffled(matrices: list[Matrix], rounds: int) -> str:
    """Shuffle the features of people so many times, taking turns, and say how often groups were found."""
    found = Counter(
        segmented(Definition(dataset="x"), shuffled(matrices[number % len(matrices)], seed=number)).k
        for number in range(rounds)
    )
    return f"Groups found in {rounds} shufflings of features: {rate(rounds - found[1], rounds)}.\n"


def found_in_worlds(rounds: int) -> str:
    """Write how many groups are found in each world, and how well people are put in them where the number is right."""
    lines = ["| people | planted | found | adjusted Rand where as many |", "|---|---|---|---|"]
    for name, (k, draw) in WORLDS.items():
        found, agreed = Counter[int](), []
        for seed in range(rounds):
            people = draw(seed)
            one = segmented(Definition(dataset="x"), people.matrix)
            found[one.k] += 1
            agreed += [adjusted_rand(one.placing.segment, people.group)] if one.k == k > 1 else []
        times = ", ".join(f"{n} in {times}" for n, times in sorted(found.items()))
        mean = f"{sum(agreed) / len(agreed):.2f}" if agreed else ""
        lines.append(f"| {name} | {k} | {times} | {mean} |")
    return "\n".join(lines) + "\n"
