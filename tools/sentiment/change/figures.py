"""Figures: every number that an explained change may be quoted with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.sentiment.change.causes import Cause
from tools.sentiment.change.facets import WHAT, Dimension, said
from tools.sentiment.change.parts import Dissected, Estimate
from tools.sentiment.change.sides import Sides
from tools.statistics.slices import Condition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

METHOD = "explain_change"
Measure = Literal["net", "negative"]


class Measured(NamedTuple):
    """How a measure is named and shown: of a period, and of a change."""

    stem: str
    words: str
    unit: Unit
    change: Unit


MEASURES: Mapping[Measure, Measured] = {
    "net": Measured("net", "net sentiment", "net", "net"),
    "negative": Measured("share.negative", "share of negative posts", "share", "share_change"),
}


class Maker:
    """Makes figures of one answer: the same measure, and whether it is corrected."""

    def __init__(self, measure: Measure, *, done: bool) -> None:
        self.measure, self._done = MEASURES[measure], done

    def figure(
        self, name: str, label: str, value: Estimate, unit: Unit, n: int, group: dict[str, str] | None = None
    ) -> Figure:
        """Make one figure of an estimate."""
        return Figure(
            name=name,
            label=label,
            value=value.value,
            unit=unit,
            n=n,
            **value.interval._asdict(),
            raw=value.raw if self._done else None,
            method=METHOD,
            group=group or {},
        )

    def whole(
        self, before: Estimate, after: Estimate, change: Estimate, sizes: tuple[int, int], sides: Sides
    ) -> Iterator[Figure]:
        """Make the figures of both periods and of the change between them."""
        words, stem = self.measure.words, self.measure.stem
        yield self.figure(f"{stem}.before", f"{words}, {sides.before}", before, self.measure.unit, sizes[0])
        yield self.figure(f"{stem}.after", f"{words}, {sides.after}", after, self.measure.unit, sizes[1])
        label = f"change of {words} from {sides.before} to {sides.after}"
        yield self.figure("change", label, change, self.measure.change, sum(sizes))

    def parts(self, dimension: Dimension, found: Dissected, n: int) -> Iterator[Figure]:
        """Make the figures of mix and rate over a dimension."""
        unit, words = self.measure.change, self.measure.words
        mix = f"part of the change of {words} that {WHAT[dimension]} makes"
        rate = f"part of the change of {words} that is left where {WHAT[dimension]} stays the same"
        yield self.figure(f"mix.{dimension}", mix, found.mix, unit, n)
        yield self.figure(f"rate.{dimension}", rate, found.rate, unit, n)

    def groups(self, dimension: Dimension, groups: Sequence[str], found: Dissected, sizes: Array) -> Iterator[Figure]:
        """Make the figures of each group: what it adds by its share and by its own change, and its shares."""
        named, whole = slugs(groups), sizes.sum(axis=0)
        for place, group in enumerate(groups):
            about: dict[str, str] = {dimension: group}
            where = said(dimension, group)
            n = round(float(sizes[place].sum()))
            mix = f"part of the change that posts {where} make by being more or fewer"
            rate = f"part of the change that posts {where} make by being judged otherwise"
            unit = self.measure.change
            yield self.figure(f"mix.{dimension}.{named[group]}", mix, found.group_mix[place], unit, n, about)
            yield self.figure(f"rate.{dimension}.{named[group]}", rate, found.group_rate[place], unit, n, about)
            for side, words in enumerate(("before", "after")):
                yield Figure(
                    name=f"share.{words}.{dimension}.{named[group]}",
                    label=f"share of the posts {words} that are {where}",
                    value=float(sizes[place, side] / whole[side]),
                    unit="share",
                    n=round(float(whole[side])),
                    method=METHOD,
                    group=about,
                )

    def cause(self, place: int, cause: Cause, later: int) -> Iterator[Figure]:
        """Make the figures of a leading slice, `slice.1` for the first."""
        stem, where = f"slice.{place}", described(cause.slice.conditions)
        about, n = dict(cause.slice.conditions), cause.compared
        yield Figure(
            name=f"{stem}.share",
            label=f"share of the later posts that are {where}",
            value=cause.share,
            unit="share",
            n=later,
            method=METHOD,
            group=about,
        )
        if cause.before:
            label = f"share of negative posts {where}, before"
            yield self.figure(f"{stem}.before", label, cause.before, "share", cause.posts_before, about)
        label = f"share of negative posts {where}, later"
        yield self.figure(f"{stem}.later", label, cause.later, "share", cause.posts, about)
        label = "share of negative posts among those it is compared with, later"
        yield self.figure(f"{stem}.rest", label, cause.rest, "share", cause.posts_beside, about)
        label = "its change above theirs" if cause.slice.known else "its share above theirs"
        yield self.figure(f"{stem}.excess", f"{label}, {where}", cause.excess, "share_change", n, about)
        label = f"what the excess of posts {where} adds to the share of negative posts of all, later"
        yield self.figure(f"{stem}.added", label, cause.added, "share_change", later, about)
        if cause.ratio:
            label = f"how many times as often posts {where} are negative, later, as those they are compared with"
            yield self.figure(f"{stem}.ratio", label, cause.ratio, "ratio", cause.posts + cause.posts_beside, about)


def described(conditions: Sequence[Condition]) -> str:
    """Return a slice in words: `about the agenda on reddit`."""
    return " ".join(said(condition.column, condition.value) for condition in conditions)
