"""Figures of a segment: size, what sets it apart, how well rules tell its people, and how far it lies from others.

Means and shares of people are rounded to what is shown of them, so that two answers that differ by one person do not
give away what that person did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.figure import Figure, Unit
from tools.groups import slugs
from tools.segmentation.describing.asked import METHOD
from tools.segmentation.describing.contrasts import Contrast
from tools.segmentation.describing.rules import Fidelity, Surrogate
from tools.segmentation.describing.separation import Separation
from tools.segmentation.describing.sizes import Size
from tools.segmentation.describing.units import unit_of
from tools.segmentation.disclosure import BASE
from tools.segmentation.matrix import Feature
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

_DIGITS: dict[str, int] = {"index": 0, "share": 3, "net": 2, "per_week": 2, "hours": 0, "days": 0, "share_change": 3}


class Told:
    """Makes the figures of one segment: named after it, grouped under it, resting on its people as they are told of."""

    def __init__(self, segment: int, people: int) -> None:
        self.name, self._slug, self.people = f"segment {segment}", f"segment_{segment}", people

    def figure(
        self,
        stem: str,
        label: str,
        value: float,
        unit: Unit,
        *,
        part: str = "",
        n: int | None = None,
        ends: Interval | None = None,
        group: Mapping[str, str] | None = None,
        raw: float | None = None,
    ) -> Figure:
        """Make a figure `stem.segment_2.part`, its values rounded to what is shown of them."""
        return Figure(
            name=".".join(filter(None, [stem, self._slug, part])),
            label=label,
            value=rounded(value, unit),
            unit=unit,
            n=self.people if n is None else n,
            low=rounded(ends.low, unit) if ends else None,
            high=rounded(ends.high, unit) if ends else None,
            raw=rounded(raw, unit) if raw is not None else None,
            method=METHOD,
            group={"segment": self.name} | dict(group or {}),
        )


def rounded(value: float, unit: Unit) -> float:
    """Round a value to what is shown of its unit: three significant digits where that depends on its size."""
    return round(value, _DIGITS[unit]) if unit in _DIGITS else float(f"{value:.3g}")


def of_size(told: Told, size: Size, label: str, *, confidence: float) -> Iterator[Figure]:
    """Make figures of how many people are in the segment, what share of all, and how sure their membership is."""
    yield told.figure("size", f"people in {told.name}, “{label}”", size.people, "people")
    ends = wilson(size.people, size.everyone)
    what = f"share of all people asked about who are in {told.name}"
    yield told.figure("share", what, size.people / size.everyone, "share", n=size.everyone, ends=ends)
    what = f"mean probability that people of {told.name} belong there"
    yield told.figure("confidence", what, confidence, "share")


def of_contrasts(told: Told, contrasts: tuple[Contrast, ...], slug_of: dict[str, str]) -> Iterator[Figure]:
    """Make figures of each feature: the index (or the difference, where there is none) and both means."""
    for one in contrasts:
        feature, part = one.feature, slug_of[one.feature.name]
        about = {"feature": feature.label}
        if one.index is None:
            label, unit = (
                f"{feature.label} of {told.name}, less the mean of everybody",
                unit_of(feature, one.difference),
            )
            yield told.figure(
                "difference", label, one.difference, unit, part=part, n=one.people, group=about, ends=one.interval
            )
        else:
            label = f"{feature.label} of {told.name}, 100 being the mean of everybody"
            yield told.figure(
                "index", label, one.index, "index", part=part, n=one.people, group=about, ends=one.interval
            )
        mean = ("mean", f"of people in {told.name}", one.mean, one.people)
        for stem, who, value, people in (mean, ("base", "of everybody", one.base, one.everyone)):
            label = f"{feature.label}, mean {who}"
            yield told.figure(stem, label, value, unit_of(feature, value), part=part, n=people, group=about)


def of_rules(
    told: Told, found: Surrogate, features: tuple[Feature, ...], slug_of: dict[str, str], *, n: int
) -> Iterator[Figure]:
    """Make figures of every threshold of the rules, of their fidelity, and of what each feature adds to it."""
    for number, rule in enumerate(found.rules, start=1):
        for condition in rule:
            feature = features[condition.feature]
            for stem, limit in (("at_least", condition.low), ("under", condition.high)):
                if limit is not None:
                    part = f"{number}.{slug_of[feature.name]}"
                    label = f"threshold of {feature.label} in rule {number} of {told.name}"
                    about = {"feature": feature.label, "rule": f"rule {number}"}
                    unit = unit_of(feature, limit)
                    yield told.figure(f"rule.{stem}", label, limit, unit, part=part, n=n, group=about)
    yield from _fidelity(told, found.fidelity, n=n)
    for place, lost in found.importance.items():
        feature = features[place]
        label = f"balanced accuracy lost where {feature.label} is shuffled among people"
        about = {"feature": feature.label}
        yield told.figure("importance", label, max(lost, 0.0), "share", part=slug_of[feature.name], n=n, group=about)


def _fidelity(told: Told, found: Fidelity, *, n: int) -> Iterator[Figure]:
    """Make figures of how rules do on people unseen; how many they find is worked out of what is told anyway."""
    members = told.people
    called = max(BASE, round(found.recall * members / max(found.precision, 0.01) / BASE) * BASE)
    for stem, what, value, of in (
        ("precision", "share of those whom the rules find who are in", found.precision, called),
        ("recall", "share of people whom the rules find, of those in", found.recall, members),
    ):
        ends = wilson(value * of, of)
        yield told.figure(f"fidelity.{stem}", f"{what} {told.name}, on people unseen", value, "share", n=of, ends=ends)
    label = f"balanced accuracy of the rules for {told.name}, half by chance, on people unseen"
    yield told.figure("fidelity.balanced_accuracy", label, found.balanced, "share", n=n)


def of_separation(told: Told, found: Separation, slug_of: dict[str, str]) -> Iterator[Figure]:
    """Make figures of the silhouette, and of the means that tell the nearest segment apart."""
    label = f"silhouette of {told.name}: 1 far from the nearest other segment, 0 on its border"
    nearest = f"segment {found.nearest}"
    about = {"nearest": nearest}
    yield told.figure("silhouette", label, found.silhouette, "net", group=about, ends=found.interval)
    for one in found.apart:
        about = {"feature": one.feature.label, "nearest": nearest}
        for stem, who, value in (("here", told.name, one.here), ("there", nearest, one.there)):
            label = f"{one.feature.label}, mean of people in {who}"
            part = slug_of[one.feature.name]
            yield told.figure(f"apart.{stem}", label, value, unit_of(one.feature, value), part=part, group=about)


def feature_slugs(features: tuple[Feature, ...]) -> dict[str, str]:
    """Return a distinct part of figures' names for each feature."""
    made = slugs(feature.label for feature in features)
    return {feature.name: made[feature.label] for feature in features}
