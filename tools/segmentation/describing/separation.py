"""Separation: how far a segment lies from the others, which one it is most like, and what tells those two apart.

Source: Rousseeuw, Journal of Computational and Applied Mathematics 20 (1987) 53-65; words for silhouettes as Kaufman &
Rousseeuw, Finding Groups in Data (1990), table 4.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.segmentation.describing.used import told_places
from tools.segmentation.disclosure import FLOOR
from tools.segmentation.matrix import Feature
from tools.segmentation.segmented import Segmented
from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_MOST_PEOPLE = 2_000
_TOLD = 2
_BANDS = ((0.7, "far apart from"), (0.5, "well apart from"), (0.25, "apart from, with blurred edges to,"))


class Apart(NamedTuple):
    """What tells two segments apart in one feature: the means here and there."""

    feature: Feature
    here: float
    there: float


class Separation(NamedTuple):
    """The mean silhouette of a segment's people, -1 to 1, and the segment that most of them are nearest to.

    1: much nearer to their own than to any other; 0: on the border; below 0: nearer to another.
    """

    silhouette: float
    interval: Interval
    people: int
    nearest: int
    apart: tuple[Apart, ...]


def lies(silhouette: float) -> str:
    """Say how a segment of that silhouette lies to the others: `well apart from`."""
    return next((words for least, words in _BANDS if silhouette > least), "hardly apart from")


def separation(segmented: Segmented, segment: int, used: Collection[str], *, seed: int) -> Separation | None:
    """Measure how far a segment lies from the others, on at most 2,000 people; none where there is no other one."""
    import numpy as np
    from sklearn.metrics import pairwise_distances

    random = np.random.default_rng([seed, segment])
    placed = np.flatnonzero(segmented.placing.segment > 0)
    if len(placed) > _MOST_PEOPLE:
        placed = _drawn(segmented, placed, random)
    numbers = segmented.placing.segment[placed]
    others = [n for n in np.unique(numbers).tolist() if n != segment and int((numbers == n).sum()) >= FLOOR // 4]
    own = int((numbers == segment).sum())
    if not others or own < 2:
        return None
    points = segmented.groups.points(segmented.matrix)[placed]
    distances = pairwise_distances(points[numbers == segment], points)
    inner = distances[:, numbers == segment].sum(axis=1) / (own - 1)
    outer = np.stack([distances[:, numbers == n].mean(axis=1) for n in others], axis=1)
    nearest = outer.min(axis=1)
    widest = np.maximum(inner, nearest)
    widths = np.divide(nearest - inner, widest, out=np.zeros_like(widest), where=widest > 0)
    mean, half = float(widths.mean()), Z * float(widths.std(ddof=1)) / own**0.5
    closest = others[int(np.argmax(np.bincount(outer.argmin(axis=1), minlength=len(others))))]
    ends = Interval(max(-1.0, mean - half), min(1.0, mean + half))
    return Separation(mean, ends, own, closest, _apart(segmented, used, segment, closest))


def _drawn(segmented: Segmented, placed: NDArray[np.intp], random: np.random.Generator) -> NDArray[np.intp]:
    """Draw people at random, of each segment as many as of the others, so that small ones are seen."""
    import numpy as np

    numbers = segmented.placing.segment[placed]
    each = _MOST_PEOPLE // max(segmented.k, 1)
    parts = [placed[numbers == n] for n in range(1, segmented.k + 1)]
    kept = [part if len(part) <= each else random.choice(part, each, replace=False) for part in parts]
    return np.sort(np.concatenate(kept))


def _apart(segmented: Segmented, used: Collection[str], one: int, other: int) -> tuple[Apart, ...]:
    """Return the two features (of those that segments were made of) whose means lie farthest apart for their spread."""
    import numpy as np

    values, here, there = segmented.matrix.values, segmented.members(one), segmented.members(other)
    found = []
    for place in told_places(segmented):
        feature, column = segmented.matrix.features[place], values[:, place]
        known = ~np.isnan(column)
        mine, theirs = column[known & here], column[known & there]
        spread = float(column[known].std()) if known.any() else 0.0
        if feature.name in used and min(len(mine), len(theirs)) >= FLOOR and spread > 0:
            gap = Apart(feature, float(mine.mean()), float(theirs.mean()))
            found.append((-abs(gap.here - gap.there) / spread, feature.name, gap))
    return tuple(gap for *_, gap in sorted(found, key=lambda row: row[:2])[:_TOLD])
