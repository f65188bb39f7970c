"""Arguments: the share of the expected arguments that one call of an expected tool was really run with.

The call's record counts, not what the answer says of it. Periods are compared as the days of the dataset they
cover, so none, a period that holds them all, and one that runs past the end can be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from evals.scorers.base import Exam, Score, share_right
from evals.truth import Truth
from server.runtime import Call

_GUARDED = ("period", "filter")
_EMPTY: tuple[object, ...] = (None, (), [], "")


class Compared(NamedTuple):
    """A call against what was asked: faults by dotted path of the argument, and how many arguments were looked at."""

    call: Call
    faults: Mapping[str, str]
    of: int

    @property
    def value(self) -> float:
        """Share of arguments without a fault, 0 to 1."""
        return 1 - len(self.faults) / self.of


def arguments(exam: Exam) -> Score | None:
    """Compare the best-fitting call with what was asked; None for a case that expects no tool."""
    if not exam.case.tools:
        return None
    best = best_fitting(exam)
    return share_right([*best.faults.values()], best.of) if best else Score(0, "none of the expected tools was run")


def best_fitting(exam: Exam) -> Compared | None:
    """Return the call of an expected tool whose arguments fit best, the first of equals; None where there is none."""
    wanted = {tool for name in exam.case.tools for tool in name.split("|")}
    compared = [_compare(exam, call) for _, call in exam.calls if call.tool in wanted]
    return max(compared, key=lambda each: each.value, default=None)


def is_free(path: str, free: Sequence[str]) -> bool:
    """True if an argument may be anything: it, or what it is part of, is named free."""
    return any(path == name or path.startswith(f"{name}.") for name in free)


def _compare(exam: Exam, call: Call) -> Compared:
    expected = _flat(exam.case.arguments, exam.truth)
    given = _flat(call.query.model_dump(mode="json") | _compared_periods(exam, call), exam.truth)
    default = {"filter.own": _own_default(call), "filter.suspected_bots": "include"}
    faults = {
        path: f"{path} = {given.get(path)!r}, not {value!r}"
        for path, value in expected.items()
        if given.get(path) != value
    }
    extra = {
        path: f"{path} = {value!r}, which was not asked for"
        for path, value in given.items()
        if path.split(".")[0] in _GUARDED
        and path not in expected
        and not is_free(path, exam.case.free)
        and value not in _EMPTY
        and value != default.get(path)
    }
    return Compared(call, faults | extra, len(expected) + max(len(extra), 1))


def _compared_periods(exam: Exam, call: Call) -> dict[str, Any]:
    """Two periods may be asked for by an event or by themselves: those really compared count."""
    result = call.result.model_dump(mode="json")
    return {name: result[name] for name in ("before", "after") if name in exam.case.arguments and name in result}


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
