"""Bars: a breakdown as horizontal bars, each named at its left and its value and n written at its right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.charts import lettering
from server.charts.look import LABEL_PX, SMALL_PX, Look
from server.charts.marks import axes, rows
from server.charts.marks.grammar import Layers, Row, over, own_colour, x_after, y_px
from server.charts.plot import Plot, Point

if TYPE_CHECKING:
    import altair as alt

ROW_PX, SERIES_PX = 40, 24
_VALUE_GAP_PX = 12
_WHISKER_PX = 2


def bars(plot: Plot, look: Look) -> Layers:
    """Draw a bar for each point, a thin line for its interval, and a dashed one for all groups together."""
    import altair as alt

    grid = rows.grid(plot, ROW_PX if len(plot.series) == 1 else SERIES_PX)
    base = over([_row(plot, point, grid, look) for point in plot.points])
    x = alt.X("value:Q", scale=axes.scale(plot), axis=axes.across(plot))
    y = alt.Y("top:Q", scale=grid.scale(), axis=None)
    middle = alt.Y("middle:Q", scale=grid.scale(), axis=None)
    layers = [base.mark_bar().encode(x, alt.X2("zero:Q"), y, alt.Y2("bottom:Q"), own_colour())]
    if plot.banded:
        whiskers = base.transform_filter("datum.low != null").mark_rule(strokeWidth=_WHISKER_PX, color=look.ink)
        layers.append(whiskers.encode(alt.X("low:Q"), alt.X2("high:Q"), middle))
    zero = over([{"zero": plot.base}]).mark_rule(color=look.ink, strokeWidth=1).encode(alt.X("zero:Q"))
    layers += [zero, *_whole(plot, look), *rows.names(plot, grid, look), *_written(plot, look, base, middle)]
    return Layers(layers, grid.height)


def _row(plot: Plot, point: Point, grid: rows.Grid, look: Look) -> Row:
    figure, place = point.figure, grid.place(point)
    several = len(plot.series) > 1
    own = look.of(point.series, plot.series.index(point.series)) if several else look.main
    return {
        "value": figure.value,
        "zero": plot.base,
        "low": figure.low,
        "high": figure.high,
        "top": place.top,
        "bottom": place.bottom,
        "middle": (place.top + place.bottom) / 2,
        "colour": look.below if figure.value < plot.base and not several else own,
        "shown": f"{lettering.label(point.series, lines=1)} {figure.shown}" if several else figure.shown,
        "n": f"n = {figure.n:,}",
    }


def _whole(plot: Plot, look: Look) -> list[alt.Chart]:
    """Draw where all groups together stand, and say so above."""
    import altair as alt

    if plot.whole is None:
        return []
    base = over([{"value": plot.whole.value, "shown": f"all: {plot.whole.shown}"}])
    said = base.mark_text(baseline="bottom", dy=-3, fontSize=SMALL_PX, color=look.faint)
    return [
        base.mark_rule(strokeDash=[4, 3], strokeWidth=1.5, color=look.faint).encode(alt.X("value:Q")),
        said.encode(alt.X("value:Q"), y_px(0), text="shown:N"),
    ]


def _written(plot: Plot, look: Look, base: alt.Chart, middle: alt.Y) -> list[alt.Chart]:
    """Write each bar's value in a column at the right, with its n under it where they differ."""
    differ = len(plot.series) == 1 and len({point.figure.n for point in plot.points}) > 1
    x = x_after(_VALUE_GAP_PX)
    value = base.mark_text(align="left", dy=-7 if differ else 0, fontSize=LABEL_PX, fontWeight="bold", color=look.ink)
    n = base.mark_text(align="left", dy=8, fontSize=SMALL_PX, color=look.faint)
    layers = [value.encode(x, middle, text="shown:N")]
    return [*layers, n.encode(x, middle, text="n:N")] if differ else layers
