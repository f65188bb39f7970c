"""Ranking: how likely each person is to be one of those to resemble, by a model that has not seen that person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.clustering.scale import scale
from tools.segmentation.matrix import Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FOLDS, ROUNDS = 5, 3
MOST_FITTED = 20_000
"""People a model is fitted on at most, drawn at random."""
_STRENGTH = 0.1
"""Inverse of the ridge's weight, on standardised features."""
_FAR = 3.0


class Ranking(NamedTuple):
    """Probabilities (people,), none by a model that was fitted on that person, and the features as it saw them."""

    chances: Array
    points: Array
    """(people, features), mean 0 and standard deviation 1."""


def ranking(matrix: Matrix, names: Sequence[str], chosen: Mask, *, seed: int) -> Ranking:
    """Rank people by a ridge logistic regression on standardised features and their squares, cross-fitted.

    Squares let it find people in the middle of a scale. Five folds, three times over with other folds, and averaged.
    """
    import numpy as np
    import sklearn.linear_model  # noqa: F401 (limits reach only what is loaded)
    from threadpoolctl import threadpool_limits

    points = _standardised(scale(matrix, names).points(matrix))
    columns = np.hstack([points, _standardised(np.clip(points, -_FAR, _FAR) ** 2)])
    with threadpool_limits(1):  # sums in another order are other numbers
        rounds = [_out_of_fold(columns, chosen, seed=seed + i) for i in range(ROUNDS)]
    return Ranking(np.mean(rounds, axis=0), points)


def _out_of_fold(columns: Array, chosen: Mask, *, seed: int) -> Array:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    chances = np.empty(len(chosen))
    random = np.random.default_rng(seed)
    for learnt, held_out in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(columns, chosen):
        some = learnt if len(learnt) <= MOST_FITTED else np.sort(random.choice(learnt, MOST_FITTED, replace=False))
        model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(columns[some], chosen[some])
        chances[held_out] = model.predict_proba(columns[held_out])[:, 1]
    return chances


def _standardised(columns: Array) -> Array:
    import numpy as np

    spread = columns.std(axis=0)
    return np.asarray((columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0))
