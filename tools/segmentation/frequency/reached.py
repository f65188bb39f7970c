"""Reached: how often each person was written to, week by week, and by how many different messages."""

from __future__ import annotations

from collections import Counter as Counts
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.scope import bounds, covered
from tools.segmentation.disclosure import FLOOR, Counter, is_told
from tools.segmentation.frequency.asked import MINIMUM, FrequencyCapsQuery, Log
from tools.segmentation.testing.membership import has_recorded, recorded

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Reach(NamedTuple):
    """People who were reached, in order of their ids, which never leave; arrays of shape (people,).

    `total` messages, in `weeks` with any, `busiest` in one week, weeks `over` the cap, and `distinct` messages.
    """

    people: tuple[str, ...]
    total: Array
    weeks: Array
    busiest: Array
    over: Array
    distinct: Array
    period: Period
    counter: Counter
    log: Log


class Variants(NamedTuple):
    """Different messages: how many there are, and how many of them reached too few people to be told of."""

    n: int
    thin: int


def reach(query: FrequencyCapsQuery, tables: Tables) -> Reach:
    """Count what people got, by week of the dataset's time zone (from Monday).

    Raises MissingData where there is nothing to count, TooFewPosts below `MINIMUM` people.
    """
    log: Log = query.log or ("exposures" if "exposures" in tables or "assignments" not in tables else "assignments")
    got = sent(query, log, tables)
    times = got["at"] if query.counting == "occasions" else got.row
    weekly = got.group_by(["person", got["at"].truncate("W").name("week")]).aggregate(
        n=times.nunique(), first=got["at"].min(), last=got["at"].max()
    )
    each = weekly.group_by("person").aggregate(
        total=weekly.n.sum(),
        weeks=weekly.count(),
        busiest=weekly.n.max(),
        over=(weekly.n > query.cap).sum(),
        first=weekly["first"].min(),
        last=weekly["last"].max(),
    )
    distinct = got.group_by("person").aggregate(distinct=got.message.nunique())
    rows = each.inner_join(distinct, "person").order_by("person").to_pyarrow()
    people = tuple(rows["person"].to_pylist())
    if len(people) < MINIMUM:
        raise TooFewPosts(found=Counter(people).n if people else 0, needed=MINIMUM, what=f"people in {log}")
    period = covered(min(rows["first"].to_pylist()), max(rows["last"].to_pylist()), tables.facts)
    if period is None:
        raise MissingData(f"Rows of {log} have no time, so messages a week cannot be counted.")
    return Reach(
        people,
        total=_column(rows, "total"),
        weeks=_column(rows, "weeks"),
        busiest=_column(rows, "busiest"),
        over=_column(rows, "over"),
        distinct=_column(rows, "distinct"),
        period=period,
        counter=Counter(people),
        log=log,
    )


def _column(rows: pa.Table, name: str) -> Array:
    import numpy as np

    return np.asarray(rows[name].to_numpy(), dtype=float)


def variants(query: FrequencyCapsQuery, found: Reach, tables: Tables) -> Variants:
    """Count different messages, and those that reached fewer people than may be told of, by rounded counts."""
    import numpy as np

    got = sent(query, found.log, tables).select("person", "message").distinct()
    sizes = got.group_by("message").aggregate(n=got.person.nunique())
    # Only those near the floor are counted person by person: the others are surely told of.
    near = sizes.filter(sizes.n < 2 * FLOOR).message
    few = got.filter(got.message.isin(near)).to_pyarrow()
    places = {person: place for place, person in enumerate(found.people)}
    members: dict[str, list[int]] = {}
    for person, message in zip(few["person"].to_pylist(), few["message"].to_pylist(), strict=True):
        members.setdefault(message, []).append(places[person])
    thin = 0
    for rows in members.values():
        here = np.zeros(len(found.people), dtype=bool)
        here[rows] = True
        thin += not is_told(found.counter.count(here))
    return Variants(int(sizes.count().to_pyarrow().as_py()), thin)


class Sides(NamedTuple):
    """From how many sides people are reached: their recorded segment, and how many messages each segment gets."""

    members: dict[str, NDArray[np.bool_]]
    """Who belongs to each recorded segment, the largest first."""
    several: NDArray[np.bool_]
    """Who was recorded in several."""
    messages: dict[str, int]
    """Different messages that each segment got."""


def sides(query: FrequencyCapsQuery, found: Reach, tables: Tables) -> Sides | None:
    """Return the recorded segments of the people reached; none where none is recorded."""
    import numpy as np

    if not has_recorded(tables):
        return None
    segments = recorded(tables)
    rows = segments.order_by("user_id").to_pyarrow()
    names = dict(zip(rows["user_id"].to_pylist(), rows["segment"].to_pylist(), strict=True))
    twice = dict(zip(rows["user_id"].to_pylist(), rows["several"].to_pylist(), strict=True))
    theirs = np.asarray([names.get(person, "") for person in found.people])
    sizes = Counts(name for name in theirs.tolist() if name)
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    got = sent(query, found.log, tables)
    joined = got.inner_join(segments, got.person == segments.user_id)
    counted = joined.group_by("segment").aggregate(n=joined.message.nunique()).to_pyarrow()
    return Sides(
        {name: theirs == name for name in order},
        np.asarray([twice.get(person, False) for person in found.people], dtype=bool),
        dict(zip(counted["segment"].to_pylist(), counted["n"].to_pylist(), strict=True)),
    )


def sent(query: FrequencyCapsQuery, log: Log, tables: Tables) -> ir.Table:
    """Return what was sent: `person`, `at`, `message`, and `row`, which tells messages of one time apart."""
    table = tables[log].filter(lambda t: t["at"].notnull())
    if query.period:
        start, end = bounds(query.period, tables.facts)
        table = table.filter(table["at"] >= start, table["at"] < end)
    if log == "exposures":
        message = table.item_id
        row = table["at"].cast("string") + " " + table.rank.cast("string")
    else:
        message = table.experiment + ": " + table.arm
        row = message
    return table.select(person=table.user_id, at=table["at"], message=message, row=row)
