"""Base: what comes of people who are left alone, on which the size of a test depends."""

from __future__ import annotations

from collections import Counter as Counts
from datetime import datetime, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import MissingData
from tools.inputs import Tables
from tools.scope import bounds
from tools.segmentation.testing.coarse import coarse
from tools.segmentation.testing.outcome import Outcome, kinds, outcome_of
from tools.segmentation.testing.planning.asked import TestPlanQuery
from tools.segmentation.testing.trial import CONTROLS
from tools.statistics.interval import Interval, Z
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

ONCE = ("lead", "qualified", "converted", "churned")
"""Outcomes that a person has once: those who had them before are no longer in question."""


class Base(NamedTuple):
    """What comes of people left alone: mean, standard deviation, each with an interval, as coarse as they are told."""

    mean: float
    interval: Interval | None
    sd: float
    sd_interval: Interval | None
    n: int
    """People it rests on, as they are counted."""


class Outcomes(NamedTuple):
    """The outcome of each person, in the order given; NaN where not known, or where they were treated in a test."""

    measured: Outcome
    values: Array


def outcomes_of(query: TestPlanQuery, people: tuple[str, ...], tables: Tables) -> Outcomes | None:
    """Return what came of people over the last `within_days`; none without outcomes where a base is given.

    Answers count whenever they were given, the last of a person. People who were treated in a test are left out.
    Raises MissingData where there are neither outcomes nor a base, UnknownName for a kind that is not there.
    """
    import numpy as np

    if "outcomes" not in tables:
        if query.base is None:
            tables["outcomes"]
        return None
    measured = outcome_of(query.outcome or _commonest(people, tables), query.measure, tables)
    end = _end(query, tables)
    start = end - timedelta(days=query.within_days)
    outcomes = tables["outcomes"]
    theirs = outcomes.filter(outcomes.kind == measured.kind, outcomes["at"] < end)
    within = theirs["at"] >= start
    rows = (
        theirs.group_by("user_id")
        .aggregate(
            n=within.sum(),
            total=theirs.value.sum(where=within),
            answer=theirs.value.argmax(theirs["at"]),
            before=(~within).sum(),
        )
        .to_pyarrow()
        .to_pylist()
    )
    found = {row["user_id"]: row for row in rows}
    treated = _treated(tables)
    values = [np.nan if person in treated else _value(measured, found.get(person)) for person in people]
    return Outcomes(measured, np.asarray(values, dtype=float))


def base_of(values: Array, weights: Array, *, share: bool) -> Base | None:
    """Return the base of people whose outcome is known, coarse enough to be told; none for fewer than two.

    `weights`, how often each person is counted (see `Counter.counted`), has the shape of `values`: (people,).
    """
    import numpy as np

    kept = ~np.isnan(values) & (weights > 0)
    known, times = values[kept], weights[kept]
    n = int(times.sum())
    if len(known) < 2:
        return None
    worth = float(times.sum() ** 2 / (times @ times))
    mean = float(times @ known / times.sum())
    if share:
        told, within = coarse(mean, "share"), wilson(mean * worth, worth)
        rounded = Interval(coarse(within.low, "share"), coarse(within.high, "share"))
        return Base(told, rounded, sqrt(told * (1 - told)), None, n)
    variance = float(times @ (known - mean) ** 2 / times.sum()) * worth / (worth - 1)
    fourth = float(times @ (known - mean) ** 4 / times.sum())
    reach = Z * sqrt(max(fourth - variance**2, 0.0) / worth)
    half = Z * sqrt(variance / worth)
    return Base(
        coarse(mean, "amount"),
        Interval(coarse(mean - half, "amount"), coarse(mean + half, "amount")),
        coarse(sqrt(variance), "amount"),
        Interval(*(coarse(sqrt(max(variance + sign * reach, 0.0)), "amount") for sign in (-1, 1))),
        n,
    )


def _value(measured: Outcome, row: dict[str, Any] | None) -> float:
    """Return a person's outcome; not a number where it is not known."""
    if row is None:
        return float("nan") if measured.asks else 0.0
    if measured.asks:
        return float("nan") if row["answer"] is None else float(row["answer"])
    if measured.kind in ONCE and row["before"]:
        return float("nan")
    return float(row["total"] or 0.0) if measured.shape == "amount" else float(row["n"] > 0)


def _commonest(people: tuple[str, ...], tables: Tables) -> str:
    """Return the kind of outcome that most of the people have had."""
    pairs = tables["outcomes"].select("user_id", "kind").distinct().to_pyarrow()
    among = set(people)
    held = zip(pairs["user_id"].to_pylist(), pairs["kind"].to_pylist(), strict=True)
    counts: Counts[str] = Counts(kind for person, kind in held if person in among)
    if not counts:
        raise MissingData(
            f"No outcome of dataset {tables.facts.dataset!r} (it has {', '.join(kinds(tables))}) is one of the people "
            "asked about. Give the share with the outcome as `base`."
        )
    return min(counts, key=lambda kind: (-counts[kind], kind))


def _end(query: TestPlanQuery, tables: Tables) -> datetime:
    if query.period:
        return bounds(query.period, tables.facts)[1]
    outcomes = tables["outcomes"]
    last = outcomes.aggregate(last=outcomes["at"].max()).to_pyarrow()["last"][0].as_py()
    if last is None:
        kinds(tables)
    return last + timedelta(microseconds=1)  # type: ignore[no-any-return]


def _treated(tables: Tables) -> set[str]:
    """Return who is in an arm of a test that is not called control or the like: they were not left alone."""
    if "assignments" not in tables:
        return set()
    assignments = tables["assignments"]
    arms = assignments.select("arm").distinct().to_pyarrow()["arm"].to_pylist()
    given = [arm for arm in arms if not any(name in arm.casefold() for name in CONTROLS)]
    treated = assignments.filter(assignments.arm.isin(given)).user_id
    return set(treated.to_pyarrow().to_pylist())
