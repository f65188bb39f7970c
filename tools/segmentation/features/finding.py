"""Finding: all that is found out about the features of an audience, before any of it is put in figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tools.errors import TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.segmentation.asked import Audience, Definition
from tools.segmentation.features.asked import AudienceFeaturesQuery
from tools.segmentation.features.defaults import default_features
from tools.segmentation.features.outcome import weights_of
from tools.segmentation.features.stability import FEWEST_DAYS, Halves, Stability, halves, stability
from tools.segmentation.features.telling import alike
from tools.segmentation.features.weights import Weights
from tools.segmentation.matrix import ORDINARY, Feature, Matrix
from tools.segmentation.segmented import Segmenter

_MEASURES = ("dataset", "period", "filter", *Audience.model_fields)
_LATE = 0.5
"""Share of the period after which a feature may not begin to set the days on which halves are compared."""


class Found(NamedTuple):
    """The features of an audience: all, those of default, those told of, and what was found of them."""

    matrix: Matrix
    defaults: tuple[str, ...]
    told: tuple[Feature, ...]
    cut: Halves | None
    held: Mapping[str, Stability]
    alike: Mapping[tuple[str, str], float]
    weights: Weights | None

    @property
    def late(self) -> tuple[Feature, ...]:
        """Features told of that began too late to be compared."""
        return tuple(f for f in self.told if self.cut and f.name not in self.held and f.name in self.matrix.begun)


def found(query: AudienceFeaturesQuery, tables: Tables, segmenter: Segmenter) -> Found:
    """Measure an audience over the period and over its halves, and compare them.

    Raises TooFewPosts where the audience, or for weights either half of it, is too small.
    """
    definition = Definition.model_validate({name: getattr(query, name) for name in _MEASURES})
    matrix = segmenter.matrix(definition)
    defaults = default_features(matrix)
    told = _told(query, matrix, defaults)
    begun = _begun(matrix, defaults)
    cut = halves(matrix.period, begun=begun)
    measured = _in_halves(definition, cut, segmenter)
    started = {feature.name for feature in told if matrix.begun.get(feature.name, 0) <= begun}
    held = {name: each for name in sorted(started) if measured and (each := stability(name, *measured))}
    ordinary = [feature for feature in matrix.features if feature.sensitivity == ORDINARY]
    weights = None
    if query.outcome:
        if measured is None or cut is None:
            days = TooFewPosts(
                found=matrix.period.days, needed=FEWEST_DAYS, what="days with enough people in each half"
            )
            raise days
        weights = weights_of(query.outcome, measured[0], cut, tables, seed=query.seed)
    return Found(matrix, defaults, told, cut if measured else None, held, alike(matrix, ordinary), weights)


def _told(query: AudienceFeaturesQuery, matrix: Matrix, defaults: tuple[str, ...]) -> tuple[Feature, ...]:
    """Choose the features to give figures of: those asked for, else the default ones and then the best known.

    None of themselves where it is their weights that are asked for.
    """
    import numpy as np

    by_name = {feature.name: feature for feature in matrix.features}
    for name in query.features:
        if name not in by_name:
            raise UnknownName("feature", name, by_name)
    if query.features or query.outcome:
        return tuple(by_name[name] for name in dict.fromkeys(query.features))
    known = {name: float((~np.isnan(matrix.column(name))).mean()) for name in by_name}
    place = {name: at for at, name in enumerate(defaults)}
    ordinary = [feature for feature in matrix.features if feature.sensitivity == ORDINARY]
    ordinary.sort(key=lambda feature: (place.get(feature.name, len(place)), -known[feature.name]))
    return tuple(ordinary[: query.limit])


def _begun(matrix: Matrix, defaults: tuple[str, ...]) -> int:
    """Return the day from which the default features could all be measured, 0 where that is too late."""
    begun = max((matrix.begun.get(name, 0) for name in defaults), default=0)
    return begun if begun <= _LATE * matrix.period.days else 0


def _in_halves(definition: Definition, cut: Halves | None, segmenter: Segmenter) -> tuple[Matrix, Matrix] | None:
    """Measure people in either half; none where they are too few in one."""
    if cut is None:
        return None
    try:
        first, second = (segmenter.matrix(definition.model_copy(update={"period": half})) for half in cut)
    except TooFewPosts:
        return None
    return first, second
