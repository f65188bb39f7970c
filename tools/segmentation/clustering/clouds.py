"""Clouds: groups as round clouds of people, and where among them a person lies.

    P(cloud | x) = w N(x; centre, variance I) / the same summed over clouds

Where clouds are alike (equal weights and variances) the likeliest is the one with the nearest centre.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Labels = NDArray[np.int64]

_LEAST = 1e-3
"""Least variance of a cloud, on the scale where chance varies by one."""


class Clouds(NamedTuple):
    """Round clouds, k of them, in d dimensions."""

    weights: Array
    """Shape (k,): share of people, 1 together."""
    centres: Array
    """Shape (k, d)."""
    variances: Array
    """Shape (k,): in each direction."""

    def chances(self, points: Array) -> Array:
        """Return the probability of each cloud for each person, shape (people, k)."""
        import numpy as np

        scores = np.log(self.weights) - self.distances(points) / 2 - points.shape[1] / 2 * np.log(self.variances)
        scores -= scores.max(axis=1, keepdims=True)
        chances: Array = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances

    def distances(self, points: Array) -> Array:
        """Return squared distances from the centres in variances of the clouds, shape (people, k)."""
        import numpy as np

        squares = (points**2).sum(axis=1)[:, None] - 2 * points @ self.centres.T + (self.centres**2).sum(axis=1)
        far: Array = np.maximum(squares, 0) / self.variances
        return far

    def ordered(self, order: Labels) -> Clouds:
        """Return the same clouds in another order."""
        return Clouds(self.weights[order], self.centres[order], self.variances[order])


def clouds(points: Array, labels: Labels, *, alike: bool) -> Clouds:
    """Describe a partition (labels from 0, -1 for none) by clouds; `alike`: of equal weight and variance."""
    import numpy as np

    k = int(labels.max()) + 1
    sizes = np.bincount(labels[labels >= 0], minlength=k)
    centres = np.array([points[labels == each].mean(axis=0) for each in range(k)])
    within = np.array([((points[labels == each] - centres[each]) ** 2).sum() for each in range(k)])
    variances = within / np.maximum(sizes * points.shape[1], 1)
    if alike:
        pooled = within.sum() / max(sizes.sum() * points.shape[1], 1)
        return Clouds(np.full(k, 1 / k), centres, np.full(k, max(pooled, _LEAST)))
    return Clouds(sizes / sizes.sum(), centres, np.maximum(variances, _LEAST))
