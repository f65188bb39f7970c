"""Mismatch: whether people fell to the arms of a test in the shares that were planned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVEL = 0.001
"""Chance below which a split is no luck: low, since every test is looked at for it and a mismatch voids the test."""


def ratio_mismatch(counts: Sequence[int], planned: Sequence[float]) -> float:
    """Return the chance of counts so far from the planned shares, by a chi-square test of fit (all shares above 0).

    Source: Fabijan et al., Diagnosing Sample Ratio Mismatch in Online Controlled Experiments, KDD (2019).
    """
    n, whole = sum(counts), sum(planned)
    expected = [n * share / whole for share in planned]
    squares = sum((seen - want) ** 2 / want for seen, want in zip(counts, expected, strict=True) if want > 0)
    return chi_square_chance(squares, len(counts) - 1)


def mixture_mismatch(table: NDArray[Any]) -> float:
    """Return the chance that arms (rows) hold groups (columns) so differently, by a chi-square test of independence.

    Empty rows and columns are left out; 1 where fewer than two of either remain.
    """
    kept = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0].astype(float)
    if min(kept.shape, default=0) < 2:
        return 1.0
    expected = kept.sum(axis=1, keepdims=True) * kept.sum(axis=0, keepdims=True) / kept.sum()
    squares = float(((kept - expected) ** 2 / expected).sum())
    return chi_square_chance(squares, (kept.shape[0] - 1) * (kept.shape[1] - 1))


def chi_square_chance(value: float, freedom: int) -> float:
    """Return the chance of a chi-square so large."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, value)) if freedom > 0 else 1.0
