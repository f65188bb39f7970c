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
_SKEWED, _TRIFLE = 1.0, 1e-3
_RARE = 0.02
"""Share of people who must differ from the most common value for a feature to tell anything."""


class Standing(NamedTuple):
    """All who were there in either window, in order of their ids, with where they stood in each.

    `first` and `second`, (people, features), hold standardised values, 0 where unknown; `there1` and `there2` tell who
    was measured in which window, others have zeros. `nothing`, (features,): where somebody stands who does nothing of
    it, NaN for what is no count.
    """

    people: tuple[str, ...]
    features: tuple[Feature, ...]
    first: Array
    second: Array
    there1: NDArray[np.bool_]
    there2: NDArray[np.bool_]
    nothing: Array


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


def standing(first: Matrix, second: Matrix, features: tuple[Feature, ...], *, blurred: int | None = None) -> Standing:
    """Put the people of both windows on one scale.

    Features that are counts and lean to the right are taken by their square roots; each is then centred and divided by
    its standard deviation over both windows, so that neither window is the yardstick of the other. Left out are
    features in which 98 % or more of all people are alike, and how long people have been there, which grows by itself.

    `blurred` is the seed of noise of up to one count that is added to counts, so that people who did something equally
    seldom do not all stand on one spot (Machado & Santos Silva, JASA 100 (2005) 1226-1237); none: no noise.
    """
    import numpy as np

    both: list[Array] = [aligned(matrix, features).values for matrix in (first, second)]
    if blurred is not None:
        random = np.random.default_rng([blurred, 17])
        both = [
            _blurred(values, features, matrix.period.days, random)
            for values, matrix in zip(both, (first, second), strict=True)
        ]
    values = np.vstack(both)
    kept = [place for place, each in enumerate(features) if each.family != "tenure" and _tells(values[:, place])]
    scales = [_scale(values[:, place], features[place]) for place in kept]
    scaled = np.zeros((len(values), len(kept)))
    for column, (place, scale) in enumerate(zip(kept, scales, strict=True)):
        scaled[:, column] = scale.of(values[:, place])
    nothing = np.array([scale.nothing for scale in scales])
    people = tuple(sorted({*first.people, *second.people}))
    row = {person: place for place, person in enumerate(people)}
    rows = [np.array([row[person] for person in matrix.people], dtype=np.intp) for matrix in (first, second)]
    there = np.zeros((2, len(people)), dtype=bool)
    stood = np.zeros((2, len(people), len(kept)))
    for side, (mine, theirs) in enumerate(zip(rows, np.split(scaled, [len(first.people)]), strict=True)):
        there[side, mine], stood[side, mine] = True, theirs
    return Standing(people, tuple(features[place] for place in kept), stood[0], stood[1], there[0], there[1], nothing)


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


class _Scale(NamedTuple):
    rooted: bool
    mean: float
    spread: float
    counted: bool

    @property
    def nothing(self) -> float:
        return -self.mean / self.spread if self.counted else float("nan")

    def of(self, column: Array) -> Array:
        import numpy as np

        values = np.sqrt(np.maximum(column, 0)) if self.rooted else column
        return np.asarray(np.nan_to_num((values - self.mean) / self.spread))


def _scale(column: Array, feature: Feature) -> _Scale:
    import numpy as np

    known = column[~np.isnan(column)]
    centred = known - known.mean()
    skew = float((centred**3).mean() / max(float((centred**2).mean()) ** 1.5, 1e-12))
    rooted = bool(known.min() >= 0 and skew > _SKEWED)
    known = np.sqrt(known) if rooted else known
    spread = float(known.std())
    counted = feature.unit in COUNTED and bool(known.min() >= 0)
    return _Scale(rooted, float(known.mean()), spread if spread > 0 else 1.0, counted)


def _blurred(values: Array, features: tuple[Feature, ...], days: int, random: np.random.Generator) -> Array:
    """Add noise of up to one count in so many days to rates a week, and a trifle to the rest, so that none are tied."""
    import numpy as np

    noise = random.random(values.shape)
    spread = np.nan_to_num(values).std(axis=0)
    counts = np.array([feature.unit in COUNTED for feature in features])
    return np.asarray(values + noise * np.where(counts, 7 / days, _TRIFLE * spread))
