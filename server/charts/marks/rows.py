"""Rows: where each bar of a breakdown lies, and the names of its groups beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from server.charts import lettering
from server.charts.look import LABEL_PX, Look
from server.charts.marks.grammar import over, x_px
from server.charts.plot import Plot, Point

if TYPE_CHECKING:
    import altair as alt

_GAP_PX, _NAME_GAP_PX = 14, 10


class Place(NamedTuple):
    """Where a bar begins and ends, in pixels from the top."""

    top: float
    bottom: float


class Grid(NamedTuple):
    """The places of all bars, and the middles of the groups."""

    places: Mapping[tuple[str, str], Place]
    middles: Mapping[str, float]
    height: int

    def place(self, point: Point) -> Place:
        """Return where a point's bar lies."""
        return self.places[point.category, point.series]

    def scale(self) -> alt.Scale:
        """Return the scale from these pixels to the picture's."""
        import altair as alt

        return alt.Scale(domain=[0, self.height], nice=False, zero=False, reverse=True)


def grid(plot: Plot, bar_px: int, *, together: bool = False) -> Grid:
    """Lay out a bar for each point, groups from the top down; the bars of a group on one another where `together`."""
    places, middles, top = dict[tuple[str, str], Place](), dict[str, float](), 0.0
    gap = _GAP_PX if len(plot.series) > 1 or together else 0
    for category in plot.categories:
        here = [point for point in plot.points if point.category == category]
        start = top
        for point in here:
            inset = bar_px * (0.2 if len(plot.series) == 1 else 0.06)
            places[category, point.series] = Place(top + inset, top + bar_px - inset)
            top += 0 if together else bar_px
        top = start + bar_px if together else top
        middles[category] = (start + top) / 2
        top += gap
    return Grid(places, middles, round(top - gap))


def names(plot: Plot, at: Grid, look: Look) -> list[alt.Chart]:
    """Write each group's name at the left of its bars, on two lines where it is long."""
    import altair as alt

    labels = lettering.distinct([lettering.label(category) for category in plot.categories])
    placed = [{"name": label, "middle": middle} for label, middle in zip(labels, at.middles.values(), strict=True)]
    y = alt.Y("middle:Q", scale=at.scale(), axis=None)
    layers = []
    for long in (False, True):
        chosen = [each for each in placed if ("\n" in str(each["name"])) is long]
        text = over(chosen).mark_text(align="right", fontSize=LABEL_PX, color=look.ink, lineBreak="\n", dy=-8 * long)
        layers += [text.encode(x_px(-_NAME_GAP_PX), y, text="name:N")] if chosen else []
    return layers


def name_px(plot: Plot) -> int:
    """Return how much room the names at the left take."""
    return max(lettering.width_px(lettering.label(each), LABEL_PX) for each in plot.categories) + _NAME_GAP_PX
