"""Decomposition: a change of an average, split into what is averaged (mix) and how each part of it stands (rate)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Parts(NamedTuple):
    """What each group adds to a change by its share (mix) and by its own change (rate), both (..., groups)."""

    mix: Array
    rate: Array


def mix_and_rate(*, shares: tuple[Array, Array], rates: tuple[Array, Array]) -> Parts:
    """Split the change of sum(share * rate) from the first of each pair to the second; the parts add up to it exactly.

    Shapes (..., groups); the shares of a side add to 1. rate_g = (r2 - r1) (s1 + s2) / 2 and mix_g = (s2 - s1) (mean
    rate of the group - mean rate of all): both sides weigh alike, so that the interaction is split evenly and
    swapping the sides changes every sign. A group adds to the mix where it grew and is not judged as the others are.
    Source: Kitagawa, Components of a difference between two rates, JASA 50 (1955) 1168-1194.
    """
    (share1, share2), (rate1, rate2) = shares, rates
    everyone = ((share1 * rate1).sum(axis=-1) + (share2 * rate2).sum(axis=-1)) / 2
    mix: Array = (share2 - share1) * ((rate1 + rate2) / 2 - everyone[..., None])
    rate: Array = (rate2 - rate1) * (share1 + share2) / 2
    return Parts(mix, rate)
