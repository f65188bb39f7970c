"""Figures of lookalikes: how well the ranking finds those sought, size by size, and what it goes by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.figure import Figure, Unit
from tools.segmentation.disclosure import Counter, is_told
from tools.segmentation.lookalikes.asked import METHOD
from tools.segmentation.lookalikes.gain import Area, order, share_interval
from tools.segmentation.lookalikes.proxies import Gone
from tools.segmentation.matrix import Feature
from tools.statistics.interval import Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


class Mark(NamedTuple):
    """A feature that sets those sought apart: the difference of means in standard deviations, with its interval."""

    feature: Feature
    difference: float
    interval: Interval

    @property
    def words(self) -> str:
        """What they have more or less of."""
        return f"{'more' if self.difference > 0 else 'less'} {self.feature.label}"


def key_of(size: float) -> str:
    """Return the last part of the names of a size's figures: `10_percent`, `2_5_percent`."""
    return f"{100 * size:g}_percent".replace(".", "_")


def of_all(n: int, sought: int, found: Area, words: str) -> Iterator[Figure]:
    """Make the figures of everybody: people, those sought, their share, and how well the ranking tells them."""
    yield _figure("people", "people ranked", n, "people", n)
    about = {"seeds": words}
    yield _figure("seeds", f"people to resemble: {words}", sought, "people", n, group=about)
    yield _figure("base", f"share of {words} among all people ranked", sought / n, "share", n, group=about)
    label = "how often somebody sought ranks before somebody else (area under the ROC curve; chance is .5)"
    ends = {"low": round(found.interval.low, 2), "high": round(found.interval.high, 2)}
    yield _figure("auc", label, round(found.value, 2), "score", n, **ends)


def of_sizes(chances: Array, chosen: Mask, counter: Counter, sizes: Sequence[float]) -> Iterator[Figure]:
    """Make the figures of each size that holds enough people: precision, reach and lift, of people held out."""
    import numpy as np

    ranks = order(chances)
    sought, n = counter.count(chosen), counter.n
    for size in sizes:
        taken = np.zeros(len(chosen), dtype=bool)
        taken[ranks[: round(size * len(chosen))]] = True
        k = counter.count(taken)
        if not is_told(k):
            continue
        key, about = key_of(size), {"size": f"{100 * size:g} % most alike"}
        hits = min(counter.count(taken & chosen), k, sought)
        yield _figure(f"taken.{key}", f"people taken, {100 * size:g} % most alike", k, "people", n, group=about)
        within = share_interval(hits, k)
        label = f"share of people who are right, {100 * size:g} % most alike"
        yield _figure(f"precision.{key}", label, hits / k, "share", k, group=about, **within._asdict())
        label = f"share of all who are right that are reached, {100 * size:g} % most alike"
        ends = share_interval(hits, sought)._asdict()
        yield _figure(f"reach.{key}", label, hits / sought, "share", sought, group=about, **ends)
        base = sought / n
        lift = {"low": within.low / base, "high": within.high / base}
        label = f"times as many right as in a random draw, {100 * size:g} % most alike"
        yield _figure(f"lift.{key}", label, hits / k / base, "ratio", k, group=about, **lift)


def calibration(chances: Array, chosen: Mask, n: int) -> Figure:
    """Make the figure that says whether the chances are right where they matter: in the upper tenth."""
    top = order(chances)[: max(round(0.1 * len(chances)), 1)]
    ratio = float(chosen[top].mean()) / max(float(chances[top].mean()), 1e-9)
    label = "right among the tenth most alike over what the model expected there"
    return _figure("calibration", label, round(ratio, 1), "ratio", n)


def marks(features: Sequence[Feature], points: Array, chosen: Mask, limit: int) -> list[Mark]:
    """Return the features whose means differ most, where that is beyond chance for all of them together."""
    import numpy as np

    here, there = points[chosen], points[~chosen]
    difference = here.mean(axis=0) - there.mean(axis=0)
    error = np.sqrt(here.var(axis=0, ddof=1) / len(here) + there.var(axis=0, ddof=1) / len(there))
    found = [
        Mark(feature, float(d), Interval(float(d - Z * e), float(d + Z * e)))
        for feature, d, e in zip(features, difference, error, strict=True)
        if abs(d) > (Z + 1) * e
    ]
    return sorted(found, key=lambda mark: (-abs(mark.difference), mark.feature.name))[:limit]


def of_marks(found: Sequence[Mark], n: int) -> Iterator[Figure]:
    """Make the figures of what sets those sought apart."""
    for i, mark in enumerate(found, start=1):
        label = f"{mark.feature.label}: mean of those sought less that of the others, in standard deviations"
        ends = {"low": round(mark.interval.low, 2), "high": round(mark.interval.high, 2)}
        about = {"feature": mark.feature.name}
        yield _figure(f"mark.{i}", label, round(mark.difference, 2), "score", n, group=about, **ends)


def of_proxies(found: Mapping[str, Gone], counter: Counter) -> Iterator[Figure]:
    """Make a figure of each value of a protected attribute: how well the ranking tells it."""
    for key, gone in found.items():
        n = counter.count(gone.with_it)
        label = f"how often somebody who declared {gone.attribute} {gone.value!r} ranks before others (chance is .5)"
        ends = {"low": round(gone.area.interval.low, 2), "high": round(gone.area.interval.high, 2)}
        about = {"attribute": gone.attribute, "value": gone.value}
        yield _figure(f"proxy.{key}", label, round(gone.area.value, 2), "score", n, group=about, **ends)


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    return Figure(name=name, label=label, value=value, unit=unit, n=n, method=METHOD, **more)
