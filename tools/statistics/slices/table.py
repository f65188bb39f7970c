"""Table: posts of two periods as arrays, with the columns that slices are cut by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]


class Condition(NamedTuple):
    """A column that has a value."""

    column: str
    value: str


class Column(NamedTuple):
    """Values, and for each entry the place of its value, below 0 for none.

    Entries are the rows; where a row may have several values, `rows` names the row of each entry. A `fresh` column is
    one whose values the first period cannot have, as being a newcomer is.
    """

    name: str
    values: tuple[str, ...]
    codes: Places
    rows: Places | None = None
    fresh: bool = False


class Table(NamedTuple):
    """Posts, `n` alike by row: whether of the later period, whether they count (are negative), their authors' block."""

    n: Places
    later: Flags
    counts: Flags
    block: Places
    columns: tuple[Column, ...]

    @property
    def blocks(self) -> int:
        """How many blocks of authors there are."""
        return int(self.block.max(initial=0)) + 1

    def where(self, kept: Flags) -> Table:
        """Return the rows that are kept."""
        columns = tuple(_kept(column, kept) for column in self.columns)
        return Table(self.n[kept], self.later[kept], self.counts[kept], self.block[kept], columns)

    def holds(self, conditions: tuple[Condition, ...]) -> Flags:
        """Tell which rows meet all conditions."""
        import numpy as np

        met = np.ones(len(self.later), dtype=bool)
        for name, value in conditions:
            column = next(column for column in self.columns if column.name == name)
            entries = column.codes == column.values.index(value)
            if column.rows is None:
                met &= entries
            else:
                here = np.zeros(len(self.later), dtype=bool)
                here[column.rows[entries]] = True
                met &= here
        return met


def _kept(column: Column, kept: Flags) -> Column:
    if column.rows is None:
        return column._replace(codes=column.codes[kept])
    places = kept.cumsum() - 1
    entries = kept[column.rows]
    return column._replace(codes=column.codes[entries], rows=places[column.rows[entries]])
