"""Leading slices: those that changed beyond chance when so many were looked at, each beyond what others explain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.keyness import discoveries
from tools.statistics.slices.contrast import Contrast, Sums, contrast
from tools.statistics.slices.table import Condition, Table
from tools.statistics.slices.tally import Cut, cuts, named, recount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

PENALTY = 4.0
"""What a second condition must add to the squared score to be worth its words."""
_ROUNDS = 8
"""Rounds of fitting the excesses of slices that overlap."""


class Slice(NamedTuple):
    """A slice: its conditions, what its share changed by above the rest, and the p-value of that alone.

    `known` is false where the first period cannot tell: it is then the later share less that of the other posts that
    meet the conditions `within` (of all other posts where there are none).
    """

    conditions: tuple[Condition, ...]
    excess: float
    chance: float
    known: bool
    within: tuple[Condition, ...]


class Found(NamedTuple):
    """The leading slices, and how many were looked at."""

    slices: tuple[Slice, ...]
    looks: int


def leading_slices(table: Table, *, most: int = 5, false_share: float = 0.05) -> Found:
    """Return the slices of one or two conditions that changed most surely above the rest, the surest first.

    Of those called so, 5 % at most are expected to be chance (Benjamini-Hochberg over every slice looked at); if
    nothing changed, anything is found in 5 % of tables at most. Only slices that moved more than the rest did are
    causes: where one platform sinks, the others do not rise. After each, the excess of all that were found, fitted
    together, is taken off their posts, and the others are tested anew on what is left: nothing is told twice.
    """
    import numpy as np

    field = _Field(table)
    if not field.cuts:
        return Found((), 0)
    first = left = field.contrast()
    standing = np.ones(len(field.cuts), dtype=bool)
    chosen: list[Slice] = []
    while len(chosen) < most:
        standing &= np.array(discoveries(left.p.tolist(), false_share=false_share))
        best = _best(left, field.cuts, standing)
        if best is None:
            break
        chosen.append(field.slice(best, first))
        standing[best] = False
        field.explain(best)
        left = field.contrast()
    return Found(tuple(chosen), len(field.cuts))


class _Tally(NamedTuple):
    """Posts of a part of the table, by slice (slices, blocks, 2) and in all (1, blocks, 2)."""

    slices: Array
    everyone: Array

    def less(self, other: _Tally, times: float) -> _Tally:
        return _Tally(self.slices - times * other.slices, self.everyone - times * other.everyone)


class _Explained(NamedTuple):
    """A slice that was found: its later posts, and the excess that is taken off them."""

    posts: _Tally
    excess: float


class _Field:
    """Every slice of a table, and what is left to explain in each."""

    def __init__(self, table: Table) -> None:
        import numpy as np

        self.table, self.cuts = table, cuts(table)
        self._known = np.array([cut.known for cut in self.cuts], dtype=bool)
        self._within = np.array([cut.within for cut in self.cuts], dtype=np.intp)
        self._posts = self._tally(table)
        self._counts = self._tally(table.where(table.counts))
        self._explained: dict[int, _Explained] = {}

    def contrast(self, places: Sequence[int] | None = None) -> Contrast:
        """Compare slices, or those at some places, with what they are to be compared with."""
        import numpy as np

        chosen = np.arange(len(self.cuts)) if places is None else np.asarray(places)
        inner = (self._within[chosen] >= 0)[:, None, None]
        tallies = (self._posts, self._counts)
        slices = Sums(*(tally.slices[chosen] for tally in tallies))
        parents = Sums(*(np.where(inner, tally.slices[self._within[chosen]], tally.everyone) for tally in tallies))
        return contrast(slices, parents, self._known[chosen])

    def explain(self, place: int) -> None:
        """Add a slice to what is explained: an excess for each such slice is fitted, and taken off its later posts."""
        part = self.table.where(self.table.later & self.table.holds(named(self.table, self.cuts[place])))
        self._explained[place] = _Explained(self._tally(part), 0.0)
        for _ in range(_ROUNDS):
            for each, explained in self._explained.items():
                more = float(self.contrast([each]).excess[0])
                self._explained[each] = explained._replace(excess=explained.excess + more)
                self._counts = self._counts.less(explained.posts, more)

    def slice(self, place: int, found: Contrast) -> Slice:
        """Return a slice as it is reported."""
        cut = self.cuts[place]
        within = named(self.table, self.cuts[cut.within]) if cut.within >= 0 else ()
        excess, chance = float(found.excess[place]), float(found.p[place])
        return Slice(named(self.table, cut), excess, chance, cut.known, within)

    def _tally(self, part: Table) -> _Tally:
        import numpy as np

        blocks = self.table.blocks
        everyone = np.bincount(part.block * 2 + part.later, weights=part.n, minlength=2 * blocks)
        return _Tally(recount(part, self.cuts, blocks=blocks), everyone.reshape(1, blocks, 2).astype(float))


def _best(found: Contrast, slices: tuple[Cut, ...], standing: NDArray[np.bool_]) -> int | None:
    """Place of the surest slice that moved more than the rest; of equals the first, which has fewer conditions."""
    import numpy as np

    causes = standing & (np.abs(found.own) > np.abs(found.rest))
    if not causes.any():
        return None
    deeper = np.array([len(cut.columns) - 1 for cut in slices])
    worth = np.where(causes, found.z**2 - PENALTY * deeper, -np.inf)
    return int(worth.argmax())
