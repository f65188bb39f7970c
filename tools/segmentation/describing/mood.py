"""Mood: net sentiment of what a segment's people write, and of what all others do, corrected for the reader's error."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Facts
from tools.sentiment.correction import NET, corrected
from tools.statistics.blocks import block_weights
from tools.statistics.interval import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

_DRAWS, _BLOCKS = 500, 250


class Mood(NamedTuple):
    """Net sentiment, -1 to 1, with its interval, before correction, and on how many posts it rests."""

    net: float
    interval: Interval
    raw: float
    posts: int


class Moods(NamedTuple):
    """The mood of a segment and of all others, and how far to trust the correction."""

    here: Mood
    there: Mood
    caveats: tuple[str, ...]


def moods(counts: Array, inside: Mask, facts: Facts, *, seed: int) -> Moods:
    """Return the moods by posts read negative, neutral and positive of each person, (people, 3).

    Both sides have posts. People, not posts, are resampled, put together into at most 250 blocks a side.
    """
    import numpy as np

    sides = {"here": counts[inside], "there": counts[~inside]}
    found = corrected(
        {side: rows.sum(axis=0).tolist() for side, rows in sides.items()},
        facts,
        whole=counts.sum(axis=0).tolist(),
        seed=seed,
        resampled={side: _resampled(rows, seed=seed + place) for place, (side, rows) in enumerate(sides.items())},
    )
    net = np.asarray(NET)
    told = {
        side: Mood(float(shares.value @ net), shares.interval(NET), float(shares.raw @ net), int(sides[side].sum()))
        for side, shares in found.shares.items()
    }
    return Moods(told["here"], told["there"], found.caveats)


def _resampled(rows: Array, *, seed: int) -> Array:
    """Return draws of the counted shares, (draws, 3)."""
    import numpy as np

    wrote = rows[rows.sum(axis=1) > 0]
    blocks = min(len(wrote), _BLOCKS)
    sums = np.zeros((blocks, wrote.shape[1]))
    np.add.at(sums, np.arange(len(wrote)) % blocks, wrote)
    drawn = block_weights(blocks, draws=_DRAWS, seed=seed) @ sums
    shares: Array = drawn / drawn.sum(axis=1, keepdims=True)
    return shares
