"""Segmented: people in groups, with how sure each membership is, and how the groups came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tools.segmentation.asked import Algorithm, Audience, Definition
from tools.segmentation.matrix import Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Placing(NamedTuple):
    """Where people belong: rows in the order of a matrix."""

    segment: NDArray[np.int64]
    """1 for the largest segment, 2 for the next; 0 for people in none."""
    confidence: NDArray[np.float64]
    """Probability that the person belongs to that segment, 0 to 1; 0 for people in none."""


class Groups(Protocol):
    """Fitted groups, which place other people too: those of another week, or those who were not there."""

    def place(self, matrix: Matrix) -> Placing:
        """Place people by the same features, on the scale of the people that the groups were fitted on."""
        ...

    def points(self, matrix: Matrix) -> NDArray[np.float64]:
        """Return people as the groups were found, shape (people, axes): distances there are what grouping went by."""
        ...


class Segmented(NamedTuple):
    """A segmentation of one dataset version. It names people, so it never leaves the house whole."""

    definition: Definition
    matrix: Matrix
    placing: Placing
    groups: Groups
    algorithm: Algorithm
    k: int
    """How many segments there are; 1 where the data show no groups."""

    def members(self, segment: int) -> NDArray[np.bool_]:
        """Return which rows belong to a segment."""
        chosen: NDArray[np.bool_] = self.placing.segment == segment
        return chosen


class Segmenter(Protocol):
    """Gives the features of people and their segmentations; what was worked out once is kept."""

    def matrix(self, definition: Definition) -> Matrix:
        """Measure the people of a definition: all its features."""
        ...

    def segmented(self, definition: Definition) -> Segmented:
        """Segment the people of a definition; TooFewPosts (of people) where they are too few."""
        ...


__all__ = ["Audience", "Groups", "Placing", "Segmented", "Segmenter"]
