"""Worth: how many people a segment needs to bear a test, and which segments had better be one.

Two halves of a segment are compared, one that gets something new and one that does not: both together must be enough to
see a rise of the share that responds with a power of 80 % at the 5 % level (Fleiss, Levin & Paik 2003, chapter 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tools.errors import BadRequest
from tools.statistics.power import Arms, detectable_share, people_for_shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BLURRED = 0.15
"""Mean probability of belonging to the other one from which two segments are not told apart."""

NEAR = 0.02
"""Mean probability from which two are near enough to be counted as one in a test."""


class Blur(NamedTuple):
    """Two segments, by number, and how far one's people might be the other's."""

    of: int
    into: int
    share: float
    """Mean probability, over people of the one, that they belong to the other."""


class Proposal(NamedTuple):
    """Two segments to merge, by number."""

    one: int
    other: int
    small: bool
    """Because the one is too small for the test asked about; else because they are not told apart."""


def needed(base: float, detect: float) -> int:
    """Return how many people a segment needs; BadRequest where the share would rise beyond all."""
    if base + detect >= 1:
        raise BadRequest(
            f"base = {base} and detect = {detect} make a share of {base + detect:g}; they must stay under 1 together. "
            "Lower one of them."
        )
    return people_for_shares(base, detect).n


def detectable(people: int, base: float) -> float | None:
    """Return the smallest rise that a segment of so many people can show, half against half; none if no rise."""
    return detectable_share(base, Arms(people // 2, people - people // 2))


def blurs(chances: Array, segment: NDArray[np.int64]) -> list[Blur]:
    """Return for each segment the other that its people are likeliest to belong to, most blurred first."""
    import numpy as np

    k = chances.shape[1]
    found = []
    for number in range(1, k + 1):
        mean = chances[segment == number].mean(axis=0) if (segment == number).any() else np.zeros(k)
        mean[number - 1] = -1.0
        found.append(Blur(number, int(mean.argmax()) + 1, max(float(mean.max()), 0.0)))
    return sorted(found, key=lambda blur: (-blur.share, blur.of))


def proposals(sizes: Mapping[int, int], blurred: list[Blur], least: int) -> Iterator[Proposal]:
    """Propose merges: of two that are not told apart, and of one under the least size with its nearest if they suffice.

    Each segment is merged once at most, with the one its people are likeliest to belong to instead.
    """
    merged: set[int] = set()
    for blur in blurred:
        if blur.share >= BLURRED and {blur.of, blur.into} <= sizes.keys() - merged:
            merged |= {blur.of, blur.into}
            yield Proposal(blur.of, blur.into, small=False)
    for blur in sorted(blurred, key=lambda blur: (sizes.get(blur.of, 0), blur.of)):
        both = {blur.of, blur.into}
        near = both <= sizes.keys() - merged and blur.share >= NEAR
        if near and sizes[blur.of] < least <= sizes[blur.of] + sizes[blur.into]:
            merged |= both
            yield Proposal(blur.of, blur.into, small=True)
