"""Plot: what a picture shows, before it is drawn: points with their groups, words around them, and the scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from server.calls import Call
from server.charts import lettering
from server.charts.choosing import Choice
from server.charts.families import PART, Family, Row
from server.charts.look import Kind
from server.charts.naming import measured
from tools.errors import BadRequest
from tools.figure import Figure, Unit
from tools.wording import listed

FINEST: Mapping[Unit, float] = {
    "share": 0.001, "rate": 0.0001, "share_change": 0.001, "net": 0.01, "net_per_week": 0.001, "per_post": 0.01,
    "ratio": 0.01, "score": 0.01,
}  # fmt: skip
"""The last decimal that a figure of the unit is shown with; counts have none."""
MOST_CATEGORIES = 12
MOST_LINES = 6
MOST_BARS = 24
MOST_SERIES = 4
MOST_BANDS = 2
_ORDERED = (PART, "side", "sentiment", "tenure")
"""Keys whose groups have an order of their own."""
_REST = ("other", "neutral", "none")
_RANGES: Mapping[Unit, str] = {"net": ", from -1 to +1", "share_change": ", in points", "minutes": ", in minutes"}


class Point(NamedTuple):
    """A figure in its place; `category` is a day for a line. A picture without series has the series ""."""

    category: str
    series: str
    figure: Figure


class Plot(NamedTuple):
    """All that is drawn. `low` and `high` end the scale, `step` parts its ticks, `kept_out` says what had no room.

    Bars begin at `base`, from which they go up or down: 100 for an index, else nothing.
    """

    kind: Kind
    unit: Unit
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    footer: tuple[str, ...]
    points: tuple[Point, ...]
    categories: tuple[str, ...]
    series: tuple[str, ...]
    low: float
    high: float
    step: float
    whole: Figure | None = None
    event: date | None = None
    event_name: str = ""
    kept_out: tuple[str, ...] = ()
    base: float = 0.0

    @property
    def banded(self) -> bool:
        """Whether intervals are drawn: always beside bars, beside lines where bands would not hide each other."""
        has = any(point.figure.low is not None for point in self.points)
        return has and (self.kind == "bars" or (self.kind == "line" and len(self.series) <= MOST_BANDS))


class _Scale(NamedTuple):
    low: float
    high: float
    step: float


def plotted(
    call: Call, chosen: Choice, *, stacked: bool = False, events: Mapping[str, str] = MappingProxyType({})
) -> Plot:
    """Lay a result's family out. BadRequest where it was asked to be stacked and its parts do not make up a whole."""
    family = chosen.family
    kind: Kind = "stacked" if stacked else "line" if family.time else "bars"
    category, series = _axes(family, call, kind)
    points = tuple(_point(row, category, series) for row in family.rows)
    if stacked:
        _check_whole(points, call)
    kept, notes = _kept(points, kind)
    kept = _ranked(kept) if kind == "bars" and series is None and family.keys[category] not in _ORDERED else kept
    scale = _scale(kept, kind, family.whole)
    event = getattr(call.query, "event", None) if kind == "line" else None
    plot = Plot(
        kind=kind,
        unit=family.unit,
        title=(),
        subtitle=(),
        footer=(),
        points=kept,
        categories=tuple(dict.fromkeys(point.category for point in kept)),
        series=tuple(dict.fromkeys(point.series for point in kept)),
        low=scale.low,
        high=scale.high,
        step=scale.step,
        whole=family.whole if kind == "bars" else None,
        event=event if isinstance(event, date) else None,
        event_name=events.get(str(event), "") if event else "",
        kept_out=notes,
        base=100.0 if family.unit == "index" else 0.0,
    )
    return _worded(plot, call, chosen)


def _axes(family: Family, call: Call, kind: Kind) -> tuple[int, int | None]:
    """Return the places of the keys that make up rows (or time) and series; none where there is one key."""
    if len(family.keys) == 1:
        if kind == "stacked":
            raise _not_whole(call, "they are parts of nothing that was split")
        return 0, None
    if kind == "line" or (kind == "stacked" and family.time):
        category = family.keys.index(family.time or "")
    elif PART in family.keys:
        category = 1 - family.keys.index(PART)
    elif (by := getattr(call.query, "by", None)) in family.keys:
        category = family.keys.index(by)
    else:
        sizes = [len({row.groups[place] for row in family.rows}) for place in (0, 1)]
        category = sizes.index(max(sizes))
    return category, 1 - category


def _point(row: Row, category: int, series: int | None) -> Point:
    return Point(row.groups[category], row.groups[series] if series is not None else "", row.figure)


def _ranked(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points from the largest down; what stands for the rest of a kind comes last."""
    return tuple(sorted(points, key=lambda point: (point.category in _REST, -point.figure.value, point.category)))


def _kept(points: Sequence[Point], kind: Kind) -> tuple[tuple[Point, ...], tuple[str, ...]]:
    """Return the points there is room for, in the result's order, and what is said of the others."""
    categories = tuple(dict.fromkeys(point.category for point in points))
    names = tuple(dict.fromkeys(point.series for point in points))
    most_series = MOST_SERIES if kind == "bars" else MOST_LINES
    shown_names = names[:most_series]
    room = len(categories) if kind == "line" else MOST_CATEGORIES
    if kind == "bars":
        room = min(room, MOST_BARS // max(len(shown_names), 1))
    shown = categories[-room:] if kind == "line" else categories[:room]
    notes = []
    if len(names) > len(shown_names):
        notes.append(f"{len(shown_names)} of {len(names)} {'lines' if kind == 'line' else 'series'} are shown.")
    if len(categories) > len(shown):
        notes.append(f"{len(shown)} of {len(categories)} groups are shown.")
    kept = tuple(point for point in points if point.category in set(shown) and point.series in set(shown_names))
    return kept, tuple(notes)


def _check_whole(points: Sequence[Point], call: Call) -> None:
    sums: dict[str, float] = {}
    for point in points:
        if point.figure.unit != "share":
            raise _not_whole(call, f"they are no shares but {point.figure.unit}")
        sums[point.category] = sums.get(point.category, 0.0) + point.figure.value
    off = [(category, total) for category, total in sums.items() if not math.isclose(total, 1, abs_tol=0.005)]
    if off:
        category, total = off[0]
        raise _not_whole(call, f"those of {category!r} add up to {100 * total:.1f} %")


def _not_whole(call: Call, why: str) -> BadRequest:
    return BadRequest(
        f"The figures of {call.id} cannot be stacked: {why}. Stacked bars are for shares that make up a whole in each "
        "group, such as measure `share` of sentiment by platform. Leave stacking out to draw bars side by side."
    )


def _scale(points: Sequence[Point], kind: Kind, whole: Figure | None) -> _Scale:
    """Return the scale: ends at round numbers that hold every interval, and nothing (0) in any case."""
    if kind == "stacked":
        return _Scale(0.0, 1.0, 0.2)
    figures = [point.figure for point in points] + ([whole] if whole else [])
    ends = [end for each in figures for end in (each.value, each.low, each.high) if end is not None]
    low, high = min(0.0, *ends), max(0.0, *ends)
    step = tick(low, high, figures[0].unit)
    lowest = math.floor(low / step + 1e-9) * step
    return _Scale(lowest, max(math.ceil(high / step - 1e-9) * step, lowest + step), step)


def tick(low: float, high: float, unit: Unit) -> float:
    """Return the round distance of about five ticks on a scale: 1, 2 or 5 times a power of ten.

    No less than the last decimal that figures of the unit are shown with.
    """
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 5))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= span / 5 - 1e-12)
    return max(step, FINEST.get(unit, 1.0))


def _worded(plot: Plot, call: Call, chosen: Choice) -> Plot:
    said = measured(chosen.family)
    drawn_as = {"line": "Shaded: 95 % interval.", "bars": "Thin lines: 95 % intervals.", "stacked": ""}[plot.kind]
    if plot.kind == "stacked":
        drawn_as = f"From left to right: {listed(plot.series)}."
    said += _RANGES.get(plot.unit, "") if plot.kind == "line" else ""
    if not plot.banded and plot.kind != "stacked":
        drawn_as = ""
    if chosen.finding is None:
        title, subtitle = lettering.title(f"{said}."), lettering.subtitle(drawn_as)
    else:
        title, subtitle = lettering.title(chosen.finding), lettering.subtitle(f"{said}.", drawn_as)
    return plot._replace(title=title, subtitle=subtitle, footer=_footer(plot, call))


def _footer(plot: Plot, call: Call) -> tuple[str, ...]:
    days = str(call.result.period) if call.result.period else "no days"
    counted = f"{call.result.n_posts:,} posts" if call.result.n_posts else ""
    scope = [counted, days, str(call.query.filter), f"{call.query.dataset}, {call.id}"]
    lines = [" · ".join(filter(None, scope))]
    lines += [" ".join(plot.kept_out) + " The result has all."] if plot.kept_out else []
    return tuple(line for text in lines for line in lettering.paragraph(text))
