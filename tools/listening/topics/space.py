"""Space: where posts lie by what they are about, whosever it is: meaning and words together, brands taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.statistics.grouping import drawn_to_neighbours, spherical_kmeans, unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tools.listening.topics.terms import Terms

    Array = NDArray[np.floating[Any]]

WORDS_WEIGHT = 0.5
"""Length of the words' part beside the vectors' 1."""
_WORD_AXES, _AXES, _ROUNDS, _SPARE = 100, 100, 3, 10
_NEAR, _SEARCHED, _POSTS_A_CELL, _CELLS = 15, 6, 15, 80


def about(vectors: Array, whose: Array) -> Array:
    """Return the vectors without what they share with brand and language: the residuals of a linear regression.

    A post that praises a rival's app then lies beside one that praises ours. Rows have length 1.
    """
    import numpy as np

    known = np.column_stack([np.ones(len(vectors)), whose])
    weights = np.linalg.lstsq(known, vectors, rcond=None)[0]
    return unit(vectors - known @ weights)


def topic_space(meaning: Array, found: Terms, *, seed: int) -> Array:
    """Return posts of `about`, (n, d), where topics are looked for: with words, in 100 axes, near ones drawn together.

    Words count by TF-IDF in 100 axes (latent semantic analysis: Deerwester et al., JASIS 41, 1990) and weigh a fifth of
    the squared length; then principal axes, then each post moves to the mean of its 15 nearest.
    """
    import numpy as np

    both = np.column_stack([meaning, WORDS_WEIGHT * _by_words(found, seed)])
    centred = both - both.mean(axis=0)
    axes = np.linalg.eigh(centred.T @ centred)[1][:, -_AXES:]
    points = unit(centred @ axes)
    cells = spherical_kmeans(points, cells_of(len(points)), seed=seed)
    return drawn_to_neighbours(points, cells, near=_NEAR, searched=_SEARCHED)


def cells_of(posts: int) -> int:
    """Return into how many small groups so many posts are put before these are merged."""
    return max(2, min(_CELLS, posts // _POSTS_A_CELL))


def _by_words(found: Terms, seed: int) -> Array:
    """Principal axes of the TF-IDF matrix by random projection (Halko, Martinsson & Tropp, SIAM Review 53, 2011)."""
    import numpy as np
    from scipy.sparse import diags

    n, width = found.held.shape
    axes = min(_WORD_AXES, width, n)
    if axes == 0:
        return np.zeros((n, 0))
    rarity = np.log(n / np.asarray(found.held.sum(axis=0)).ravel())
    weighed = found.held @ diags(rarity)
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    weighed = diags(1 / np.where(lengths > 0, lengths, 1.0)) @ weighed
    probe = np.random.default_rng(seed).standard_normal((width, min(axes + _SPARE, width, n)))
    basis = np.linalg.qr(weighed @ probe)[0]
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(weighed @ (weighed.T @ basis))[0]
    small = (weighed.T @ basis).T
    values, turned = np.linalg.eigh(small @ small.T)
    scale = np.sqrt(np.maximum(values[-axes:], 0.0))
    return unit(basis @ turned[:, -axes:] * scale)
