"""Amounts: sums of money over people, told in steps larger than what any one of them brought."""

from __future__ import annotations

from math import ceil, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DOMINANT = 0.5
"""Share of a sum from which one person's part makes it theirs: it is then not told."""
TO = 0.01
"""Shares and concentrations of money are told to a whole percent."""


def told_sum(parts: NDArray[np.float64]) -> float | None:
    """Return a sum of people's amounts, in steps of 1, 2 or 5 times a power of ten above the largest part.

    So that the sum with somebody and the sum without them do not tell what they brought. None where one person makes
    up half of it or more. Source of the rule of dominance: Hundepool et al., Statistical Disclosure Control (2012),
    section 4.2.
    """
    largest, total = float(abs(parts).max(initial=0.0)), float(parts.sum())
    if not largest or largest >= DOMINANT * abs(total):
        return None if largest else 0.0
    step = step_above(largest)
    return round(total / step) * step


def step_above(amount: float) -> float:
    """Return the least of 1, 2, 5, 10, 20, 50 ... (or .5, .2, .1 ...) that is not below an amount above 0."""
    power = 10.0 ** ceil(log10(amount) - 1e-12)
    return next(power * part for part in (0.2, 0.5, 1.0) if power * part >= amount * (1 - 1e-12))


def to_percent(share: float) -> float:
    """Return a share to the whole percent."""
    return round(share / TO) * TO
