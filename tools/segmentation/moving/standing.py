"""Standing: people of two windows on one scale, feature by feature, so that distances mean something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.matrix import Feature, Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

COUNTED = ("per week",)
"""Units of features that a person for whom nothing is recorded has 0 of."""
_SKEWED = 1.0
_RARE = 0.02
"""Share of people who must differ from the most common value for a feature to tell anything."""


class Standing(NamedTuple):
    """All who were there in either window, in order of their ids, with where they stood in each.

    `first` and `second`, (people, features), hold standardised values, 0 where unknown; `there1` and `there2` tell who
    was measured in which window, others have zeros.
    """

    people: tuple[str, ...]
    features: tuple[Feature, ...]
    first: Array
    second: Array
    there1: NDArray[np.bool_]
    there2: NDArray[np.bool_]


def aligned(matrix: Matrix, features: tuple[Feature, ...]) -> Matrix:
    """Return the same people by other features, in their order.

    A feature that was not measured is 0 where it is a count, since nobody did it, and else unknown.
    """
    import numpy as np

    known = {feature.name: place for place, feature in enumerate(matrix.features)}
    values = np.full((len(matrix.people), len(features)), np.nan)
    for place, feature in enumerate(features):
        if feature.name in known:
            values[:, place] = matrix.values[:, known[feature.name]]
        elif feature.unit in COUNTED:
            values[:, place] = 0.0
    return matrix._replace(features=features, values=values)


def part_of(matrix: Matrix, rows: NDArray[np.bool_]) -> Matrix:
    """Return some of the people."""
    people = tuple(person for person, kept in zip(matrix.people, rows, strict=True) if kept)
    return matrix._replace(people=people, values=matrix.values[rows])


def standing(first: Matrix, second: Matrix, features: tuple[Feature, ...]) -> Standing:
    """Put the people of both windows on one scale.

    Features that are counts and lean to the right are taken by their square roots; each is then centred and divided by
    its standard deviation over both windows, so that neither window is the yardstick of the other. Left out are
    features in which 98 % or more of all people are alike, and how long people have been there, which grows by itself.
    """
    import numpy as np

    both = [aligned(matrix, features).values for matrix in (first, second)]
    values = np.vstack(both)
    kept = [place for place, each in enumerate(features) if each.family != "tenure" and _tells(values[:, place])]
    scaled = np.column_stack([_scaled(values[:, place]) for place in kept]) if kept else np.zeros((len(values), 0))
    people = tuple(sorted({*first.people, *second.people}))
    row = {person: place for place, person in enumerate(people)}
    rows = [np.array([row[person] for person in matrix.people], dtype=np.intp) for matrix in (first, second)]
    there = np.zeros((2, len(people)), dtype=bool)
    stood = np.zeros((2, len(people), len(kept)))
    for side, (mine, theirs) in enumerate(zip(rows, np.split(scaled, [len(first.people)]), strict=True)):
        there[side, mine], stood[side, mine] = True, theirs
    return Standing(people, tuple(features[place] for place in kept), stood[0], stood[1], there[0], there[1])


def spread_over(labels: Places, there: NDArray[np.bool_]) -> Places:
    """Return labels of the people who were there as labels of all, -1 for the others; rows are in order of ids."""
    import numpy as np

    found = np.full(len(there), -1, dtype=np.intp)
    found[there] = labels
    return found


def _tells(column: Array) -> bool:
    import numpy as np

    known = column[~np.isnan(column)]
    if len(known) < 2:
        return False
    _, counts = np.unique(known, return_counts=True)
    return bool(1 - counts.max() / len(known) >= _RARE)


def _scaled(column: Array) -> Array:
    import numpy as np

    known = column[~np.isnan(column)]
    centred = known - known.mean()
    skew = float((centred**3).mean() / max(float((centred**2).mean()) ** 1.5, 1e-12))
    if known.min() >= 0 and skew > _SKEWED:
        column, known = np.sqrt(column), np.sqrt(known)
    spread = float(known.std())
    return np.asarray(np.nan_to_num((column - known.mean()) / (spread if spread > 0 else 1.0)))
