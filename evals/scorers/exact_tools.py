"""Exact tools: 1 where exactly the expected tools were run, none missing and none beside them.

Stricter than tool choice, which lets one second look pass: it is reported, and no case fails by it alone.
"""

from __future__ import annotations

from evals.scorers.base import Exam, Score


def exact_tools(exam: Exam) -> Score | None:
    """Compare the tools run with those expected and those welcome beside them; None where the case expects none."""
    case = exam.case
    if not case.tools:
        return None
    ran = {call.tool for _, call in exam.calls}
    missing = [name for name in case.tools if not ran & set(name.split("|"))]
    stray = sorted(ran - {tool for name in (*case.tools, *case.also) for tool in name.split("|")})
    faults = [f"{name} was not run" for name in missing] + [f"{name} was run too" for name in stray]
    return Score(0, "; ".join(faults)) if faults else Score(1)
