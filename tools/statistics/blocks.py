"""Blocks: authors put together into 256 blocks that are resampled whole, since the posts of one author hang together.

A block of authors is as good a unit of resampling as an author once there are enough blocks, and sums by block are
small however many posts there are. A block is named by the first two digits of the MD5 digest of the author's id, so
that it depends on nothing else. Source: Rao & Shao, Biometrika 86 (1999) 403-415 (grouped jackknife).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

BLOCK_DIGITS = 2


def block_weights(count: int, *, draws: int, seed: int) -> Array:
    """Return weights of blocks in each resample, shape (draws, count), of mean 1 and all above 0.

    The Bayesian bootstrap: no resample leaves a group without posts. Source: Rubin, Annals of Statistics 9 (1981).
    """
    import numpy as np

    drawn: Array = np.random.default_rng([seed, count]).standard_exponential((draws, count))
    return drawn
