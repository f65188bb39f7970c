"""Figures of new groups: size, how sure, what sets them apart, where their people were, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.figure import Figure, Unit
from tools.segmentation.describing.figures import rounded
from tools.segmentation.describing.units import unit_of
from tools.segmentation.disclosure import Counter, is_told
from tools.segmentation.matrix import Feature
from tools.segmentation.moving.emerged import Emerged
from tools.segmentation.moving.find_asked import METHOD
from tools.segmentation.moving.standing import Standing
from tools.segmentation.value.amounts import to_percent
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_FEATURES = 4


class Contrast(NamedTuple):
    """A feature by which a new group differs from the segment nearest to it: both means, and by how many deviations."""

    feature: Feature
    here: float
    there: float
    apart: float


class Seen(NamedTuple):
    """A new group as it is told of.

    Its key, its people, the segment nearest to it, the one that moved there as a whole if one did, the features that
    set it apart, and what each of all people brought in, none where that is not known.
    """

    key: str
    group: Emerged
    nearest: int | None
    moved: int | None
    contrasts: Sequence[Contrast]
    values: Array | None


class Maker:
    """Makes the figures of new groups among the people of two windows."""

    def __init__(self, people: Standing, groups: Sequence[Emerged]) -> None:
        self._people = people
        which = sum(
            (2**place * group.members for place, group in enumerate(groups, 2)), people.there1 + 2 * people.there2
        )
        self._counter = Counter(people.people, which)
        self.n1, self.n2 = (self._counter.count(there) for there in (people.there1, people.there2))

    def size(self, group: Emerged) -> int:
        """Return how many people are in a group, rounded."""
        return self._counter.count(group.members)

    def figure(self, name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
        """Make a figure, rounded to what is shown of it."""
        ends = {end: rounded(more.pop(end), unit) for end in ("low", "high") if end in more}
        return Figure(name=name, label=label, value=rounded(value, unit), unit=unit, n=n, method=METHOD, **ends, **more)

    def of(self, seen: Seen) -> Iterator[Figure]:
        """Make the figures of a group."""
        key, group, n = seen.key, seen.group, self.size(seen.group)
        about = {"group": {"new": key.replace("_", " ")}}
        origin = {"from": f"segment {seen.moved}"} if seen.moved else {}
        yield self.figure(f"size.{key}", "people of the new group", n, "people", n, group=about["group"] | origin)
        ends = wilson(n, self.n2)._asdict()
        label = "share of the later people who are in the new group"
        yield self.figure(f"share.{key}", label, n / self.n2, "share", self.n2, **ends, **about)
        before = self._counter.count(group.before)
        if is_told(before):
            label = "share of the earlier people who stood there already"
            ends = wilson(before, self.n1)._asdict()
            yield self.figure(f"share.before.{key}", label, before / self.n1, "share", self.n1, **ends, **about)
        for name, label, value in (
            ("chance", "how seldom windows swapped at random show so new a group", group.chance),
            ("again", "share of halves of the people in which the group is found again", group.again),
            ("unlike", "share of its people farther from all earlier ones than 95 % of these are", group.unlike),
        ):
            yield self.figure(f"{name}.{key}", label, value, "share", n, **about)
        yield from self._came(seen, n)
        yield from self._apart(seen, n)
        if seen.values is not None and seen.values.sum() > 0:
            share = to_percent(float(seen.values[group.members].sum() / seen.values.sum()))
            label = "share of what the later people brought in that its people did"
            yield self.figure(f"value.{key}", label, share, "share", self.n2, **about)

    def _came(self, seen: Seen, n: int) -> Iterator[Figure]:
        came = self._counter.count(seen.group.members & ~self._people.there1)
        if is_told(came) and is_told(n - came):
            label = "share of the new group's people who were not there before"
            ends = wilson(min(came, n), n)._asdict()
            about = {"group": {"new": seen.key.replace("_", " ")}}
            yield self.figure(f"came.{seen.key}", label, min(came / n, 1.0), "share", n, **ends, **about)

    def _apart(self, seen: Seen, n: int) -> Iterator[Figure]:
        whose = f"people of segment {seen.nearest}" if seen.nearest else "all other later people"
        for one in seen.contrasts[:_FEATURES]:
            about = {"new": seen.key.replace("_", " "), "feature": one.feature.label}
            if seen.nearest:
                about["segment"] = f"segment {seen.nearest}"
            for stem, who, value in (("here", "people of the new group", one.here), ("there", whose, one.there)):
                unit, label = unit_of(one.feature, value), f"{one.feature.label}, mean of {who}"
                yield self.figure(f"{stem}.{seen.key}.{one.feature.name}", label, value, unit, n, group=about)


def contrasts(features: tuple[Feature, ...], values: Array, mine: Flags, others: Flags) -> list[Contrast]:
    """Compare the means of some people's features with those of others, those farthest apart first."""
    import numpy as np

    found = []
    for place, feature in enumerate(features):
        here, there = (column[~np.isnan(column)] for column in (values[mine, place], values[others, place]))
        if min(len(here), len(there)) < 2:
            continue
        spread = float(np.sqrt((here.var() + there.var()) / 2))
        if spread > 0:
            found.append(
                Contrast(feature, float(here.mean()), float(there.mean()), float((here.mean() - there.mean()) / spread))
            )
    return sorted(found, key=lambda one: (-abs(one.apart), one.feature.name))
