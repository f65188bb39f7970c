"""Weighing: shares of influence of all posts or of one group, by every weighting, and how they differ from voice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.listening.influence.authors import Authors
from tools.listening.influence.places import Order
from tools.listening.influence.weightings import COVERED, MINIMUM, Weighed, Weighting
from tools.statistics.interval import Interval
from tools.statistics.weighted import Part, WeightedShares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]


class Gap(NamedTuple):
    """Share of influence less share of voice, both of the mentions whose weight is known."""

    value: float
    interval: Interval


class Scale(NamedTuple):
    """One weighting: shares by brand, each one's gap to voice, mentions that have a weight, how it is concentrated."""

    shares: tuple[Part, ...]
    gaps: tuple[Gap, ...]
    mentions: int
    authors: int
    effective: float
    heaviest: float


class Influence(NamedTuple):
    """Every weighting that could be used, and the order of the brands that they leave."""

    scales: Mapping[Weighting, Scale]
    order: Order


def influence(authors: Authors, used: Sequence[Weighed], brands: Sequence[str], rows: Flags | None = None) -> Influence:
    """Weigh the mentions of some rows, of all by default; a weighting that these rows cannot bear is left out."""
    import numpy as np

    chosen = np.ones(len(authors.ids), dtype=bool) if rows is None else rows
    pairs = max(len(brands) * (len(brands) - 1) // 2, 1)
    scales, parts = {}, {}
    for one in used:
        known = chosen & ~np.isnan(one.weights)
        mentions = float(authors.mentions[known].sum())
        if mentions < max(MINIMUM, COVERED * float(authors.mentions[chosen].sum())):
            continue
        counts = _by_author(authors, known, np.ones(len(authors.ids)))
        sums = _by_author(authors, known, one.weights)
        if sums.sum() <= 0:
            continue
        weighted = WeightedShares(sums, mentions)
        scales[one.weighting] = _scale(weighted, WeightedShares(counts, mentions), len(used) - 1)
        parts[one.weighting] = [weighted.part(i, comparisons=pairs) for i in range(len(brands))]
    return Influence(scales, Order(brands, parts))


def _scale(weighted: WeightedShares, voice: WeightedShares, weightings: int) -> Scale:
    brands = weighted.sums.shape[1]
    looks = brands * max(weightings, 1)
    gaps = []
    for i in range(brands):
        mine, plain = weighted.part(i, comparisons=looks), voice.part(i, comparisons=looks)
        gaps.append(Gap(mine.value - plain.value, mine.less(plain)))
    return Scale(
        shares=tuple(weighted.part(i, comparisons=brands) for i in range(brands)),
        gaps=tuple(gaps),
        mentions=round(voice.whole),
        authors=len(voice.sums),
        effective=weighted.effective,
        heaviest=weighted.heaviest,
    )


def _by_author(authors: Authors, rows: Flags, weights: Array) -> Array:
    """Add the weighted mentions of each author up over groups: shape (authors, brands)."""
    import numpy as np

    ids = [authors.ids[place] for place in rows.nonzero()[0]]
    starts = [place for place, one in enumerate(ids) if place == 0 or one != ids[place - 1]]
    added: Array = np.add.reduceat(authors.mentions[rows] * weights[rows, None], starts, axis=0)
    return added
