"""Resampled: label counts of groups in both periods, resampled by author and corrected for the reader's error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.facts import Facts
from tools.sentiment.change.posts import Posts
from tools.sentiment.correction import Corrected, corrected
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.blocks import block_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]

DRAWS = 500
THIN = 10
"""Posts below which a group's rate in a period is not looked at."""
ALL = "all"


class Cells(NamedTuple):
    """Posts of groups by period (before, later): how many, shape (groups, 2), resampled (draws, groups, 2)."""

    sizes: Array
    drawn: Array


class Rates(NamedTuple):
    """A measure of groups by period, (groups, 2): corrected, as counted, and simulated (draws, groups, 2).

    Not a number where a group has fewer than 10 posts in a period.
    """

    value: Array
    raw: Array
    draws: Array


class Resampled:
    """Counts by key; every key is resampled with the same authors, so that groups vary together."""

    def __init__(self, posts: Posts, *, seed: int) -> None:
        self.posts, self.seed = posts, seed
        self.blocks = int(posts.block.max()) + 1
        self.cells: dict[str, Cells] = {}
        self._counts: dict[str, Array] = {}
        self._drawn: dict[str, Array] = {}
        self._weights = block_weights(self.blocks, draws=DRAWS, seed=seed)

    def add(
        self, key: str, codes: Places, groups: int, *, rows: Places | None = None, among: Places | None = None
    ) -> None:
        """Count labels of groups; `codes` gives the group of each entry, below 0 for none (see `Facet`)."""
        import numpy as np

        entries = np.arange(len(self.posts.n)) if rows is None else rows
        shared = np.ones(len(entries), dtype=np.intp) if among is None else among
        cell = (codes * 2 + self.posts.later[entries]) * len(SENTIMENTS) + self.posts.labels[entries]
        place, n = self.posts.block[entries] + cell * self.blocks, self.posts.n[entries]
        shape = (groups, 2, len(SENTIMENTS))
        counted = np.zeros((groups * 2 * len(SENTIMENTS), self.blocks))
        for times in np.unique(shared):  # whole numbers are added, so that the order of rows cannot matter
            these = (codes >= 0) & (shared == times)
            counted += (
                np.bincount(place[these], weights=n[these], minlength=counted.size).reshape(counted.shape) / times
            )
        self._counts[key] = counted.sum(axis=1).reshape(shape)
        self._drawn[key] = (self._weights @ counted.T).reshape(-1, *shape)
        self.cells[key] = Cells(self._counts[key].sum(axis=2), self._drawn[key].sum(axis=3))

    def corrected(self, facts: Facts) -> Answers:
        """Correct all that was added: all share the reader's errors, both periods of a group how it is read."""
        counts, drawn, scopes = {}, {}, {}
        for key, group, side in self._thick():
            scopes[f"{key}.{group}.{side}"] = f"{key}.{group}"
            counts[f"{key}.{group}.{side}"] = self._counts[key][group, side].tolist()
            some = self._drawn[key][:, group, side]
            drawn[f"{key}.{group}.{side}"] = some / some.sum(axis=1, keepdims=True)
        whole = self._counts[ALL].sum(axis=(0, 1)).tolist()
        answer = corrected(counts, facts, whole=whole, seed=self.seed, resampled=drawn, scopes=scopes)
        return Answers(self.cells, answer)

    def _thick(self) -> list[tuple[str, int, int]]:
        """Groups and periods with enough posts for a rate."""
        return [
            (key, group, side)
            for key, cells in self.cells.items()
            for group in range(len(cells.sizes))
            for side in (0, 1)
            if cells.sizes[group, side] >= THIN
        ]


class Answers(NamedTuple):
    """Corrected shares of every group and period, from which rates by any measure are made."""

    cells: dict[str, Cells]
    corrected: Corrected

    def rates(self, key: str, measure: tuple[float, ...]) -> Rates:
        """Return the rates of the groups of a key; a measure weighs the shares of negative, neutral and positive."""
        import numpy as np

        cells, weights = self.cells[key], np.asarray(measure)
        rates = Rates(*(np.full(one.shape, np.nan) for one in (cells.sizes, cells.sizes, cells.drawn)))
        for group, side in np.argwhere(cells.sizes >= THIN):
            shares = self.corrected.shares[f"{key}.{group}.{side}"]
            rates.value[group, side] = shares.value @ weights
            rates.raw[group, side] = shares.raw @ weights
            rates.draws[:, group, side] = shares.draws @ weights
        return rates
