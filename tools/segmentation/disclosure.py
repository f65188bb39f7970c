"""Disclosure control: how many people may be told of, so that no answers, however many, single anybody out.

Three measures, each against another attack:

- **A seventh of the people is never looked at.** Which ones only the installation's key tells (`keyed`). In their
  place others are counted, drawn so that every total is right on average and the same ones stand in whatever is
  asked. Whoever works out from a thousand overlapping answers that somebody was counted in a group has still only
  worked out that somebody was: the person named, or whoever stood in for them.
- **Counts are rounded at random to a multiple of five**, by the key, the very people counted and all people asked
  about: the same group always gives the same number, and asking about one person more or less draws it anew.
- **Groups under the floor are not told of**, nor is one group alone left out where the others would give it away.

Sources: Warner, Randomized response (1965), made to last as in Erlingsson et al., RAPPOR (2014); Fraser & Wooton, A
proposed method for confidentialising tabular output to protect against differencing (2005); Dinur & Nissim,
Revealing information while preserving privacy (2003), on why rounding alone does not do; Hundepool et al.,
Statistical Disclosure Control (2012), chapter 4. `evals/differencing.py` attacks it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from tools.errors import TooFewPosts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_Value = TypeVar("_Value", bound=Any)

FLOOR = 20
"""People below which a group is not told of."""
BASE = 5
"""Counts of people are multiples of this."""
ASIDE = 0.15
"""Share of people whom others stand in for.

Even who knows for certain that "somebody like you" was counted in a group that holds a share p of all is sure of you
to 1 - ASIDE (1 - p) at most: to less than 95 % wherever p is under two thirds.
"""

_MIX = 0x9E3779B97F4A7C15
_LIMIT = 1 << 64
_KEY: ContextVar[bytes] = ContextVar("disclosure_key", default=b"")


@contextmanager
def keyed(key: bytes) -> Iterator[None]:
    """Have everything counted within the block by a secret key; without one nobody is stood in for."""
    token = _KEY.set(key)
    try:
        yield
    finally:
        _KEY.reset(token)


class Counter:
    """Counts groups among one population in a way that singles nobody out.

    `groups`, shape (people,), is what is mainly counted, a segment's number say: whoever stands in for somebody then
    does so from the same place among the groups whatever population is asked about.
    """

    def __init__(self, people: Sequence[str], groups: NDArray[np.integer] | None = None) -> None:
        import numpy as np

        key = _KEY.get()
        digests = b"".join(_digest(key, person) for person in people)
        drawn = np.frombuffer(digests, dtype=">u8").astype(np.uint64).reshape(len(people), 4)
        self._keys, self._all = drawn[:, 0], _total(drawn[:, 0])
        self._stood = np.arange(len(people))
        if key and len(people):
            self._stand_in(drawn[:, 1:] / float(_LIMIT), groups)

    @property
    def n(self) -> int:
        """How many people there are in all, rounded."""
        return _rounded(len(self._keys), self._all)

    def count(self, members: NDArray[np.bool_]) -> int:
        """Return how many the members are, rounded at random to a multiple of `BASE`."""
        chosen = self.counted(members)
        return _rounded(int(chosen.sum()), (_total(self._keys[chosen]) * 3 + self._all) % _LIMIT)

    def counted(self, values: NDArray[_Value]) -> NDArray[_Value]:
        """Return what is counted for each person, shape (people,): their own value, or that of who stands in.

        For means and sums of people too: what nobody looks at no figure can give away.
        """
        taken: NDArray[_Value] = values[self._stood]
        return taken

    def _stand_in(self, drawn: NDArray[np.float64], groups: NDArray[np.integer] | None) -> None:
        """Have others counted for those whom nobody is to look at: each the one at its own place in the order."""
        import numpy as np

        aside, place, order = drawn[:, 0] < ASIDE, drawn[:, 1], drawn[:, 2]
        ranked = np.lexsort((order, np.zeros(len(drawn)) if groups is None else groups))
        seen = ranked[~aside[ranked]]
        if len(seen):
            self._stood[aside] = seen[(place[aside] * len(seen)).astype(int)]


def coarse(refusal: TooFewPosts) -> TooFewPosts:
    """Return a refusal for too few people that does not tell exactly how few, save to the ten below."""
    if refusal.needed < FLOOR:  # days, say
        return refusal
    found = refusal.found // 10 * 10
    return TooFewPosts(found=found, needed=refusal.needed, what=refusal.what, advice=refusal.advice)


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


def _digest(key: bytes, text: str) -> bytes:
    """32 bytes that nobody without the key can tell from random ones."""
    encoded = text.encode("utf-8", "surrogatepass")
    return hmac.digest(key, encoded, hashlib.sha256) if key else hashlib.sha256(encoded).digest()


def _total(keys: NDArray[np.uint64]) -> int:
    return int(keys.sum(dtype=keys.dtype)) % _LIMIT if len(keys) else 0


def _rounded(n: int, key: int) -> int:
    """Round down or up to a multiple of `BASE`, the nearer the likelier, so that the mean is right."""
    rest = n % BASE
    mixed = (key ^ (key >> 31)) * _MIX % _LIMIT
    up = ((mixed ^ (mixed >> 29)) >> 11) / (1 << 53) < rest / BASE
    return n - rest + (BASE if up else 0)
