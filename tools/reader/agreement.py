"""Agreement: how far two labellers agree beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def kappa(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Cohen's kappa of two labellers' yes or no: 1 for full agreement, 0 for chance, 1 where both always say the same.

    Source: Cohen 1960.
    """
    agreed = float((one == other).mean())
    chance = float(one.mean() * other.mean() + (1 - one.mean()) * (1 - other.mean()))
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
