"""Earlier: the segmentation of the earlier days, by the method, features and numbers of that of all days."""

from __future__ import annotations

from tools.base import Period
from tools.segmentation.asked import Definition, SegmentsQuery
from tools.segmentation.clustering.algorithms import ALGORITHMS
from tools.segmentation.clustering.axes import axes
from tools.segmentation.clustering.choosing import Choice
from tools.segmentation.clustering.fit import FITTED, Clusters
from tools.segmentation.clustering.membership import membership
from tools.segmentation.clustering.scale import scale
from tools.segmentation.features.defaults import default_features
from tools.segmentation.matrix import Matrix
from tools.segmentation.moving.renumbering import renumbered
from tools.segmentation.moving.standing import part_of
from tools.segmentation.segmented import Segmented


def within(query: SegmentsQuery, days: Period) -> Definition:
    """Return the definition of the same segmentation over other days."""
    return query.definition.model_copy(update={"period": days})


def earlier_segments(whole: Segmented, earlier: Matrix) -> Segmented:
    """Segment the people of the earlier days, by the method and the number of groups that all days together show.

    A half of the days is too little to choose those by. Segments are numbered as over all days, so that one number
    means the same group in every answer; a number without a like one there goes to what is left.
    """
    names = whole.definition.features or default_features(whole.matrix)
    fields = {"period": earlier.period, "features": names, "algorithm": whole.algorithm, "k": max(whole.k, 2)}
    found = regrouped(whole.definition.model_copy(update=fields), earlier)
    return renumbered(found, whole) if found.k > 1 else found


def regrouped(definition: Definition, matrix: Matrix) -> Segmented:
    """Segment people by an algorithm, a number of groups and features that are given, without judging them.

    The same groups as `tools.segmentation.clustering.fit` finds for such a definition, in a tenth of the time.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    algorithm, k, seed = definition.algorithm or "gaussian_mixture", definition.k or 2, definition.seed
    some = matrix
    if len(matrix.people) > FITTED:
        rows = np.zeros(len(matrix.people), dtype=bool)
        rows[np.random.default_rng([seed, len(rows)]).choice(len(rows), FITTED, replace=False)] = True
        some = part_of(matrix, rows)
    with threadpool_limits(1):  # sums in another order would be other numbers
        measured = scale(some, definition.features)
        turned = axes(measured.points(some))
        points = turned.turned(measured.points(some))
        found = ALGORITHMS[algorithm](points, k, seed)
        choice = Choice(max(found.k, 1), algorithm, (), (), found if found.k > 1 else None)
        members = membership(points, choice, seed) if choice.found is not None else None
        groups = Clusters(measured, turned, choice, members)
        return Segmented(definition, matrix, groups.place(matrix), groups, algorithm, choice.k)
