"""Tool choice: the share of the expected tools that were run with success."""

from __future__ import annotations

from evals.scorers.base import Exam, Score, share_right


def tool_choice(exam: Exam) -> Score | None:
    """Look for each expected tool among the calls; None where the case expects none."""
    if not exam.case.tools:
        return None
    ran = [call.tool for call in exam.answer.tool_calls if call.result]
    missing = [f"{tool} was not run (ran {', '.join(ran) or 'nothing'})" for tool in exam.case.tools if tool not in ran]
    return share_right(missing, len(exam.case.tools))
