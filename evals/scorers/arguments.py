"""Arguments: the share of the expected arguments that one call of an expected tool was really run with.

The call's record counts, not what the answer says of it. Periods are compared as the days of the dataset they
cover, so none, a period that holds them all, and one that runs past the end can be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from evals.scorers.base import Exam, Score, share_right
from evals.truth import Truth
from server.runtime import Call

_GUARDED = ("period", "filter")
_EMPTY: tuple[object, ...] = (None, (), [], "")


def arguments(exam: Exam) -> Score | None:
    """Compare the best-fitting call with what was asked; None for a case that expects no tool."""
    wanted = {tool for name in exam.case.tools for tool in name.split("|")}
    if not wanted:
        return None
    calls = [call for _, call in exam.calls if call.tool in wanted]
    scores = [_compare(exam, call) for call in calls]
    return max(scores, default=Score(0, "none of the expected tools was run"))


def _compare(exam: Exam, call: Call) -> Score:
    expected = _flat(exam.case.arguments, exam.truth)
    given = _flat(call.query.model_dump(mode="json"), exam.truth)
    default = {"filter.own": _own_default(call), "filter.suspected_bots": "include"}
    faults = [
        f"{path} = {given.get(path)!r}, not {value!r}" for path, value in expected.items() if given.get(path) != value
    ]
    extra = [
        f"{path} = {value!r}, which was not asked for"
        for path, value in given.items()
        if path.split(".")[0] in _GUARDED
        and path not in expected
        and not any(path == free or path.startswith(f"{free}.") for free in exam.case.free)
        and value not in _EMPTY
        and value != default.get(path)
    ]
    return share_right([*faults, *extra], len(expected) + max(len(extra), 1))


def _own_default(call: Call) -> str:
    default = type(call.query).model_fields["filter"].get_default(call_default_factory=True)
    return str(default.own)


def _flat(arguments: Mapping[str, Any], truth: Truth) -> dict[str, object]:
    flat = dict(_leaves({name: value for name, value in arguments.items() if name != "period"}))
    period = arguments.get("period") or {}
    start = max(_day(period.get("start"), truth.first), truth.first)
    end = min(_day(period.get("end"), truth.last), truth.last)
    if (start, end) != (truth.first, truth.last):
        flat["period"] = f"{start} to {end}"
    return flat


def _day(value: object, default: date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)) if value else default


def _leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, object]]:
    for key, inner in value.items():
        here = f"{path}.{key}" if path else key
        if isinstance(inner, Mapping):
            yield from _leaves(inner, here)
        else:
            yield here, sorted(map(str, inner)) if isinstance(inner, list | tuple) else _plain(inner)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return value.casefold()
    return value if isinstance(value, int | float) or value is None else str(value)
