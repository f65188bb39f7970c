"""Contrast: how much more a slice's share changed than that of the rest, and how likely chance makes that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]

FEWEST_BLOCKS, FEWEST_POSTS = 10, 30
"""Blocks of authors that a slice must touch, and posts that it is compared with in each period."""
_PRIOR = 2
"""Posts at the rate of all that a slice's own rate is mixed with under the null hypothesis."""
_LEAST = 0.02


class Sums(NamedTuple):
    """Posts and how many of them count, by block and period: each of shape (slices, blocks, 2)."""

    posts: Array
    counts: Array

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.posts - other.posts, self.counts - other.counts)

    def rates(self) -> Array:
        """Share that counts, shape (slices, 2); 0 where there are no posts."""
        import numpy as np

        rates: Array = self.counts.sum(axis=1) / np.maximum(self.posts.sum(axis=1), 1)
        return rates

    def scores(self) -> Array:
        """What each block moves the rates by, shape (slices, blocks, 2): the linearised rates."""
        import numpy as np

        posts = np.maximum(self.posts.sum(axis=1), 1)
        scores: Array = (self.counts - self.rates()[:, None] * self.posts) / posts[:, None]
        return scores


class Contrast(NamedTuple):
    """By slice: change above that of the rest, own change, the rest's, score in standard errors, and p-value."""

    excess: Array
    own: Array
    rest: Array
    z: Array
    p: Array


def contrast(slices: Sums, parents: Sums, known: Flags) -> Contrast:
    """Compare each slice with the other posts of its parent; without `known`, in the later period alone.

    The variance is that between blocks of authors, linearised, and never below that of single posts if slice and rest
    changed alike, which guards slices without a single negative post. Student's t has the blocks that the slice
    touches, less 1, as degrees of freedom; below 10 blocks, or 30 posts to compare with, p is 1.
    """
    import numpy as np
    from scipy.special import stdtr

    rest = parents - slices
    ours, theirs = slices.rates(), rest.rates()
    sides = np.stack([-known.astype(float), np.ones(len(known))], axis=1)
    excess = ((ours - theirs) * sides).sum(axis=1)
    start = np.where(known[:, None], np.stack([ours[:, 0], theirs[:, 0]], axis=1), parents.rates()[:, :1])
    own, others = ours[:, 1] - start[:, 0], theirs[:, 1] - start[:, 1]
    moved = ((slices.scores() - rest.scores()) * sides[:, None]).sum(axis=2)
    blocks = moved.shape[1]
    clustered = blocks / max(blocks - 1, 1) * (moved**2).sum(axis=1)
    variance = np.maximum(clustered, _alike(slices, parents, known, others) + _alike(rest, parents, known, others))
    z = excess / np.sqrt(np.maximum(variance, 1e-12))
    touched = (slices.posts * np.abs(sides)[:, None]).any(axis=2).sum(axis=1)
    chance = 2 * stdtr(np.maximum(touched - 1, 1), -np.abs(z))
    beside = np.where(sides == 0, np.inf, rest.posts.sum(axis=1)).min(axis=1)
    usable = (touched >= FEWEST_BLOCKS) & (beside >= FEWEST_POSTS)
    return Contrast(excess, own, others, z, np.where(usable, chance, 1.0))


def _alike(part: Sums, parents: Sums, known: Flags, shift: Array) -> Array:
    """Variance of the change of a part, of single posts, if slice and rest changed alike."""
    import numpy as np

    posts = np.maximum(part.posts.sum(axis=1), 1)
    whole = parents.counts.sum(axis=(1, 2)) / parents.posts.sum(axis=(1, 2))
    pooled = (part.counts.sum(axis=(1, 2)) + _PRIOR * whole) / (part.posts.sum(axis=(1, 2)) + _PRIOR)
    later = parents.rates()[:, 1]
    rates = np.where(
        known[:, None], np.stack([pooled - shift / 2, pooled + shift / 2], axis=1), np.stack([later, later], axis=1)
    )
    rates = np.clip(rates, _LEAST, 1 - _LEAST)
    by_side = rates * (1 - rates) / posts
    total: Array = by_side[:, 1] + np.where(known, by_side[:, 0], 0.0)
    return total
