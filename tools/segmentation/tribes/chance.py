"""Chance: the same graph with its ties exchanged at random, each person keeping as many as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.intp]


class Ends(NamedTuple):
    """Where ties begin and end: places of people, both (ties,)."""

    source: Places
    target: Places


def exchanged(ends: Ends, people: int, *, rounds: int, random: np.random.Generator) -> Ends:
    """Exchange the targets of pairs of ties, `rounds` times over all of them; each keeps its ties out and in.

    An exchange that would tie somebody to themselves, or make a tie that is there, is left undone. Five exchanges a
    tie and more forget the graph that one started from.
    Source: Maslov & Sneppen, Science 296 (2002) 910-913; mixing: Milo et al., arXiv:cond-mat/0312028 (2003).
    """
    source, target = ends.source, ends.target.copy()
    for _ in range(rounds):
        target = _once(source, target, people, random)
    return Ends(source, target)


def _once(source: Places, target: Places, people: int, random: np.random.Generator) -> Places:
    import numpy as np

    order = random.permutation(len(source))
    half = len(order) // 2
    one, other = order[:half], order[half : 2 * half]
    proposed = target.copy()
    proposed[one], proposed[other] = target[other], target[one]
    there = np.sort(_key(source, target, people))
    wanted = _key(source, proposed, people)
    refused = (source == proposed) | _within(wanted, there) | _repeated(wanted)
    undone = refused[one] | refused[other]
    result = proposed
    result[one[undone]], result[other[undone]] = target[one[undone]], target[other[undone]]
    return result


def _key(source: Places, target: Places, people: int) -> Places:
    return source * people + target


def _within(keys: Places, known: Places) -> NDArray[np.bool_]:
    """Which keys are among `known`, which is sorted."""
    import numpy as np

    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: NDArray[np.bool_] = known[places] == keys
    return found


def _repeated(keys: Places) -> NDArray[np.bool_]:
    import numpy as np

    order = np.argsort(keys, kind="stable")
    alike = np.diff(keys[order]) == 0
    repeated = np.zeros(len(keys), dtype=bool)
    repeated[order[1:]] |= alike
    repeated[order[:-1]] |= alike
    return repeated
