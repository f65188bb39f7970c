"""Axes: values and days along the sides of a picture, written as figures write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from server.charts.look import Look
from server.charts.plot import Plot
from tools.figure import Unit

if TYPE_CHECKING:
    import altair as alt

SIDE_PX = 44
_MOST_DAYS = 7

_TITLES: Mapping[Unit, str] = {
    "share": "share",
    "rate": "rate",
    "share_change": "points",
    "net": "net, from -1 to +1",
    "net_per_week": "net a week",
    "per_post": "a post",
    "ratio": "times as many",
    "minutes": "minutes",
    "score": "points",
    "index": "index, 100 is everybody",
}
_PERCENT: tuple[Unit, ...] = ("share", "rate", "share_change")
_SIGNED: tuple[Unit, ...] = ("share_change", "net", "net_per_week")


def across(plot: Plot) -> alt.Axis:
    """Return the axis of values that lies under a picture, with the unit under it."""
    return _values(plot, title=_TITLES.get(plot.unit, plot.unit))


def up(plot: Plot) -> alt.Axis:
    """Return the axis of values that stands beside a picture, `SIDE_PX` wide."""
    return _values(plot, title=None, minExtent=SIDE_PX, maxExtent=SIDE_PX)


def _values(plot: Plot, **options: Any) -> alt.Axis:  # noqa: ANN401 - Altair's
    import altair as alt

    step = plot.step
    ticks = [plot.low + step * place for place in range(round((plot.high - plot.low) / step) + 1)]
    at = [round(each, 12) for each in ticks]
    label = written(plot.unit, step)
    return alt.Axis(values=at, labelExpr=label, domain=False, ticks=False, labelPadding=6, labelFlush=False, **options)


def scale(plot: Plot) -> alt.Scale:
    """Return the scale of values, ending where the plot says."""
    import altair as alt

    return alt.Scale(domain=[plot.low, plot.high], nice=False, zero=False)


def written(unit: Unit, step: float) -> str:
    """Return the expression that writes a tick as figures of the unit are shown, with no more decimals than theirs."""
    times = 100 if unit in _PERCENT else 1
    decimals = max(0, -math.floor(math.log10(step * times) + 1e-9))
    sign = "+" if unit in _SIGNED else ""
    number = f"replace(format({times} * datum.value, '{sign},.{decimals}f'), '−', '-')"
    shown = f"datum.value == 0 ? '0' : {number}" if unit in _SIGNED else number
    return f"({shown}) + ' %'" if unit in ("share", "rate") else shown


def days(plot: Plot, look: Look) -> alt.Axis:
    """Return the axis of days: `11 Mar`, or with hours where periods are hours."""
    import altair as alt

    by_hour = any("T" in each or ":" in each for each in plot.categories)
    form = "%-d %b %H:%M" if by_hour else "%-d %b"
    marked = [moment(each) for each in spread(plot.categories, _MOST_DAYS)]
    label = f"utcFormat(datum.value, '{form}')"
    return alt.Axis(
        values=marked,
        labelExpr=label,
        title=None,
        grid=False,
        labelOverlap="greedy",
        labelAngle=0,
        tickColor=look.faint,
    )


def moment(text: str) -> int:
    """Return a day, week, month or hour as milliseconds since 1970, UTC."""
    from datetime import UTC, datetime

    whole = f"{text}-01" if len(text) == len("2026-03") else text
    return round(datetime.fromisoformat(whole).replace(tzinfo=UTC).timestamp() * 1000)


def spread(items: tuple[str, ...], n: int) -> tuple[str, ...]:
    """Return at most `n` of the items, evenly apart, the first always."""
    step = max(1, math.ceil(len(items) / max(n, 1)))
    return items[::step]
