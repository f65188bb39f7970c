"""Used: which features a segmentation was made of, and which may be told of."""

from __future__ import annotations

from tools.errors import MissingData
from tools.segmentation.features.defaults import default_features
from tools.segmentation.matrix import ORDINARY
from tools.segmentation.segmented import Segmented


def used_features(segmented: Segmented) -> tuple[str, ...]:
    """Return the names of the features that people were grouped by; all where that cannot be told."""
    if segmented.definition.features:
        return segmented.definition.features
    try:
        return default_features(segmented.matrix)
    except MissingData:
        return tuple(feature.name for feature in segmented.matrix.features)


def told_places(segmented: Segmented) -> tuple[int, ...]:
    """Return the places of the features that may be told of: those that touch no protected data."""
    features = segmented.matrix.features
    return tuple(place for place, feature in enumerate(features) if feature.sensitivity == ORDINARY)
