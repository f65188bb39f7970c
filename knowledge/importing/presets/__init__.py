"""Presets: the exports whose shape is documented, in the order in which they are recognised."""

from __future__ import annotations

from knowledge.importing.presets.base import Page, Preset
from knowledge.importing.presets.generic import GENERIC
from tools.errors import UnknownName

PRESETS: tuple[Preset, ...] = (GENERIC,)


def preset_named(name: str) -> Preset:
    """Return a preset; UnknownName, with near ones, if there is none."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise UnknownName("preset", name, ["auto", *(preset.name for preset in PRESETS)])


__all__ = ["GENERIC", "PRESETS", "Page", "Preset", "preset_named"]
