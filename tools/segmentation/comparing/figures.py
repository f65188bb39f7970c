"""Figures of a comparison: each measure of everybody and of each segment, differences, and what makes one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tools.figure import Figure, Unit
from tools.segmentation.comparing.asked import METHOD
from tools.segmentation.comparing.cells import Cell, Gap
from tools.segmentation.comparing.cube import Row
from tools.segmentation.comparing.measures import Measure
from tools.segmentation.comparing.why import Part, Why
from tools.segmentation.describing.figures import rounded


def of_row(row: Row, against: int | None) -> Iterator[Figure]:
    """Make the figures of one measure."""
    measure = row.measure
    if row.everybody is not None:
        yield _of_cell(f"{measure.name}.everybody", f"{said(measure)}, of everybody", measure, row.everybody, {})
    for number, cell in row.cells.items():
        about = {"segment": f"segment {number}"}
        label = f"{said(measure)}, of segment {number}"
        yield _of_cell(f"{measure.name}.segment_{number}", label, measure, cell, about)
    for number, gap in row.gaps.items():
        whom = f"segment {against}" if against else "all others"
        about = {"segment": f"segment {number}"} | ({"against": whom} if against else {})
        label = f"{said(measure)}, segment {number} less {whom}"
        yield _of_gap(f"less.{measure.name}.segment_{number}", label, measure, gap, about)


def of_why(why: Why, measure: Measure, number: int, against: int | None, n: int) -> Iterator[Figure]:
    """Make the figures of what makes a difference."""
    whom = f"segment {against}" if against else "all others"
    about = {"segment": f"segment {number}"} | ({"against": whom} if against else {})
    pair = f"of {said(measure)}, segment {number} less {whom}"
    for name, what, part in (
        ("whole", "difference", why.whole),
        ("mix", f"part that comes of other kinds of people by {why.by},", why.mix),
        ("rate", f"part that people alike by {why.by} make", why.rate),
    ):
        yield _of_part(f"why.{name}", f"{what} {pair}", measure, part, n, about)
    if why.size is not None and why.each is not None and against:
        for name, what, value in (
            ("size", "what the number of people makes of the difference of totals", why.size),
            ("each", "what one person brings makes of the difference of totals", why.each),
        ):
            yield _figure(f"why.{name}", f"{what} {pair}", _coarse(value), measure.unit, n, group=about)


def said(measure: Measure) -> str:
    """Say what a measure is: `share of people who bought`."""
    return f"share of people {measure.label}" if measure.kind == "share" else measure.label


def difference_unit(measure: Measure) -> Unit:
    """Return the unit of a difference of a measure."""
    return "share_change" if measure.kind == "share" else measure.unit


def _of_cell(name: str, label: str, measure: Measure, cell: Cell, group: dict[str, str]) -> Figure:
    return _figure(name, label, cell.value, measure.unit, cell.n, **cell.interval._asdict(), group=group)


def _of_gap(name: str, label: str, measure: Measure, gap: Gap, group: dict[str, str]) -> Figure:
    return _figure(name, label, gap.value, difference_unit(measure), gap.n, **gap.interval._asdict(), group=group)


def _of_part(name: str, label: str, measure: Measure, part: Part, n: int, group: dict[str, str]) -> Figure:
    return _figure(name, label, part.value, difference_unit(measure), n, **part.interval._asdict(), group=group)


def _figure(name: str, label: str, value: float, unit: Unit, n: int, **more: Any) -> Figure:  # noqa: ANN401 (fields of a Figure)
    ends = {end: rounded(more.pop(end), unit) for end in ("low", "high") if end in more}
    return Figure(name=name, label=label, value=rounded(value, unit), unit=unit, n=n, method=METHOD, **ends, **more)


def _coarse(value: float) -> float:
    """Round a total to two significant digits, which no one person makes."""
    return float(f"{value:.2g}")
