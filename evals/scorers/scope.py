"""Scope: the share of period, filter and n that are those asked about, in the call that fits the question best.

n is how many posts the result says it counted. It is recounted in plain Python from what was asked: the posts of the
days, brand and so on, only those read reliably where the tool rests on readings. Tools that count mentions or a sample,
and questions about suspected bots, whose suspicion nobody planted, have no n to recount.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from evals.scorers.arguments import Compared, best_fitting, is_free
from evals.scorers.base import Exam, Score, share_right
from evals.truth import Selection
from server.runtime import Call
from tools.errors import MissingData, TooFewPosts

_PERIODS = ("period", "before", "after", "event", "baseline")
_COUNTS: Mapping[str, str] = {
    "describe_dataset": "posts",
    "search_posts": "posts",
    "engagement_rates": "posts",
    "spikes": "posts",
    "suspected_bots": "posts",
    "sentiment": "read",
    "sentiment_trend": "read",
    "emotions": "read",
    "intents": "read",
}
"""What a tool counts as its n: every post in scope, or those read reliably."""
_WHOLE = ("spikes",)
"""Tools that look at all days, so as to know what is usual, whatever the period asked about."""
_FILTERS = {"brands": "tagged", "platforms": "platforms", "langs": "langs", "regions": "regions",
            "author_ids": "authors", "text": "phrase", "own": "own"}  # fmt: skip


def scope(exam: Exam) -> Score | None:
    """Check period, filter and n; None for a case that expects no tool."""
    if not exam.case.tools:
        return None
    best = best_fitting(exam)
    if best is None:
        return Score(0, "none of the expected tools was run", 2)
    period = "; ".join(fault for path, fault in best.faults.items() if path.split(".")[0] in _PERIODS)
    kept = "; ".join(fault for path, fault in best.faults.items() if path.split(".")[0] == "filter")
    faults, true = [fault for fault in (period, kept) if fault], _true_n(exam, best)
    if true is not None and true != best.call.result.n_posts:
        faults.append(f"n = {best.call.result.n_posts:,}, truth {true:,.0f}")
    return share_right(faults, 2 if true is None else 3)


def _true_n(exam: Exam, best: Compared) -> float | None:
    counts, wanted = _COUNTS.get(best.call.tool), _wanted(exam, best.call)
    if counts is None or wanted is None:
        return None
    try:
        return exam.truth.measure(counts, wanted)
    except (MissingData, TooFewPosts):
        return None


def _wanted(exam: Exam, call: Call) -> Selection | None:
    """Return the posts asked about: the case's arguments and, where it leaves them free, the call's own."""
    query, asked = call.query.model_dump(mode="json"), exam.case.arguments
    given = query["filter"]
    kept = {**asked.get("filter", {}), **{k: v for k, v in given.items() if is_free(f"filter.{k}", exam.case.free)}}
    kept.setdefault("own", type(call.query).model_fields["filter"].get_default(call_default_factory=True).own)
    period = query["period"] if is_free("period", exam.case.free) else asked.get("period")
    period = None if call.tool in _WHOLE else period
    restricting = {name: value for name, value in kept.items() if value not in (None, [], (), "")}
    if restricting.pop("suspected_bots", "include") != "include" or not restricting.keys() <= _FILTERS.keys():
        return None
    return Selection.model_validate({_FILTERS[k]: v for k, v in restricting.items()} | _days(period))


def _days(period: Mapping[str, Any] | None) -> dict[str, date]:
    return {end: date.fromisoformat(str(period[end])) for end in ("start", "end") if period.get(end)} if period else {}
