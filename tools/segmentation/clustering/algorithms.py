"""Algorithms: four ways to group points, each giving labels and the clouds that describe them."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.asked import Algorithm
from tools.segmentation.clustering.clouds import Clouds, clouds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Labels = NDArray[np.int64]

_STARTS = 5
"""Starts of k-means, of which the best is kept."""
_MANY = 2_000
"""People from which on linkage and density, dear by the square, group as many drawn at random and place the others."""
_DENSE_SHARE, _DENSE_FEWEST, _NEIGHBOURS = 0.03, 20, 10
"""HDBSCAN: the least share and number of people of a group, and how many near ones make a place dense."""


class Found(NamedTuple):
    """What an algorithm made of points."""

    labels: Labels
    """Shape (people,): from 0, -1 for people in no group."""
    clouds: Clouds | None
    """None where no group was found."""
    spread: float = 0.0
    """Sum of squared distances from the centres of groups."""

    @property
    def k(self) -> int:
        """How many groups."""
        return int(self.labels.max()) + 1


def kmeans(points: Array, k: int, seed: int, *, starts: int = _STARTS) -> Found:
    """Lloyd's k-means: groups around the nearest of k centres, the best of so many starts."""
    from sklearn.cluster import KMeans

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fewer distinct points than centres: it then finds fewer groups
        fitted = KMeans(k, n_init=starts, random_state=seed).fit(points)
    labels = _counted_up(fitted.labels_)
    return Found(labels, clouds(points, labels, alike=True), float(fitted.inertia_))


def gaussian_mixture(points: Array, k: int, seed: int) -> Found:
    """Round clouds of different size and width, by expectation maximisation from the best k-means."""
    import numpy as np
    from sklearn.mixture import GaussianMixture

    start = kmeans(points, k, seed)
    if start.clouds is None or start.k < k:
        return start
    at = clouds(points, start.labels, alike=False)
    mixture = GaussianMixture(
        k,
        covariance_type="spherical",
        weights_init=at.weights,
        means_init=at.centres,
        precisions_init=1 / at.variances,
        reg_covar=1e-3,
        max_iter=200,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # not converged in so many steps: the best so far
        mixture.fit(points)
    labels = mixture.predict(points).astype(np.int64)
    return Found(labels, Clouds(mixture.weights_, mixture.means_, mixture.covariances_), start.spread)


def hierarchical(points: Array, k: int, seed: int) -> Found:
    """Join the two groups that widen least by it, over and over (Ward), until k are left."""
    from sklearn.cluster import AgglomerativeClustering

    some = _some(points, seed)
    drawn = _counted_up(AgglomerativeClustering(k, linkage="ward").fit_predict(points[some]))
    at = clouds(points[some], drawn, alike=True)
    labels = drawn if len(some) == len(points) else at.chances(points).argmax(axis=1)
    return Found(labels, at)


def hdbscan(points: Array, k: int, seed: int) -> Found:
    """Find dense places with emptier ones between; it chooses the number itself, and leaves out who lies between."""
    import numpy as np
    from sklearn.cluster import HDBSCAN
    from sklearn.neighbors import KNeighborsClassifier

    del k
    some = _some(points, seed)
    least = max(_DENSE_FEWEST, round(_DENSE_SHARE * len(some)))
    drawn = HDBSCAN(min_cluster_size=least, min_samples=_NEIGHBOURS, copy=True).fit_predict(points[some])
    if drawn.max() < 0:
        return Found(np.full(len(points), -1), None)
    labels = drawn
    if len(some) < len(points):
        labels = KNeighborsClassifier(1).fit(points[some], drawn).predict(points)
    return Found(labels.astype("int64"), clouds(points, labels, alike=False))


Find = Callable[["Array", int, int], Found]
"""Points, a number of groups, a seed."""
ALGORITHMS: Mapping[Algorithm, Find] = {
    "gaussian_mixture": gaussian_mixture,
    "kmeans": kmeans,
    "hierarchical": hierarchical,
    "hdbscan": hdbscan,
}
"""In the order in which they are preferred where they do equally well: a mixture says how sure each place is."""


def _counted_up(labels: NDArray[np.integer]) -> Labels:
    """Number labels from 0 without gaps."""
    import numpy as np

    numbered: Labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return numbered


def _some(points: Array, seed: int) -> Labels:
    """Draw rows where there are many; sorted."""
    import numpy as np

    if len(points) <= _MANY:
        return np.arange(len(points))
    return np.sort(np.random.default_rng([seed, len(points)]).choice(len(points), _MANY, replace=False))
