"""Numbers: the share of the expected figures that the answer states and that agree with the planted truth."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evals.scorers.base import Exam, Score, share_right
from evals.suite import Expected
from server.agent.answer import CitedFigure


def numbers(exam: Exam) -> Score | None:
    """Compare each expected figure with the truth; None where the case expects none.

    A figure counts only if a claim cites it and shows its value, and all stated under one name must agree: among
    several that differ the reader cannot tell which one answers.
    """
    return _compared(exam, exam.case.numbers)


def exact_numbers(exam: Exam) -> Score | None:
    """Compare those that were counted or recounted: nothing is estimated, so nothing may differ."""
    return _compared(exam, [expected for expected in exam.case.numbers if expected.tolerance != "interval"])


def estimated_numbers(exam: Exam) -> Score | None:
    """Compare those that are estimated: the planted value lies in the figure's own 95 % interval."""
    return _compared(exam, [expected for expected in exam.case.numbers if expected.tolerance == "interval"])


def _compared(exam: Exam, numbers: Sequence[Expected]) -> Score | None:
    faults = [fault for expected in numbers if (fault := _fault(expected, exam))]
    return share_right(faults, len(numbers)) if numbers else None


def _fault(expected: Expected, exam: Exam) -> str | None:
    stated = [figure for figure in exam.stated if figure.name in expected.figure]
    if not stated:
        there = ", ".join(dict.fromkeys(figure.name for figure in exam.stated)) or "none"
        return f"states no {' or '.join(expected.figure)} (states: {there})"
    true = expected.true(exam.truth)
    wrong = [figure for figure in stated if not _agrees(figure, true, expected)]
    if not wrong:
        return None
    figure = wrong[0]
    interval = "" if figure.low is None else f" ({figure.low:.4g} to {figure.high:.4g})"
    shown = f"uncorrected {figure.raw}" if expected.raw else f"{figure.value:.6g}{interval}"
    return f"{figure.name} = {shown}, truth {true:.6g}"


def _agrees(figure: CitedFigure, true: float, expected: Expected) -> bool:
    if expected.raw:
        return figure.raw is not None and math.isclose(figure.raw, true, rel_tol=1e-9, abs_tol=1e-12)
    if expected.tolerance == "interval":
        return figure.low is not None and figure.high is not None and figure.low <= true <= figure.high
    if expected.tolerance == "exact":
        return math.isclose(figure.value, true, rel_tol=1e-9)
    return abs(figure.value - true) <= expected.tolerance
