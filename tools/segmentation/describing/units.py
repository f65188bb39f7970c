"""Units: features of people in the words and figures that a person reads."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tools.figure import Unit
from tools.segmentation.matrix import Feature

_UNITS: Mapping[str, Unit] = {"per week": "per_week", "share": "share", "net": "net", "amount": "amount"}
_NAMED = ("hours", "days")
_FEW = 10


def unit_of(feature: Feature, value: float) -> Unit:
    """Return the unit that a value of a feature is shown in; hours and days under ten keep their decimals."""
    if feature.unit in _NAMED and abs(value) >= _FEW:
        return "hours" if feature.unit == "hours" else "days"
    return _UNITS.get(feature.unit, "score")


def natural(value: float) -> float:
    """Round a threshold to two significant digits, as people say it."""
    return float(f"{value:.2g}")


def measured(feature: Feature, shown: str) -> str:
    """Say how much of a feature: `1.8 uses of summaries a week`; `shown` is the value as a figure shows it."""
    number = shown.removesuffix(" a week")
    if feature.unit == "percentile":
        return f"percentile {number} of {plain(feature.label)}"
    if feature.unit == "net":
        return f"{number} {feature.label.rpartition('(')[2].rstrip(')')}"
    return f"{number} {plain(feature.label)}"


def plain(label: str) -> str:
    """Return a feature's label without the bracket that says what it is counted in."""
    return re.sub(r" \((?:share|percentile|net sentiment)\)$", "", label)
