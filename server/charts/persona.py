"""Persona: a described segment as a card to look at: label, size, bars of indices, the rule, and a caution.

It shows what people do and invents nobody: no face, no name, no sex, no age.
"""

from __future__ import annotations

import math

from server.calls import Call
from server.charts import lettering
from server.charts.plot import Plot, Point, tick
from tools.segmentation.describing.asked import DescribeSegmentResult
from tools.segmentation.describing.card import CAUTION, bars, rule_line
from tools.segmentation.describing.seen import Seen
from tools.segmentation.describing.units import plain

MEASURE = "persona"
"""What the card is asked for by, among the measures of a result."""
BASE = 100.0


def has_persona(call: Call) -> bool:
    """Whether a result describes one segment, and has indices to draw of it."""
    result = call.result
    one = isinstance(result, DescribeSegmentResult) and len(result.segments) == 1
    return one and bool(bars(_seen(call)))


def persona(call: Call) -> Plot:
    """Lay out the card of a result that `has_persona`."""
    seen = _seen(call)
    figures = bars(seen)
    size, share = seen.all("size")[0], seen.all("share")[0]
    ends = [end for figure in figures for end in (figure.value, figure.low, figure.high) if end is not None]
    step = tick(0.0, max(BASE, *ends), "index")
    return Plot(
        kind="bars",
        unit="index",
        title=lettering.title(seen.portrait.label),
        subtitle=lettering.subtitle(
            f"{size.shown} people, {share.shown} of all.", "Index: 100 is everybody. Thin lines: 95 % intervals."
        ),
        footer=tuple(line for text in small_print(call) for line in lettering.paragraph(text)),
        points=tuple(Point(plain(figure.group["feature"]), "", figure) for figure in figures),
        categories=tuple(plain(figure.group["feature"]) for figure in figures),
        series=("",),
        low=0.0,
        high=math.ceil(max(BASE, *ends) / step - 1e-9) * step,
        step=step,
        base=BASE,
    )


def small_print(call: Call) -> tuple[str, ...]:
    """Return what stands under the bars: the rule, the caution, and what the card rests on."""
    seen = _seen(call)
    period = str(call.result.period) if call.result.period else "no days"
    return (
        f"How to tell them: {rule_line(seen)}",
        CAUTION,
        " · ".join([seen.portrait.name, period, call.query.dataset, call.id]),
    )


def _seen(call: Call) -> Seen:
    if not isinstance(call.result, DescribeSegmentResult):
        raise TypeError(f"{call.id} describes no segment: ask has_persona first")
    return Seen(call.result, call.result.segments[0])
