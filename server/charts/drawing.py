"""Drawing: a result's picture as SVG and PNG, the same bytes for the same result, and nothing fetched to draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from server.calls import Call
from server.charts.choosing import choice, measures
from server.charts.families import families
from server.charts.look import LOOKS, SCALE, Kind, Theme
from server.charts.marks import Spec, spec
from server.charts.persona import MEASURE, has_persona, persona, small_print
from server.charts.plot import Plot, Point, plotted
from server.charts.png import packed
from server.desk.visible import one_line
from tools.figure import Figure

Format = Literal["png", "svg"]

_VEGA_LITE = "6.4"
"""Version of the grammar that pictures are written in; the renderer ships several."""
_ADDRESSES = frozenset({"url", "href"})


class Chart(NamedTuple):
    """A picture, before it is rendered: `others` are the measures that could be drawn of the same result."""

    result: str
    measure: str
    kind: Kind
    title: str
    description: str
    figures: tuple[Figure, ...]
    others: tuple[str, ...]
    specification: Spec

    def svg(self) -> bytes:
        """Render as SVG."""
        import vl_convert

        text = vl_convert.vegalite_to_svg(self.specification, vl_version=_VEGA_LITE, allowed_base_urls=[])
        return text.encode("utf-8")

    def png(self) -> bytes:
        """Render as PNG at twice its size."""
        import vl_convert

        loose = vl_convert.vegalite_to_png(self.specification, vl_version=_VEGA_LITE, scale=SCALE, allowed_base_urls=[])
        return packed(loose)

    def rendered(self, form: Format) -> bytes:
        """Render in that format."""
        return self.png() if form == "png" else self.svg()


def drawable(call: Call) -> bool:
    """Whether a result holds a series, a breakdown or a described segment."""
    return has_persona(call) or bool(families(call.result.figures))


def drawn(
    call: Call,
    *,
    measure: str | None = None,
    stacked: bool = False,
    theme: Theme = "light",
    events: Mapping[str, str] | None = None,
) -> Chart:
    """Draw a result: a series as lines, a breakdown as bars, shares that make up a whole stacked where asked.

    A described segment is drawn as its persona card.
    `events` gives names to days (ISO) that a query may name. Raises BadRequest where the result has nothing to
    draw or nothing to stack, UnknownName for a measure that it has not.
    """
    if measure in (None, MEASURE) and not stacked and has_persona(call):
        card = _chart(call, persona(call), MEASURE, measures(families(call.result.figures)), theme)
        return card._replace(description=f"Persona card. {card.description} {' '.join(small_print(call))}")
    chosen = choice(call, measure=measure)
    plot = plotted(call, chosen, stacked=stacked, events=events or {})
    others = (*chosen.others, MEASURE) if has_persona(call) else chosen.others
    return _chart(call, plot, chosen.family.measure, others, theme)


def _chart(call: Call, plot: Plot, measure: str, others: tuple[str, ...], theme: Theme) -> Chart:
    made = spec(plot, LOOKS[theme])
    _check_closed(made)
    return Chart(
        result=call.id,
        measure=measure,
        kind=plot.kind,
        title=" ".join(plot.title),
        description=_described(plot),
        figures=tuple(point.figure for point in plot.points),
        others=others,
        specification=made,
    )


def _described(plot: Plot) -> str:
    """Say the picture for whoever cannot see it: what it shows, and its first and last, or all, values."""
    points = plot.points if plot.kind != "line" else tuple(_ends(plot))
    values = "; ".join(
        f"{' '.join(filter(None, [point.series, point.category]))} {point.figure.shown}" for point in points
    )
    what = {"line": "Line chart", "bars": "Bar chart", "stacked": "Stacked bar chart"}[plot.kind]
    return one_line(f"{what}: {' '.join([*plot.title, *plot.subtitle])} {values}.", 1_500)


def _ends(plot: Plot) -> Iterator[Point]:
    for series in plot.series:
        own = [point for point in plot.points if point.series == series]
        yield from (own[0], own[-1]) if len(own) > 1 else own


def _check_closed(node: object) -> None:
    """Hold a specification to what it may be: no key of it names an address, no mark is an image."""
    if isinstance(node, dict):
        if _ADDRESSES & node.keys() or node.get("type") == "image":
            raise AssertionError(f"a picture may not point anywhere: {sorted(map(str, node))}")
        for value in node.values():
            _check_closed(value)
    elif isinstance(node, list):
        for value in node:
            _check_closed(value)
