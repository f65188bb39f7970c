"""Fit: groups of people, found in their features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.errors import TooFewPosts, UnknownName
from tools.segmentation.asked import Definition
from tools.segmentation.clustering.axes import Axes, axes
from tools.segmentation.clustering.choosing import Choice, choose
from tools.segmentation.clustering.membership import Membership, membership
from tools.segmentation.clustering.scale import Scale, scale
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.features.defaults import default_features
from tools.segmentation.matrix import Matrix
from tools.segmentation.segmented import Placing, Segmented

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST = 3 * FLOOR
"""People below which nobody is grouped."""
FITTED = 6_000
"""People by whom groups are found at most, drawn at random; all are then placed."""


class Clusters:
    """Groups that were found, on the scale and axes of the people they were found in."""

    def __init__(self, measured: Scale, turned: Axes, choice: Choice, members: Membership | None) -> None:
        self.measured, self.turned, self.choice, self._members = measured, turned, choice, members

    def place(self, matrix: Matrix) -> Placing:
        """Place people by the same features: the likeliest group, and how likely it is."""
        import numpy as np

        if self._members is None:
            n = len(matrix.people)
            return Placing(np.ones(n, dtype=np.int64), np.ones(n))
        return self._members.placing(self.points(matrix))

    def chances(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return the probability of each group for each person, shape (people, k)."""
        import numpy as np

        return np.ones((len(matrix.people), 1)) if self._members is None else self._members.chances(self.points(matrix))

    def points(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return people as the algorithms saw them, shape (people, axes)."""
        return self.turned.turned(self.measured.points(matrix))


def segmented(definition: Definition, matrix: Matrix) -> Segmented:
    """Segment people by the features that the definition names, or by those that tell people apart by default.

    Raises TooFewPosts below `FEWEST` people, UnknownName for a feature that was not measured.
    """
    import sklearn.cluster  # noqa: F401 (limits reach only what is loaded)
    from threadpoolctl import threadpool_limits

    if len(matrix.people) < FEWEST:
        raise TooFewPosts(found=len(matrix.people), needed=FEWEST, what="people")
    names = _features(definition, matrix)
    with threadpool_limits(1):  # sums in another order are other numbers, and threads mostly wait here
        groups = _fitted(definition, matrix, names)
        placing = groups.place(matrix)
    return Segmented(definition, matrix, placing, groups, groups.choice.algorithm, groups.choice.k)


def _fitted(definition: Definition, matrix: Matrix, names: Sequence[str]) -> Clusters:
    import numpy as np

    order = np.argsort(np.array(matrix.people), kind="stable")
    if len(order) > FITTED:
        random = np.random.default_rng([definition.seed, len(order)])
        order = order[np.sort(random.choice(len(order), FITTED, replace=False))]
    people = Matrix(tuple(matrix.people[row] for row in order), matrix.features, matrix.values[order], matrix.period)
    measured = scale(people, names)
    points = measured.points(people)
    turned = axes(points)
    choice = choose(points, turned, definition)
    members = membership(turned.turned(points), choice, definition.seed) if choice.found is not None else None
    return Clusters(measured, turned, choice, members)


def _features(definition: Definition, matrix: Matrix) -> tuple[str, ...]:
    known = [feature.name for feature in matrix.features]
    for name in definition.features:
        if name not in known:
            raise UnknownName("feature", name, known)
    return definition.features or default_features(matrix)
