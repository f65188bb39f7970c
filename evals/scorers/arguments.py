"""Arguments: 1 where a call of an expected tool was asked exactly what the case says, other fields free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evals.scorers.base import Exam, Score, share_right


def arguments(exam: Exam) -> Score | None:
    """Compare the expected arguments, leaf by leaf, with the best-fitting call; None where none are expected."""
    expected = dict(_leaves(exam.case.arguments))
    if not expected:
        return None
    calls = [call for call in exam.answer.tool_calls if call.tool in exam.case.tools and call.result]
    scores = [_compare(expected, dict(_leaves(call.arguments))) for call in calls]
    return max(scores, default=Score(0, "none of the expected tools was run"))


def _compare(expected: Mapping[str, object], given: Mapping[str, object]) -> Score:
    faults = [
        f"{path} = {given.get(path)!r}, not {value!r}" for path, value in expected.items() if given.get(path) != value
    ]
    return share_right(faults, len(expected))


def _leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        here = f"{path}.{key}" if path else key
        if isinstance(inner, Mapping):
            yield from _leaves(inner, here)
        else:
            yield here, sorted(map(str, inner)) if isinstance(inner, list | tuple) else _plain(inner)


def _plain(value: object) -> object:
    return value if isinstance(value, int | float | bool) or value is None else str(value)
