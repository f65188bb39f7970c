"""Tally: the posts of every slice, by block of authors and period."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.statistics.slices.table import Condition, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

SUPPORT, SUPPORT_SHARE = 30, 0.01
"""Posts that a slice needs in a period, and its least share of the later one."""
_SAME = 0.95
"""A second condition that keeps more than this of the first one's posts says nothing new."""


class Cut(NamedTuple):
    """A slice: its columns and the values there by place, its posts (blocks, 2: before and later), and its comparison.

    `known` is false where the first period cannot tell how it was: it is then compared with the other posts of
    `within`, a slice by place (below 0: all posts), in the later period alone.
    """

    columns: tuple[int, ...]
    values: tuple[int, ...]
    posts: Array
    known: bool
    within: int


def cuts(table: Table) -> tuple[Cut, ...]:
    """Return the slices of one or two conditions that hold enough posts, single ones first, in a fixed order."""
    import numpy as np

    floor = max(SUPPORT, SUPPORT_SHARE * int(table.later.sum()))
    found: list[Cut] = []
    single: dict[tuple[int, int], int] = {}
    for columns in _views(table):
        cells = _cells(table, columns)
        for cell in np.flatnonzero(cells[:, :, 1].sum(axis=1) >= floor):
            values = _values(table, columns, int(cell))
            parents = [single.get(key, -1) for key in zip(columns, values, strict=True)] if len(columns) > 1 else []
            cut = _cut(table, columns, values, cells[cell], [(place, found[place]) for place in parents if place >= 0])
            if cut is None:
                continue
            if len(columns) == 1:
                single[columns[0], values[0]] = len(found)
            found.append(cut)
    return tuple(found)


def recount(table: Table, slices: tuple[Cut, ...], *, blocks: int) -> Array:
    """Count the posts of the same slices in a part of the table, shape (slices, blocks, 2)."""
    import numpy as np

    counted = np.zeros((len(slices), blocks, 2))
    views: dict[tuple[int, ...], list[int]] = {}
    for place, cut in enumerate(slices):
        views.setdefault(cut.columns, []).append(place)
    for columns, places in views.items():
        cells = _cells(table, columns, blocks=blocks)
        counted[places] = cells[[_cell(table, columns, slices[place].values) for place in places]]
    return counted


def named(table: Table, cut: Cut) -> tuple[Condition, ...]:
    """Return a slice's conditions in words."""
    chosen = zip((table.columns[place] for place in cut.columns), cut.values, strict=True)
    return tuple(Condition(column.name, column.values[value]) for column, value in chosen)


def _cut(
    table: Table, columns: tuple[int, ...], values: tuple[int, ...], posts: Array, parents: list[tuple[int, Cut]]
) -> Cut | None:
    """Return the slice with what it is compared with; none where it says nothing, or was too thin in the first period.

    A pair that only one of its conditions makes new is compared with the other posts of the second condition, so that
    newcomers on a platform are not blamed for how that platform always is.
    """
    before, later = posts.sum(axis=0)
    if len(columns) > len(parents) > 0 or (len(columns) > 1 and not parents):
        return None  # a condition is no slice by itself
    if any(later > _SAME * parent.posts[:, 1].sum() for _, parent in parents):
        return None
    fresh = any(table.columns[place].fresh for place in columns)
    if not fresh and before >= SUPPORT:
        return Cut(columns, values, posts, known=True, within=-1)
    if not parents:
        return Cut(columns, values, posts, known=False, within=-1)
    familiar = [place for place, parent in parents if parent.known]
    return Cut(columns, values, posts, known=False, within=familiar[0]) if len(familiar) == 1 else None


def _views(table: Table) -> Iterator[tuple[int, ...]]:
    """Columns alone, then in pairs; two columns of several values a post make no pair."""
    yield from ((place,) for place in range(len(table.columns)))
    for one, two in combinations(range(len(table.columns)), 2):
        if table.columns[one].rows is None or table.columns[two].rows is None:
            yield one, two


def _values(table: Table, columns: tuple[int, ...], cell: int) -> tuple[int, ...]:
    return divmod(cell, len(table.columns[columns[1]].values)) if len(columns) > 1 else (cell,)


def _cell(table: Table, columns: tuple[int, ...], values: tuple[int, ...]) -> int:
    return values[0] * len(table.columns[columns[1]].values) + values[1] if len(columns) > 1 else values[0]


def _cells(table: Table, columns: tuple[int, ...], *, blocks: int = 0) -> Array:
    """Counts of posts by cell of the columns, shape (cells, blocks, 2)."""
    import numpy as np

    blocks = blocks or table.blocks
    chosen = [table.columns[place] for place in columns]
    several = next((column.rows for column in chosen if column.rows is not None), None)
    where = table.block * 2 + table.later
    n, where = (table.n, where) if several is None else (table.n[several], where[several])
    code, given, cells = np.zeros(len(where), dtype=np.intp), np.ones(len(where), dtype=bool), 1
    for column in chosen:
        codes = column.codes if several is None or column.rows is not None else column.codes[several]
        code = code * len(column.values) + codes
        given &= codes >= 0
        cells *= len(column.values)
    found = np.bincount((code * (2 * blocks) + where)[given], weights=n[given], minlength=cells * 2 * blocks)
    return found.reshape(cells, blocks, 2).astype(float)
