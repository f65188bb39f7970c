"""Gaps: how much more, or less, each rival is criticised than we are, overall and by feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.facts import Facts
from tools.features import MOST
from tools.listening.rivals.readings import Read, answered, cells_of, shared_negative
from tools.statistics.clustered import ClusteredShare, Compared
from tools.statistics.interval import Interval, simultaneous_interval, simultaneous_z

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINIMUM = 20
"""Posts about a brand and a feature, read reliably, that a comparison needs on each side."""
NEGATIVE, NET = (1.0, 0.0, 0.0), (-1.0, 0.0, 1.0)


class Topic(NamedTuple):
    """A feature in the talk about a brand: posts, the brand's posts read in all, and the share that is negative."""

    brand: int
    feature: str
    posts: int
    of: int
    negative: Read


class Gap(NamedTuple):
    """How much more of the posts about a rival are negative than of those about us; feature "" for all posts.

    `read` is as the reader counted, which tells whether they differ: its errors shrink differences, and make none where
    both are read alike. `corrected` tells by how much, with all the doubt about those errors in it.
    """

    rival: int
    feature: str
    read: Compared
    corrected: Interval
    value: float
    n: int

    @property
    def above(self) -> bool:
        """Whether the rival is criticised more, beyond chance."""
        return self.read.interval.low > 0

    @property
    def below(self) -> bool:
        """Whether we are criticised more, beyond chance."""
        return self.read.interval.high < 0


class Criticism(NamedTuple):
    """Brands as a whole, features by brand, and gaps; those of features hold together with 95 % confidence."""

    net: dict[int, Read]
    negative: dict[int, Read]
    overall: tuple[Gap, ...]
    topics: tuple[Topic, ...]
    gaps: tuple[Gap, ...]
    done: bool
    caveats: tuple[str, ...]
    thin: tuple[str, ...]


def criticism(read: ir.Table, brands: int, ours: int, facts: Facts, *, seed: int) -> Criticism:
    """Compare each rival with us, on features that both have at least 20 posts about."""
    cells = cells_of(read, read.features)
    features = facts.features[:MOST]
    sizes = {
        (brand, place): sum(cell.n for cell in cells if cell.brand == brand and cell.kind >> place & 1)
        for brand in range(brands)
        for place in range(len(features))
    }
    keyed = {f"{brand}": [cell for cell in cells if cell.brand == brand] for brand in range(brands)}
    keyed |= {
        f"{brand}.{place}": [cell for cell in cells if cell.brand == brand and cell.kind >> place & 1]
        for (brand, place), n in sizes.items()
        if n >= MINIMUM
    }
    answer = answered(keyed, facts, whole=cells, seed=seed)
    sides = _Sides(
        counted={key: shared_negative(some) for key, some in keyed.items() if key in answer.shares},
        negative={key: answer.weighed(key, NEGATIVE) for key in answer.shares},
        ours=ours,
    )
    rivals = [brand for brand in range(brands) if brand != ours and sides.both(brand)]
    pairs = [(rival, place) for place in range(len(features)) for rival in rivals if sides.both(rival, place)]
    return Criticism(
        net={brand: answer.weighed(f"{brand}", NET) for brand in range(brands) if f"{brand}" in sides.negative},
        negative={brand: sides.negative[f"{brand}"] for brand in range(brands) if f"{brand}" in sides.negative},
        overall=tuple(sides.gap(rival, None, "", looks=len(rivals)) for rival in rivals),
        topics=tuple(
            Topic(brand, features[place], n, sides.negative[f"{brand}"].n, sides.negative[f"{brand}.{place}"])
            for (brand, place), n in sizes.items()
            if n >= MINIMUM
        ),
        gaps=tuple(sides.gap(rival, place, features[place], looks=len(pairs)) for rival, place in pairs),
        done=answer.done,
        caveats=answer.caveats,
        thin=tuple(_thin(features, sizes, ours, rivals)),
    )


class _Sides(NamedTuple):
    """The negative share by brand (`3`) and by brand and feature (`3.1`): as counted, and corrected."""

    counted: Mapping[str, ClusteredShare]
    negative: Mapping[str, Read]
    ours: int

    def both(self, rival: int, place: int | None = None) -> bool:
        """Return whether the share is known of the rival and of us."""
        return _key(rival, place) in self.negative and _key(self.ours, place) in self.negative

    def gap(self, rival: int, place: int | None, feature: str, *, looks: int) -> Gap:
        """Set a rival against us, with intervals that hold for `looks` comparisons together."""
        theirs, mine = _key(rival, place), _key(self.ours, place)
        read, own = self.negative[theirs], self.negative[mine]
        value = read.value - own.value
        return Gap(
            rival,
            feature,
            self.counted[theirs].less(self.counted[mine], z=simultaneous_z(looks)),
            simultaneous_interval(value, read.draws - own.draws, comparisons=looks),
            value,
            read.n + own.n,
        )


def _key(brand: int, place: int | None) -> str:
    return f"{brand}" if place is None else f"{brand}.{place}"


def _thin(features: Sequence[str], sizes: dict[tuple[int, int], int], ours: int, rivals: Sequence[int]) -> list[str]:
    """Features that people talk about, but too little of us or of any rival to compare."""
    return [
        feature
        for place, feature in enumerate(features)
        if any(sizes[brand, place] for brand in (ours, *rivals))
        and not (sizes[ours, place] >= MINIMUM and any(sizes[rival, place] >= MINIMUM for rival in rivals))
    ]
