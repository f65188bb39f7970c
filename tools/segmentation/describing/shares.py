"""Shares: what part of what a segment does is of each kind, against all others, by sums of each person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.segmentation.disclosure import FLOOR
from tools.statistics.clustered import ClusteredShare, Compared
from tools.statistics.interval import simultaneous_z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FEWEST_WITH = FLOOR // 2
"""People of a segment, and of all others, who must have a label before anything is told of it."""


class Share(NamedTuple):
    """One label: its share in the segment and among all others, and the log of the odds of one over the other.

    `stands`: beyond chance, at the level that holds for all labels compared together, also without the loudest person.
    """

    label: str
    here: ClusteredShare
    there: ClusteredShare
    log_odds: Compared | None
    stands: bool

    @property
    def more(self) -> bool:
        """Whether the segment's share is the larger one."""
        return self.log_odds is not None and self.log_odds.value > 0


def shares(labels: Sequence[str], held: Array, n: Array, inside: Mask) -> tuple[Share, ...]:
    """Compare the shares of labels in a segment with those of all others, people being clusters.

    `held` are counts of each label a person, (people, labels); `n` the counts they are shares of, (people,). Labels
    that fewer than 10 people of the segment or fewer than 10 others have are left out. Ranked by how far they are
    from chance.
    """
    z = simultaneous_z(len(labels))
    found = []
    for place, label in enumerate(labels):
        counts = held[:, place]
        if min(int((counts[inside] > 0).sum()), int((counts[~inside] > 0).sum())) < FEWEST_WITH:
            continue
        here, there = clustered(counts[inside], n[inside]), clustered(counts[~inside], n[~inside])
        odds = here.log_odds_against(there, z=z)
        stands = _beyond(odds) and _beyond(_without_loudest(counts, n, inside, z=z))
        found.append(Share(label, here, there, odds, stands))
    return tuple(sorted(found, key=lambda one: (-_far(one), one.label)))


def clustered(x: Array, n: Array) -> ClusteredShare:
    """Return the share of sums of x in sums of n over people, with what its interval needs."""
    some = n > 0
    x, n = x[some], n[some]
    return ClusteredShare(
        clusters=len(n),
        n=float(n.sum()),
        x=float(x.sum()),
        xx=float(x @ x),
        xn=float(x @ n),
        nn=float(n @ n),
    )


def _beyond(odds: Compared | None) -> bool:
    return odds is not None and not odds.interval.holds(0.0)


def _without_loudest(counts: Array, n: Array, inside: Mask, *, z: float) -> Compared | None:
    """Compare again without the person of either side who has most of the label: nobody alone may make a finding."""
    import numpy as np

    rest = np.ones(len(n), dtype=bool)
    for side in (inside, ~inside):
        rest[np.argmax(np.where(side, counts, -1.0))] = False
    here, there = (clustered(counts[side & rest], n[side & rest]) for side in (inside, ~inside))
    return here.log_odds_against(there, z=z)


def _far(share: Share) -> float:
    """How far a log-odds ratio lies from 0, in widths of its interval."""
    if share.log_odds is None:
        return 0.0
    return abs(share.log_odds.value) / (share.log_odds.interval.high - share.log_odds.interval.low)
