"""Gathering: who was in a test, in which arm, and what came of them, read off the tables."""

from __future__ import annotations

from collections import Counter as Counts
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tools.errors import BadRequest, MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.scope import bounds, covered
from tools.segmentation.disclosure import Counter
from tools.segmentation.testing.asked import MINIMUM, TestResultQuery
from tools.segmentation.testing.late import too_late
from tools.segmentation.testing.outcome import Outcome, kinds, outcome_of
from tools.segmentation.testing.touched import elsewhere, shown_theirs
from tools.segmentation.testing.trial import CONTROLS, SPECIFIC, Trial

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Bits = NDArray[np.bool_]
    Codes = NDArray[np.intp]


_HOME = 0.95
"""Share of an arm's people who must be of one segment for it to be that segment's own."""


def trial_of(query: TestResultQuery, tables: Tables) -> Trial:
    """Read a test: everybody assigned, and outcomes of one kind after (and before) each assignment.

    Raises MissingData without assignments or outcomes, UnknownName for a test, arm or outcome that is not there,
    BadRequest for a test of one arm or one too young to be followed so long, TooFewPosts below `MINIMUM` people of
    known outcome in an arm.
    """
    experiment = _experiment(query, tables)
    assigned = _assigned(experiment, tables)
    end = _end(query, tables)
    kind = query.outcome or _best_known(assigned, end, tables)
    measured = outcome_of(kind, query.measure, tables)
    rows = _followed(assigned, measured, end, query.within_days, tables).order_by("user_id").to_pyarrow()
    found = _trial(query, experiment, measured, rows, end, tables)
    for arm in found.arms:
        here = found.of(arm) & found.known
        if here.sum() < MINIMUM:
            n = found.counter.count(here)
            raise TooFewPosts(
                found=n,
                needed=MINIMUM,
                what=f"people in arm {arm!r} of test {experiment!r} whose outcome {kind!r} is known",
                advice="Wait until more people are assigned and their outcomes are in, or ask for another outcome.",
            )
    return found


def _experiment(query: TestResultQuery, tables: Tables) -> str:
    assignments = tables["assignments"]
    tests = assignments.group_by("experiment").aggregate(first=assignments["at"].min()).to_pyarrow().to_pylist()
    if not tests:
        raise MissingData(f"Table 'assignments' of dataset {tables.facts.dataset!r} has no rows: nobody was in a test.")
    names = [str(row["experiment"]) for row in tests]
    if query.experiment is None:
        return max(tests, key=lambda row: (row["first"] is not None, row["first"], row["experiment"]))["experiment"]  # type: ignore[no-any-return]
    if query.experiment not in names:
        raise UnknownName("experiment", query.experiment, names)
    return query.experiment


def _assigned(experiment: str, tables: Tables) -> ir.Table:
    """Return a row a person: `user_id`, `arm`, `arms` (how many), `segment`, `since`."""
    assignments = tables["assignments"]
    here = assignments.filter(assignments.experiment == experiment)
    return here.group_by("user_id").aggregate(
        arm=here.arm.min(), arms=here.arm.nunique(), segment=here.segment.nullif("").min(), since=here["at"].min()
    )


def _end(query: TestResultQuery, tables: Tables) -> datetime:
    """Return when outcomes stop: after the period's last day, else after the last outcome of any kind."""
    if query.period:
        return bounds(query.period, tables.facts)[1]
    outcomes = tables["outcomes"]
    last = outcomes.aggregate(last=outcomes["at"].max()).to_pyarrow()["last"][0].as_py()
    if last is None:
        kinds(tables)
    return last + timedelta(microseconds=1)  # type: ignore[no-any-return]


def _best_known(assigned: ir.Table, end: datetime, tables: Tables) -> str:
    """Return the kind of outcome that most people of the test have after it; arms are not looked at."""
    outcomes = tables["outcomes"]
    joined = assigned.inner_join(outcomes, assigned.user_id == outcomes.user_id)
    after = joined.filter(joined["at"] < end, joined.since.isnull() | (joined["at"] > joined.since))
    told = after.group_by("kind").aggregate(n=after.user_id.nunique()).to_pyarrow().to_pylist()
    if not told:
        raise MissingData(
            f"No outcome of dataset {tables.facts.dataset!r} comes after the test's assignments: import outcomes, or "
            "ask for a longer period."
        )
    return str(min(told, key=lambda row: (-row["n"], row["kind"]))["kind"])


def _followed(
    assigned: ir.Table, measured: Outcome, end: datetime, within_days: int | None, tables: Tables
) -> ir.Table:
    """Add what came of each person: `n` outcomes after, their `total`, the first `answer`, and the same before."""
    import ibis

    outcomes = tables["outcomes"]
    theirs = outcomes.filter(outcomes.kind == measured.kind).select(who="user_id", when="at", value="value")
    joined = assigned.left_join(theirs, assigned.user_id == theirs.who)
    span = joined.since + ibis.interval(days=within_days) if within_days else ibis.literal(end)
    length = span.epoch_seconds() - joined.since.epoch_seconds()
    after = (joined.since.isnull() | (joined.when > joined.since)) & (joined.when < end)
    if within_days:
        after &= joined.since.isnull() | (joined.when <= span)
    before = (joined.when <= joined.since) & (joined.when.epoch_seconds() > joined.since.epoch_seconds() - length)
    return joined.group_by("user_id").aggregate(
        arm=joined.arm.min(),
        arms=joined.arms.min(),
        segment=joined.segment.min(),
        since=joined.since.min(),
        n=after.fill_null(False).sum(),
        total=joined.value.sum(where=after.fill_null(False)),
        answer=joined.value.argmin(joined.when, where=after.fill_null(False)),
        n_before=before.fill_null(False).sum(),
        total_before=joined.value.sum(where=before.fill_null(False)),
        answer_before=joined.value.argmax(joined.when, where=before.fill_null(False)),
    )


def _trial(
    query: TestResultQuery, experiment: str, measured: Outcome, rows: pa.Table, end: datetime, tables: Tables
) -> Trial:
    import numpy as np

    late, left_out = too_late(query.within_days, rows, end)
    rows = rows.filter(~late)
    if not rows.num_rows:
        long = f"{query.within_days} days or more before outcomes end" if query.within_days else "before outcomes end"
        raise BadRequest(f"Nobody in test {experiment!r} was assigned {long}. Ask for fewer days, or wait.")
    people, given = tuple(rows["user_id"].to_pylist()), rows["arm"].to_pylist()
    control, guessed = _control(query, experiment, sorted(set(given)))
    arms = (control, *sorted(set(given) - {control}))
    recorded = rows["segment"].to_pylist()
    sizes = Counts(name for name in recorded if name)
    segments = tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))
    arm = np.asarray([arms.index(name) for name in given], dtype=np.intp)
    segment = np.asarray([segments.index(name) if name else -1 for name in recorded], dtype=np.intp)
    start = min((at for at in rows["since"].to_pylist() if at), default=None)
    crossed = (_column(rows, "arms") > 1) | shown_theirs(people, arms, arm, start, tables)
    pooled = () if query.planned or not _are_specific(arms, arm, segment) else arms[1:]
    if pooled:
        arms, arm = (arms[0], SPECIFIC), np.minimum(arm, 1)
    return Trial(
        people=people,
        arms=arms,
        arm=arm,
        segments=segments,
        segment=segment,
        outcome=_values(measured, rows, ""),
        before=_values(measured, rows, "_before") if _column(rows, "n_before").sum() else None,
        elsewhere=elsewhere(people, experiment, end, tables),
        crossed=crossed,
        measured=measured,
        experiment=experiment,
        start=start,
        follow_up=covered(start, end - timedelta(microseconds=1), tables.facts) if start and start < end else None,
        counter=Counter(people, arm),
        guessed_control=guessed,
        left_out=left_out,
        pooled=pooled,
    )


def _are_specific(arms: tuple[str, ...], arm: Codes, segment: Codes) -> bool:
    """Return whether there are several treated arms and each went to people of one segment, another one for each."""
    import numpy as np

    homes = []
    for code in range(1, len(arms)):
        theirs = np.bincount(segment[(arm == code) & (segment >= 0)], minlength=1)
        if theirs.max() < _HOME * (arm == code).sum():
            return False
        homes.append(int(theirs.argmax()))
    return 1 < len(homes) == len(set(homes))


def _control(query: TestResultQuery, experiment: str, arms: list[str]) -> tuple[str, bool]:
    if len(arms) < 2:
        raise BadRequest(
            f"Test {experiment!r} has only the arm {arms[0]!r}: without a second one there is nothing to compare."
        )
    if query.control is not None:
        if query.control not in arms:
            raise UnknownName("arm", query.control, arms)
        return query.control, False
    named = [arm for name in CONTROLS for arm in arms if name in arm.casefold()]
    return (named[0], False) if named else (arms[0], True)


def _values(measured: Outcome, rows: pa.Table, when: str) -> Array:
    """Return each person's outcome; NaN where it is not known."""
    import numpy as np

    values = _column(rows, {"happened": f"n{when}", "amount": f"total{when}"}.get(measured.shape, f"answer{when}"))
    if measured.shape == "happened":
        return np.asarray(values > 0, dtype=float)
    return np.nan_to_num(values) if measured.shape == "amount" else values


def _column(rows: pa.Table, name: str) -> Array:
    """Return a column of numbers, NaN where it is null."""
    import numpy as np

    values: Array = np.asarray([np.nan if value is None else value for value in rows[name].to_pylist()], dtype=float)
    return values
