"""Leading slices: those that changed beyond chance when so many were looked at, each beyond what others explain."""

from __future__ import annotations

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
    causes: where one platform sinks, the others do not rise. After each, its excess is taken off its posts, and the
    others are judged by what is left: parts of the same posts are not told twice.
    """
    import numpy as np

    field = _Field(table)
    if not field.cuts:
        return Found((), 0)
    first = left = field.contrast()
    standing = np.array(discoveries(first.p.tolist(), false_share=false_share))
    limit = float(first.p[standing].max(initial=0.0))
    chosen: list[Slice] = []
    while len(chosen) < most:
        best = _best(left, field.cuts, standing & (left.p <= limit))
        if best is None:
            break
        chosen.append(field.slice(best, first))
        standing[best] = False
        field.take_off(chosen[-1].conditions, float(left.excess[best]))
        left = field.contrast()
    return Found(tuple(chosen), len(field.cuts))


class _Field:
    """Every slice of a table, and what is left to explain in each."""

    def __init__(self, table: Table) -> None:
        import numpy as np

        self.table, self.cuts = table, cuts(table)
        self._known = np.array([cut.known for cut in self.cuts], dtype=bool)
        self._within = np.array([cut.within for cut in self.cuts], dtype=np.intp)
        self._posts, self._all_posts = self._tally(table)
        self._counts, self._all_counts = self._tally(table.where(table.counts))

    def contrast(self) -> Contrast:
        """Compare each slice with what it is to be compared with."""
        import numpy as np

        inner = (self._within >= 0)[:, None, None]
        parents = Sums(
            np.where(inner, self._posts[self._within], self._all_posts),
            np.where(inner, self._counts[self._within], self._all_counts),
        )
        return contrast(Sums(self._posts, self._counts), parents, self._known)

    def take_off(self, conditions: tuple[Condition, ...], excess: float) -> None:
        """Take the excess off each later post of a slice."""
        posts, all_posts = self._tally(self.table.where(self.table.later & self.table.holds(conditions)))
        self._counts = self._counts - excess * posts
        self._all_counts = self._all_counts - excess * all_posts

    def slice(self, place: int, found: Contrast) -> Slice:
        """Return a slice as it is reported."""
        cut = self.cuts[place]
        within = named(self.table, self.cuts[cut.within]) if cut.within >= 0 else ()
        excess, chance = float(found.excess[place]), float(found.p[place])
        return Slice(named(self.table, cut), excess, chance, cut.known, within)

    def _tally(self, part: Table) -> tuple[Array, Array]:
        """Posts of a part of the table, by slice and in all: shapes (slices, blocks, 2) and (1, blocks, 2)."""
        import numpy as np

        blocks = self.table.blocks
        everyone = np.bincount(part.block * 2 + part.later, minlength=2 * blocks).reshape(1, blocks, 2)
        return recount(part, self.cuts, blocks=blocks), everyone.astype(float)


def _best(found: Contrast, slices: tuple[Cut, ...], standing: NDArray[np.bool_]) -> int | None:
    """Place of the surest slice that moved more than the rest; of equals the first, which has fewer conditions."""
    import numpy as np

    causes = standing & (np.abs(found.own) > np.abs(found.rest))
    if not causes.any():
        return None
    deeper = np.array([len(cut.columns) - 1 for cut in slices])
    worth = np.where(causes, found.z**2 - PENALTY * deeper, -np.inf)
    return int(worth.argmax())
