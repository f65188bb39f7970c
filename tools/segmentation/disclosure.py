"""Disclosure control: how many people may be told of, so that no answer and no two answers single anybody out.

Counts of people are rounded at random to a multiple of five, with a key that is made of the very people counted and
of all people asked about ("cell keys"): the same group always gives the same number, and asking about one person more
or less draws all roundings anew. Groups under the floor are not told of at all, nor is one group alone left out where
the others would give it away.

Source: Fraser & Wooton, A proposed method for confidentialising tabular output to protect against differencing
(2005); Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FLOOR = 20
"""People below which a group is not told of."""
BASE = 5
"""Counts of people are multiples of this."""

_MIX = 0x9E3779B97F4A7C15
_LIMIT = 1 << 64


class Counter:
    """Counts groups among one population in a way that singles nobody out."""

    def __init__(self, people: Sequence[str]) -> None:
        import numpy as np

        digests = [hashlib.sha256(person.encode()).digest()[:8] for person in people]
        self._keys = np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
        self._all = _total(self._keys)

    @property
    def n(self) -> int:
        """How many people there are in all, rounded."""
        return _rounded(len(self._keys), self._all)

    def count(self, members: NDArray[np.bool_]) -> int:
        """Return how many the members are, rounded at random to a multiple of `BASE`."""
        chosen = self._keys[members]
        return _rounded(len(chosen), (_total(chosen) * 3 + self._all) % _LIMIT)


def is_told(n: int) -> bool:
    """Return whether a group of `n` people, by a rounded count, may be told of."""
    return n >= FLOOR


def told(cells: Mapping[str, int]) -> dict[str, int]:
    """Return the groups of a whole that may be told of: under the floor none, and never all but one.

    Where exactly one group is too small the next smallest is left out with it, since the whole less the others would
    give it away; and so on until what is left out makes up the floor together. `cells` are rounded counts.
    """
    order = sorted(cells, key=lambda name: (cells[name], name))
    left_out = [name for name in order if not is_told(cells[name])]
    rest = order[len(left_out) :]
    while left_out and rest and (len(left_out) < 2 or sum(cells[name] for name in left_out) < FLOOR):
        left_out.append(rest.pop(0))
    return {name: n for name, n in cells.items() if name in set(rest)}


def _total(keys: NDArray[np.uint64]) -> int:
    return int(keys.sum(dtype=keys.dtype)) % _LIMIT if len(keys) else 0


def _rounded(n: int, key: int) -> int:
    """Round down or up to a multiple of `BASE`, the nearer the likelier, so that the mean is right."""
    rest = n % BASE
    mixed = (key ^ (key >> 31)) * _MIX % _LIMIT
    up = ((mixed ^ (mixed >> 29)) >> 11) / (1 << 53) < rest / BASE
    return n - rest + (BASE if up else 0)
