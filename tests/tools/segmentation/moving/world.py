"""A world by hand: people on a few spots of a plane, whose groups and moves can be held in the head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from tools.base import Period
from tools.segmentation.asked import Algorithm, Definition
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.segmented import Placing, Segmented

BEFORE = Period(start=date(2026, 3, 2), end=date(2026, 3, 29))
AFTER = Period(start=date(2026, 3, 30), end=date(2026, 4, 26))
ALL = Period(start=BEFORE.start, end=AFTER.end)
FEATURES = (Feature("use.a", "uses of a a week", "per week"), Feature("use.b", "uses of b a week", "per week"))
SPOTS = np.array([[4.0, 4.0], [20.0, 4.0], [4.0, 20.0], [20.0, 20.0]])


class Nearest:
    """Groups around centres that are given."""

    def __init__(self, centres: np.ndarray) -> None:
        self.centres = centres

    def place(self, matrix: Matrix) -> Placing:
        """Place people at the nearest centre."""
        far = ((self.points(matrix)[:, None] - self.centres[None]) ** 2).sum(axis=2)
        return Placing(far.argmin(axis=1) + 1, np.ones(len(far)))

    def points(self, matrix: Matrix) -> np.ndarray:
        """Return values as they are."""
        return np.nan_to_num(matrix.values)


class Worlds:
    """A segmenter of matrices that are given by period."""

    def __init__(self, matrices: Mapping[Period, Matrix], centres: np.ndarray, k: int | None = None) -> None:
        self.matrices, self.centres, self.k = matrices, centres, k or len(centres)

    def matrix(self, definition: Definition) -> Matrix:
        """Return the matrix of a period, all days by default."""
        return self.matrices[definition.period or ALL]

    def segmented(self, definition: Definition) -> Segmented:
        """Segment by the nearest centre."""
        return by_hand(self.matrix(definition), self.centres, k=self.k)


def by_hand(matrix: Matrix, centres: np.ndarray, *, k: int | None = None, algorithm: Algorithm = "kmeans") -> Segmented:
    """Segment people around centres that are given."""
    groups = Nearest(centres)
    definition = Definition(dataset="demo", period=matrix.period, features=tuple(f.name for f in matrix.features))
    return Segmented(definition, matrix, groups.place(matrix), groups, algorithm, k or len(centres))


def people(spots: np.ndarray, period: Period, *, seed: int, noise: float = 1.0, away: int = 0) -> Matrix:
    """Put person i near spot i, (people, 2); the last `away` people were not there."""
    values = spots + np.random.default_rng(seed).normal(0, noise, spots.shape)
    kept = len(spots) - away
    names = tuple(f"u{i:04d}" for i in range(kept))
    return Matrix(names, FEATURES, np.maximum(values[:kept], 0), period)


def at(*counts: int, spots: np.ndarray = SPOTS) -> np.ndarray:
    """Return so many people on each spot, in order."""
    return np.repeat(spots[: len(counts)], counts, axis=0)
