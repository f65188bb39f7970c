"""Spec: a plot's whole specification: its marks, title and small print, and its size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from server.charts.look import SMALL_PX, WIDTH, Kind, Look, config
from server.charts.marks.axes import SIDE_PX
from server.charts.marks.bars import bars
from server.charts.marks.grammar import Layers, over, x_px
from server.charts.marks.lines import lines
from server.charts.marks.rows import name_px
from server.charts.marks.stacks import stacks
from server.charts.plot import Plot

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, Any]

_MARKS: Mapping[Kind, Callable[[Plot, Look], Layers]] = {"line": lines, "bars": bars, "stacked": stacks}
_PAD_PX = 14
_UNDER_PX: Mapping[Kind, int] = {"line": 34, "bars": 50, "stacked": 50}


def spec(plot: Plot, look: Look) -> Spec:
    """Return the whole specification: plain JSON that holds its data and no address of anything else."""
    import altair as alt

    drawn = _MARKS[plot.kind](plot, look)
    # Validating against the grammar's schema costs more than drawing; tests do it.
    made = alt.layer(*drawn.charts, _footer(plot, look), title=_title(plot)).to_dict(validate=False)
    size = {"width": WIDTH, "height": drawn.height, "padding": _PAD_PX}
    return {**made, **size, "autosize": {"type": "fit-x", "contains": "padding"}, "config": config(look)}


def _title(plot: Plot) -> alt.TitleParams:
    import altair as alt

    offset = 24 if plot.event or plot.whole else 12
    limit = WIDTH - 2 * _PAD_PX
    return alt.TitleParams(text=list(plot.title), subtitle=list(plot.subtitle), offset=offset, limit=limit)


def _footer(plot: Plot, look: Look) -> alt.Chart:
    """Write the small print under the axis, from the left edge on."""
    import altair as alt

    left = SIDE_PX if plot.kind == "line" else name_px(plot)
    under = over([{}]).mark_text(
        align="left",
        baseline="top",
        fontSize=SMALL_PX,
        lineHeight=SMALL_PX + 4,
        color=look.faint,
        text=list(plot.footer),
        y=alt.expr(f"height + {_UNDER_PX[plot.kind]}"),
    )
    placed: alt.Chart = under.encode(x_px(-left))
    return placed
