"""Tool choice: the share of the expected tools that were run, and no shots in the dark beside them."""

from __future__ import annotations

from evals.scorers.base import Exam, Score

_SPARE_TOOLS, _SPARE_CALLS = 1, 3


def tool_choice(exam: Exam) -> Score | None:
    """Look for each expected tool among the calls; None where the case expects none.

    One tool more than expected is a second look. Further ones, or many calls, are tools run in the hope that one
    fits: the score is then the share of the tools run that were expected.
    """
    expected = exam.case.tools
    if not expected:
        return None
    ran = [call.tool for _, call in exam.calls]
    missing = [name for name in expected if not set(name.split("|")) & set(ran)]
    score, faults = 1 - len(missing) / len(expected), [f"{name} was not run" for name in missing]
    wanted = {tool for name in expected for tool in name.split("|")}
    stray = sorted(set(ran) - wanted - {tool for name in exam.case.also for tool in name.split("|")})
    if len(stray) > _SPARE_TOOLS or len(ran) > 2 * len(expected) + _SPARE_CALLS:
        score *= len(wanted & set(ran)) / max(len(set(ran)), len(ran) - _SPARE_CALLS)
        faults.append(f"{len(ran)} calls, {', '.join(stray) or 'no other tool'} not asked for")
    return Score(score, "; ".join([*faults, f"ran {', '.join(ran) or 'nothing'}"]) if faults else "")
