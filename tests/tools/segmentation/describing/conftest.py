"""People in segments, made by hand: what they did is given, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from tools.base import Period
from tools.segmentation.asked import Definition
from tools.segmentation.matrix import Feature, Matrix
from tools.segmentation.segmented import Placing, Segmented

PERIOD = Period(start=date(2026, 3, 2), end=date(2026, 3, 29))
SUMMARIES = Feature("use.summaries", "uses of summaries a week", "per week", "use")
AGENDA = Feature("use.agenda", "uses of agenda a week", "per week", "use")
NET = Feature("feeling.net", "net sentiment of posts", "net")

NAMES = (SUMMARIES.name, AGENDA.name, NET.name)


class Fixed:
    """Groups that place nobody else, found in the features as they are."""

    def place(self, matrix: Matrix) -> Placing:
        raise NotImplementedError

    def points(self, matrix: Matrix) -> np.ndarray:
        return np.nan_to_num(matrix.values)


class Given:
    """A segmenter that knows one segmentation."""

    def __init__(self, segmented: Segmented) -> None:
        self._segmented = segmented

    def matrix(self, definition: Definition) -> Matrix:  # noqa: ARG002 - of the protocol
        return self._segmented.matrix

    def segmented(self, definition: Definition) -> Segmented:  # noqa: ARG002
        return self._segmented


def people(n: int) -> tuple[str, ...]:
    """Return ids in order."""
    return tuple(f"u_{number:05d}" for number in range(n))


def segmented(
    segment: Sequence[int], values: np.ndarray, features: Sequence[Feature] = (SUMMARIES, AGENDA),
    *, used: tuple[str, ...] = (), confidence: float = 0.9,
) -> Segmented:  # fmt: skip
    """Return a segmentation of people: the segment of each, and their features (people, features)."""
    numbers = np.asarray(segment)
    matrix = Matrix(people(len(numbers)), tuple(features), np.asarray(values, dtype=float), PERIOD)
    placing = Placing(numbers, np.where(numbers > 0, confidence, 0.0))
    definition = Definition(dataset="demo", features=used)
    return Segmented(definition, matrix, placing, Fixed(), "kmeans", int(numbers.max()))


def two_groups(n: int = 200, *, seed: int = 0) -> Segmented:
    """Three in five people use summaries twice a week or so, the others the agenda; each hardly the other's."""
    random = np.random.default_rng(seed)
    first = np.arange(n) < 3 * n // 5
    values = np.stack([random.poisson(np.where(first, 8, 1)) / 4, random.poisson(np.where(first, 1, 8)) / 4], axis=1)
    return segmented(np.where(first, 1, 2), values)
