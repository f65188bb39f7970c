"""Figures: the share of the figures and calls shown that are what was really run, to the letter.

Each figure is compared with the same one of its result, run again: value, interval, n, unit, how the value is
written, days and filter. Each call's arguments are compared with the query on record.
"""

from __future__ import annotations

import math

from evals.scorers.base import Exam, Score, share_right
from server.agent.answer import CitedFigure, ToolCall
from server.runtime import Call, validated
from tools.errors import GroundswellError
from tools.figure import Figure
from tools.numbers import dates_in
from tools.registry import tool_named


def figures(exam: Exam) -> Score | None:
    """Compare every figure and successful call with the stores; None where there are neither."""
    calls = [call for call in exam.answer.tool_calls if call.result]
    checked = len(exam.answer.figures) + len(calls)
    if not checked:
        return None
    faults = [_figure_fault(figure, exam) for figure in exam.answer.figures]
    faults += [_call_fault(call, exam) for call in calls]
    return share_right([fault for fault in faults if fault], checked)


def _figure_fault(cited: CitedFigure, exam: Exam) -> str | None:
    ran = exam.ran(cited.result)
    if ran is None:
        return f"{cited.id} rests on a result that nobody has"
    if cited.result not in {call.result for call in exam.answer.tool_calls}:
        return f"{cited.id} rests on a call that the answer does not show"
    if cited.id != f"{cited.result}#{cited.name}":
        return f"{cited.id} is not named after its result and figure {cited.name!r}"
    real = next((figure for figure in ran.call.result.figures if figure.name == cited.name), None)
    if real is None or not ran.same:
        return f"{cited.id} does not recompute"
    wrong = [name for name, same in _same(cited, real).items() if not same]
    if wrong:
        return f"{cited.id} shows another {', '.join(wrong)} than was computed"
    return _scope_fault(cited, ran.call)


def _same(cited: CitedFigure, real: Figure) -> dict[str, bool]:
    return {
        "value": math.isclose(cited.value, real.value, rel_tol=1e-9, abs_tol=1e-12),
        "low end": _close(cited.low, real.low),
        "high end": _close(cited.high, real.high),
        "n": cited.n == real.n,
        "unit": cited.unit == real.unit,
        "wording of its value": cited.shown == real.shown,
    }


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def _scope_fault(cited: CitedFigure, call: Call) -> str | None:
    if cited.filter != str(call.query.filter):
        return f"{cited.id} is said to count {cited.filter!r}, but {str(call.query.filter)!r} was run"
    given = [period for period in (call.query.period, call.result.period) if period]
    days = [found.text for found in dates_in(cited.period)]
    if given and days not in [[str(period.start), str(period.end)] for period in given]:
        return f"{cited.id} is said to cover {cited.period!r}, but {given[0]} was run"
    return None


def _call_fault(shown: ToolCall, exam: Exam) -> str | None:
    ran = exam.ran(shown.result or "")
    if ran is None or ran.call.tool != shown.tool:
        return f"{shown.tool} never gave {shown.result}"
    try:
        same = validated(tool_named(shown.tool), shown.arguments) == ran.call.query
    except GroundswellError as error:
        return f"the arguments shown of {shown.tool} do not fit it: {error}"
    return None if same else f"{shown.tool} was run with other arguments than are shown"
