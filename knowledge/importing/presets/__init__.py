"""Presets: the exports whose shape is documented, in the order in which they are recognised."""

from __future__ import annotations

from knowledge.importing.presets.base import Page, Preset
from knowledge.importing.presets.bluesky import BLUESKY
from knowledge.importing.presets.brandwatch import BRANDWATCH
from knowledge.importing.presets.generic import GENERIC
from knowledge.importing.presets.intercom import INTERCOM
from knowledge.importing.presets.mastodon import MASTODON
from knowledge.importing.presets.reddit import REDDIT
from knowledge.importing.presets.sprout import SPROUT
from knowledge.importing.presets.talkwalker import TALKWALKER
from knowledge.importing.presets.x_archive import X_ARCHIVE
from knowledge.importing.presets.zendesk import ZENDESK
from tools.errors import UnknownName

PRESETS: tuple[Preset, ...] = (
    X_ARCHIVE,
    REDDIT,
    MASTODON,
    BLUESKY,
    ZENDESK,
    INTERCOM,
    BRANDWATCH,
    SPROUT,
    TALKWALKER,
    GENERIC,
)


def preset_named(name: str) -> Preset:
    """Return a preset; UnknownName, with near ones, if there is none."""
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise UnknownName("preset", name, ["auto", *(preset.name for preset in PRESETS)])


__all__ = ["GENERIC", "PRESETS", "Page", "Preset", "preset_named"]
