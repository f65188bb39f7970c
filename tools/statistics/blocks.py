"""Blocks: authors put together into at most 200 blocks that are resampled whole, as one's posts hang together.

A block of authors is as good a unit of resampling as an author once there are enough blocks, and sums by block are
small however many posts there are. Source: Rao & Shao, Biometrika 86 (1999) 403-415 (grouped jackknife).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

BLOCKS = 200


def blocks(names: Sequence[str]) -> NDArray[np.intp]:
    """Return the block of each of some distinct names, 0 to 199: one of its own where there are no more than 200.

    It depends on the names alone, not on their order.
    """
    import numpy as np

    if len(names) <= BLOCKS:
        places = {name: place for place, name in enumerate(sorted(names))}
        return np.array([places[name] for name in names], dtype=np.intp)
    return np.fromiter((crc32(name.encode()) % BLOCKS for name in names), dtype=np.intp, count=len(names))


def block_weights(count: int, *, draws: int, seed: int) -> Array:
    """Return weights of the blocks in each resample, shape (draws, count), of mean 1 and all above 0.

    The Bayesian bootstrap: no resample leaves a group without posts. Source: Rubin, Annals of Statistics 9 (1981).
    """
    import numpy as np

    drawn: Array = np.random.default_rng([seed, count]).standard_exponential((draws, count))
    return drawn
