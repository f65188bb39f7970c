"""Traits: what sets a segment's people apart most, in a few plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.segmentation.matrix import Feature
from tools.wording import listed

if TYPE_CHECKING:
    from tools.segmentation.moving.drift import Places
    from tools.segmentation.moving.standing import Array, Standing

_SLIGHT, _NAMED = 0.2, 2


def traits(people: Standing, labels: Places, groups: int) -> tuple[str, ...]:
    """Return one for each segment 1..k of the earlier window: `more uses of summaries`."""
    return tuple(trait(people.features, people.first[people.there1], people.first[labels == group + 1])
                 for group in range(groups))  # fmt: skip


def trait(features: tuple[Feature, ...], everybody: Array, mine: Array) -> str:
    """Name the two features in which people stand out from everybody by most standard deviations, and their sides."""
    if not len(mine) or not features:
        return "nothing measured"
    apart = mine.mean(axis=0) - everybody.mean(axis=0)
    order = sorted(range(len(features)), key=lambda place: (-abs(apart[place]), place))[:_NAMED]
    named = [more(features[place], up=bool(apart[place] > 0)) for place in order if abs(apart[place]) >= _SLIGHT]
    return listed(named) or "much like everybody"


def more(feature: Feature, *, up: bool) -> str:
    """Say that there is more or less of a feature: `fewer uses of summaries`."""
    counted = feature.unit in ("per week", "things")
    return f"{'more' if up else 'fewer' if counted else 'less'} {feature.label.removesuffix(' a week')}"
