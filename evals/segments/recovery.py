"""Recovery: are planted segments found by default, with their shares, and do memberships mean what they say?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from evals.segments.launches import Members
from tools.segmentation.asked import Definition
from tools.segmentation.clustering.agreement import adjusted_rand, crossed, matched
from tools.segmentation.clustering.fit import segmented
from tools.segmentation.clustering.membership import LIKELY, SURE
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TIERS: Mapping[str, tuple[float, float]] = {"A": (SURE, 1.01), "B": (LIKELY, SURE), "C": (0.0, LIKELY)}


class Recovered(NamedTuple):
    """What was found of a launch by default."""

    seed: int
    k: int
    algorithm: str
    rand: float
    worst_share: float
    """Largest difference of a found segment's share from that of the planted one it is."""
    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    """For each person: whether the segment it was put in is the planted one it mostly is."""


def recovered(seed: int, people: Members) -> Recovered:
    """Segment the members of a launch by default, and compare with what was planted."""
    import numpy as np

    found = segmented(Definition(dataset="sample"), people.matrix)
    labels, planted = found.placing.segment - 1, people.planted
    kinds = int(planted.max()) + 1
    same = matched(crossed(labels, planted, rows=found.k, columns=kinds))
    shares = [
        abs(float((labels == one).mean()) - (float((planted == other).mean()) if other >= 0 else 0.0))
        for one, other in enumerate(same)
    ]
    return Recovered(
        seed,
        found.k,
        found.algorithm,
        adjusted_rand(labels, planted),
        max(shares),
        found.placing.confidence,
        np.asarray(same)[labels] == planted,
    )


def to_markdown(results: Sequence[Recovered]) -> str:
    """Write a line a seed, then how many memberships of each tier are right."""
    lines = ["| seed | segments | algorithm | adjusted Rand | worst share off by |", "|---|---|---|---|---|"]
    for each in results:
        off = f"{100 * each.worst_share:.1f} points"
        lines.append(f"| {each.seed} | {each.k} | {each.algorithm} | {each.rand:.3f} | {off} |")
    lines += ["", *_tiers(results)]
    return "\n".join(lines) + "\n"


def _tiers(results: Sequence[Recovered]) -> Iterable[str]:
    import numpy as np

    confidence = np.concatenate([each.confidence for each in results])
    right = np.concatenate([each.right for each in results])
    yield "| tier | people | mean confidence | in the planted segment |"
    yield "|---|---|---|---|"
    for tier, (low, high) in TIERS.items():
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            n, said = int(inside.sum()), float(confidence[inside].mean())
            yield f"| {tier} | {n:,} | {said:.1%} | {rate(int(right[inside].sum()), n)} |"
    yield f"| all | {len(right):,} | {confidence.mean():.1%} | {rate(int(right.sum()), len(right))} |"


def rate(part: int, whole: int) -> str:
    """Write a share with its interval."""
    low, high = wilson(part, whole)
    return f"{part / whole:.1%} ({low:.1%} to {high:.1%}, {part:,} of {whole:,})"
