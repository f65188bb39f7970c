"""Proxies: whether a ranking that was told of no protected attribute goes along with one all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables
from tools.segmentation.declared import declared, is_protected
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.lookalikes.gain import Area, area
from tools.segmentation.matrix import Matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

GAP = 0.1
"""How far from .5 the whole interval of the area must lie for the ranking to be called a proxy."""
_LEAST = 2 * FLOOR
"""People with a value, and of other values, that it takes to say anything."""


class Gone(NamedTuple):
    """How well the ranking tells who declared a value from who declared another one."""

    attribute: str
    value: str
    area: Area
    with_it: NDArray[np.bool_]

    @property
    def is_proxy(self) -> bool:
        """Whether the ranking gives the attribute away."""
        return self.area.interval.low > 0.5 + GAP or self.area.interval.high < 0.5 - GAP


def gone_along(tables: Tables, matrix: Matrix, chances: Array) -> list[Gone]:
    """Return how each value of each protected attribute goes along with the ranking, where enough declared it.

    Of an attribute of two values the one that ranks higher stands for both.
    """
    import numpy as np

    places = {person: place for place, person in enumerate(matrix.people)}
    held: dict[str, dict[str, list[int]]] = {}
    for said in declared(tables):
        if is_protected(said.attribute) and said.person in places:
            held.setdefault(said.attribute, {}).setdefault(said.value, []).append(places[said.person])
    found = []
    for attribute, values in sorted(held.items()):
        known = np.unique(np.concatenate([np.array(mine) for mine in values.values()]))
        two = len(values) == 2
        for value, mine in sorted(values.items()):
            has = np.isin(known, mine)
            if min(int(has.sum()), int((~has).sum())) >= _LEAST:
                with_it = np.zeros(len(chances), dtype=bool)
                with_it[mine] = True
                gone = Gone(attribute, value, area(chances[known], has), with_it)
                if not two or gone.area.value > 0.5 or (gone.area.value == 0.5 and value == min(values)):
                    found.append(gone)
    return found
