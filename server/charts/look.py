"""Look: colours, shapes and sizes of pictures that can be read in a chat window and by colour-blind people.

Colours are those of Okabe & Ito (2008), https://jfly.uni-koeln.de/color/, apart under every common colour blindness.
None of them means anything alone: lines also differ by shape and dash and are named at their ends, bars by place,
parts of stacked bars by the words written in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Theme = Literal["light", "dark"]
Kind = Literal["line", "bars", "stacked"]

WIDTH = 560
"""Pixels of the whole picture; drawn at twice that, and readable where a chat window shrinks it to 400."""
SCALE = 2
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first ships with the renderer; the others have its widths, for whoever opens an SVG elsewhere."""
TITLE_PX, LABEL_PX, SMALL_PX = 16, 14, 12

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 4, 1, 4])


class Look(NamedTuple):
    """Colours of one theme; `below` is that of a bar below nothing, `moods` those of negative, neutral and positive."""

    paper: str
    ink: str
    faint: str
    grid: str
    series: tuple[str, ...]
    below: str
    moods: Mapping[str, str]

    @property
    def main(self) -> str:
        """The colour of what stands alone."""
        return self.series[0]

    def of(self, series: str, place: int) -> str:
        """Return the colour of a series: moods have their own, others go by place."""
        return self.moods.get(series) or self.series[place % len(self.series)]


LOOKS: dict[Theme, Look] = {
    "light": Look(
        paper="#ffffff",
        ink="#1a1a1a",
        faint="#555555",
        grid="#dddddd",
        series=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
        below="#d55e00",
        moods={"negative": "#d55e00", "neutral": "#999999", "positive": "#0072b2"},
    ),
    "dark": Look(
        paper="#1b1d21",
        ink="#f2f2f2",
        faint="#b8bcc4",
        grid="#3a3e45",
        series=("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00"),
        below="#e69f00",
        moods={"negative": "#e69f00", "neutral": "#999999", "positive": "#56b4e9"},
    ),
}


def ink_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"


def config(look: Look) -> dict[str, Any]:
    """Return the settings that every picture has, as the grammar calls them."""
    return {
        "background": look.paper,
        "font": FONT,
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "color": look.ink,
            "fontSize": TITLE_PX,
            "lineHeight": TITLE_PX + 4,
            "subtitleColor": look.faint,
            "subtitleFontSize": LABEL_PX - 1,
            "subtitleLineHeight": LABEL_PX + 3,
            "subtitlePadding": 6,
            "offset": 12,
        },
        "axis": {
            "labelColor": look.ink,
            "labelFontSize": LABEL_PX - 1,
            "titleColor": look.faint,
            "titleFontSize": SMALL_PX,
            "titleFontWeight": "normal",
            "gridColor": look.grid,
            "domainColor": look.faint,
            "tickColor": look.faint,
        },
        "text": {"color": look.ink, "fontSize": LABEL_PX - 1},
    }
