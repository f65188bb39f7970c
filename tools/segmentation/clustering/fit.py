"""Fit: groups of people, found in their features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Placing, Segmented

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Centred:
    """Groups around centres, on standardised square roots."""

    def __init__(self, definition: Definition, matrix: Matrix) -> None:
        from sklearn.cluster import KMeans
        from sklearn.metrics import silhouette_score
        from sklearn.preprocessing import StandardScaler

        self._scaler = StandardScaler().fit(_rooted(matrix))
        points = self._scaler.transform(_rooted(matrix))
        tried = {
            k: KMeans(k, n_init=10, random_state=definition.seed).fit(points)
            for k in ([definition.k] if definition.k else range(2, definition.capacity + 1))
        }
        self.k = max(tried, key=lambda k: float(silhouette_score(points, tried[k].labels_, random_state=0)))
        self._model = tried[self.k]

    def place(self, matrix: Matrix) -> Placing:
        """Place people at the nearest centre; the confidence is a softmax of squared distances."""
        import numpy as np

        points = self._scaler.transform(_rooted(matrix))
        distances = self._model.transform(points) ** 2
        order = np.argsort(-np.bincount(self._model.labels_, minlength=self.k), kind="stable")
        weights = np.exp(-(distances - distances.min(axis=1, keepdims=True)) / 2)[:, order]
        weights /= weights.sum(axis=1, keepdims=True)
        return Placing(weights.argmax(axis=1) + 1, weights.max(axis=1))


def segmented(definition: Definition, matrix: Matrix) -> Segmented:
    """Segment people by the features that the definition names, all by default."""
    groups = Centred(definition, matrix)
    return Segmented(definition, matrix, groups.place(matrix), groups, "kmeans", groups.k)


def _rooted(matrix: Matrix) -> NDArray[np.float64]:
    import numpy as np

    rooted: NDArray[Any] = np.sqrt(np.nan_to_num(matrix.values))
    return rooted
