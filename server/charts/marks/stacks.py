"""Stacks: shares that make up a whole, one bar a group, each part with its name and share written in it."""

from __future__ import annotations

from server.charts import lettering
from server.charts.look import LABEL_PX, SMALL_PX, Look, ink_on
from server.charts.marks import axes, rows
from server.charts.marks.grammar import Layers, Row, over, own_colour
from server.charts.plot import Plot

STACK_PX = 40
_LEAST_WIDTH_PX = 360
"""What a whole bar is wide at least, whatever stands beside it."""


def stacks(plot: Plot, look: Look) -> Layers:
    """Draw a bar for each group, its parts in the same order in all of them."""
    import altair as alt

    grid = rows.grid(plot, STACK_PX, together=True)
    base = over(_parts(plot, grid, look))
    x = alt.X("start:Q", scale=axes.scale(plot), axis=axes.across(plot))
    y = alt.Y("top:Q", scale=grid.scale(), axis=None)
    bar = base.mark_bar(stroke=look.paper, strokeWidth=1.5)
    middle = alt.Y("middle:Q", scale=grid.scale(), axis=None)
    words = base.mark_text(fontSize=LABEL_PX - 1).encode(alt.X("centre:Q"), middle, own_colour("ink:N"), text="shown:N")
    layers = [bar.encode(x, alt.X2("end:Q"), y, alt.Y2("bottom:Q"), own_colour()), words]
    return Layers([*layers, *rows.names(plot, grid, look)], grid.height)


def _parts(plot: Plot, grid: rows.Grid, look: Look) -> list[Row]:
    made = []
    points = {(point.category, point.series): point for point in plot.points}
    for category in plot.categories:
        start = 0.0
        for number, series in enumerate(plot.series):
            if (category, series) not in points:
                continue
            point, colour = points[category, series], look.of(series, number)
            place, end = grid.place(point), start + point.figure.value
            made.append(
                {
                    "start": start,
                    "end": end,
                    "centre": (start + end) / 2,
                    "top": place.top,
                    "bottom": place.bottom,
                    "middle": (place.top + place.bottom) / 2,
                    "colour": colour,
                    "ink": ink_on(colour),
                    "shown": _inside(series, point.figure.shown, point.figure.value),
                }
            )
            start = end
    return made


def _inside(series: str, shown: str, share: float) -> str:
    """Return what fits into a part: name and share, the share, or nothing."""
    both = f"{lettering.label(series, lines=1)} {shown}"
    fitting = (text for text in (both, shown) if lettering.width_px(text, SMALL_PX) <= share * _LEAST_WIDTH_PX)
    return next(fitting, "")
