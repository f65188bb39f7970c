"""Lines: a series by day or week, with its interval as a band; several are told apart by shape, dash and name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from server.charts import lettering
from server.charts.look import DASHES, LABEL_PX, SHAPES, SMALL_PX, Look
from server.charts.marks import axes
from server.charts.marks.grammar import Layers, Row, over, own_colour, x_after, y_px
from server.charts.plot import Plot
from server.desk.visible import one_line

if TYPE_CHECKING:
    import altair as alt

HEIGHT_PX = 250
_MOST_DOTS = 62
_END_GAP_PX = 8
_NAME_PX = LABEL_PX + 3


def lines(plot: Plot, look: Look) -> Layers:
    """Draw a line for each series, broken where periods are missing, and the event's first day as a rule."""
    import altair as alt

    made = _rows(plot, look)
    base, run = over(made), alt.Detail("run:N")
    x = alt.X("at:T", scale=alt.Scale(type="utc", padding=8), axis=axes.days(plot, look))
    y = alt.Y("value:Q", scale=axes.scale(plot), axis=axes.up(plot))
    layers = [over([{"zero": 0}]).mark_rule(color=look.faint, strokeWidth=1).encode(alt.Y("zero:Q"))]
    if plot.banded:
        band = base.transform_filter("datum.low != null").mark_area(opacity=0.22)
        layers.append(band.encode(x, alt.Y("low:Q"), alt.Y2("high:Q"), own_colour(), run))
    dash = alt.StrokeDash("number:N", scale=_styles(plot, DASHES), legend=None)
    shape = alt.Shape("number:N", scale=_styles(plot, SHAPES), legend=None)
    layers.append(base.mark_line(strokeWidth=2.5).encode(x, y, own_colour(), dash, run))
    dots = base.transform_filter("datum.dot").mark_point(filled=True, size=42, opacity=1)
    layers.append(dots.encode(x, y, own_colour(), shape))
    return Layers([*layers, *_event(plot, look), _ends(plot, made)], HEIGHT_PX)


def _styles(plot: Plot, styles: Sequence[Any]) -> alt.Scale:
    import altair as alt

    n = len(plot.series)
    return alt.Scale(domain=[str(number) for number in range(n)], range=list(styles[:n]))


def _rows(plot: Plot, look: Look) -> list[Row]:
    made: list[Row] = []
    crowded = len(plot.categories) > _MOST_DOTS
    for number, series in enumerate(plot.series):
        points = sorted((p for p in plot.points if p.series == series), key=lambda point: axes.moment(point.category))
        numbered = runs([axes.moment(point.category) for point in points])
        made += [
            {
                "at": axes.moment(point.category),
                "value": point.figure.value,
                "low": point.figure.low,
                "high": point.figure.high,
                "run": f"{number} {run}",
                "number": str(number),
                "colour": look.of(series, number),
                "dot": not crowded or numbered.count(run) == 1,
                "end": _end(plot, series, point.figure.shown),
            }
            for point, run in zip(points, numbered, strict=True)
        ]
    return made


def _end(plot: Plot, series: str, shown: str) -> str:
    return shown if len(plot.series) == 1 else f"{lettering.label(series, lines=1)} {shown}"


def runs(moments: Sequence[int]) -> list[int]:
    """Number the unbroken runs of moments: a new one starts after a gap wider than the closest two lie apart."""
    apart = [later - earlier for earlier, later in pairwise(moments)]
    step = min(apart, default=0)
    numbers = [0]
    for gap in apart:
        numbers.append(numbers[-1] + (gap > 1.5 * step))
    return numbers[: len(moments)]


def _event(plot: Plot, look: Look) -> list[alt.Chart]:
    """Draw the event's first day as a rule from top to bottom, its name above."""
    import altair as alt

    if plot.event is None:
        return []
    said = one_line(f"{plot.event_name} {plot.event}".strip(), 40)
    base = over([{"at": axes.moment(plot.event.isoformat()), "said": said}])
    name = base.mark_text(baseline="bottom", dy=-4, fontSize=SMALL_PX, fontWeight="bold", color=look.ink)
    return [
        base.mark_rule(strokeDash=[5, 3], strokeWidth=1.5, color=look.ink).encode(alt.X("at:T")),
        name.encode(alt.X("at:T"), y_px(0), text="said:N"),
    ]


def _ends(plot: Plot, made: Sequence[Row]) -> alt.Chart:
    """Write the last value, and the name of the series where there are several, at each line's end, none on another."""
    import altair as alt

    last = {row["number"]: row for row in made}
    span = plot.high - plot.low
    wanted = {number: HEIGHT_PX * (plot.high - row["value"]) / span for number, row in last.items()}
    base = over([{**last[number], "down": down} for number, down in apart(wanted).items()])
    text = base.mark_text(align="left", fontSize=LABEL_PX, fontWeight="bold")
    y = alt.Y("down:Q", scale=None, axis=None)
    named: alt.Chart = text.encode(x_after(_END_GAP_PX), y, alt.Text("end:N"), own_colour())
    return named


def apart(wanted: dict[str, float]) -> dict[str, float]:
    """Push heights down until no two names touch, then all up by what has run over the bottom."""
    placed: dict[str, float] = {}
    floor = -_NAME_PX / 2
    for name in sorted(wanted, key=lambda each: (wanted[each], each)):
        placed[name] = max(wanted[name], floor)
        floor = placed[name] + _NAME_PX
    over_px = max(0.0, max(placed.values(), default=0) - HEIGHT_PX)
    return {name: round(down - over_px, 2) for name, down in placed.items()}
