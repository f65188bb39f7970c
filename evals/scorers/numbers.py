"""Numbers: the share of the expected figures that the answer gives and that agree with the planted truth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from evals.scorers.base import Exam, Score, share_right
from evals.suite import Expected
from server.agent.answer import CitedFigure


def numbers(exam: Exam) -> Score | None:
    """Compare each expected figure with the truth; None where the case expects none."""
    if not exam.case.numbers:
        return None
    given = {figure.name: figure for figure in exam.answer.figures}
    faults = [fault for expected in exam.case.numbers if (fault := _fault(expected, given, exam.truth))]
    return share_right(faults, len(exam.case.numbers))


def _fault(expected: Expected, given: Mapping[str, CitedFigure], truth: Mapping[str, Any]) -> str | None:
    figure = given.get(expected.figure)
    if figure is None:
        return f"no figure {expected.figure!r} (there are: {', '.join(given) or 'none'})"
    true = _look_up(truth, expected.truth)
    if _agrees(figure, true, expected):
        return None
    return f"{expected.figure} = {figure.value:.6g} ({figure.low} to {figure.high}), truth {true:.6g}"


def _agrees(figure: CitedFigure, true: float, expected: Expected) -> bool:
    if expected.tolerance == "interval":
        return figure.low is not None and figure.high is not None and figure.low <= true <= figure.high
    if expected.tolerance == "exact":
        return math.isclose(figure.value, true, rel_tol=1e-9)
    return abs(figure.value - true) <= expected.tolerance


def _look_up(truth: Mapping[str, Any], path: str) -> float:
    value: Any = truth
    for part in path.split("."):
        value = value[part]
    return float(value)
