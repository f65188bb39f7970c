"""Purchases: what each person brought in on which day, from outcomes or events that carry a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.errors import MissingData, TooFewPosts, UnknownName
from tools.inputs import Tables
from tools.scope import bounds, covered, scope
from tools.segmentation.value.asked import Measure, ValueTiersQuery

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    from tools.base import Period

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

FEWEST = 100
"""People with a purchase below which there are no tiers to speak of."""
NOT_VALUE = ("surveyed", "churned")
"""Kinds of outcomes whose value is no money: an answer on a scale, or nothing."""


class Purchases(NamedTuple):
    """Purchases, one a person and day, in order of person and day: (purchases,) each."""

    people: tuple[str, ...]
    who: Places
    """Place in `people`."""
    day: Array
    """Days from the first day of the period, from 0."""
    value: Array
    days: int
    """Length of the period."""
    period: Period
    kinds: tuple[str, ...]

    def totals(self, chosen: NDArray[np.bool_] | None = None) -> Array:
        """Return what each person brought in, (people,), of chosen purchases where given."""
        import numpy as np

        mine = slice(None) if chosen is None else chosen
        return np.bincount(self.who[mine], self.value[mine], len(self.people)).astype(float)


def purchases(query: ValueTiersQuery, tables: Tables) -> Purchases:
    """Return the purchases of the period, of people who wrote a post in scope where the filter restricts these.

    Raises MissingData where nothing carries a value (or margin), UnknownName for a kind that does not, TooFewPosts
    below `FEWEST` people.
    """
    import numpy as np

    rows = _valued(query, tables)
    kinds = rows.group_by("kind").aggregate(n=rows.count()).order_by("kind").to_pyarrow()["kind"].to_pylist()
    if not kinds:
        raise MissingData(_nothing(query.measure, tables))
    if unknown := sorted(set(query.kinds) - set(kinds)):
        raise UnknownName(f"kind with a {query.measure}", unknown[0], kinds)
    rows = rows.filter(rows.kind.isin(query.kinds or kinds))
    span = rows.aggregate(first=rows["at"].min(), last=rows["at"].max()).to_pyarrow().to_pylist()[0]
    period = query.period or covered(span["first"], span["last"], tables.facts)
    if period is None:
        raise TooFewPosts(found=0, needed=FEWEST, what="people with a purchase")
    start, end = bounds(period, tables.facts)
    rows = rows.filter(rows["at"] >= start, rows["at"] < end)
    if not query.filter.is_empty:
        rows = rows.filter(rows.user_id.isin(scope(query, tables).author_id))
    dated = rows.mutate(day=rows["at"].date().cast("string"))
    daily = dated.group_by("user_id", "day").aggregate(value=dated.value.sum()).order_by(["user_id", "day"])
    held = daily.to_pyarrow()
    people, who = np.unique(held["user_id"].to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    if len(people) < FEWEST:
        raise TooFewPosts(found=len(people), needed=FEWEST, what="people with a purchase")
    when = held["day"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    day = (when - np.datetime64(period.start)).astype(float)
    value = np.round(held["value"].to_numpy(zero_copy_only=False).astype(float), 6)
    used = tuple(kind for kind in kinds if kind in (query.kinds or kinds))
    return Purchases(tuple(people.tolist()), who.astype(np.intp), day, value, period.days, period, used)


def _valued(query: ValueTiersQuery, tables: Tables) -> ir.Table:
    """Return rows that carry a value: `user_id`, `at`, `kind`, `value`; of outcomes, else of events."""
    if "outcomes" in tables:
        outcomes = tables["outcomes"]
        rows = outcomes.select("user_id", "at", "kind", value=outcomes[query.measure])
        rows = rows.filter(rows.value.notnull(), ~rows.kind.isin(NOT_VALUE))
        if query.measure == "margin" or _any(rows) or "events" not in tables:
            return rows
    if "events" not in tables:
        raise MissingData(_nothing(query.measure, tables))
    events = tables["events"]
    rows = events.select("user_id", "at", "kind", "value")
    # Where nobody says which events are sales, those called so: a rating is a value too.
    wanted = query.kinds or ("purchase", "purchased", "order", "ordered", "sale", "buy", "bought")
    return rows.filter(rows.value.notnull(), rows.kind.isin(wanted))


def _any(rows: ir.Table) -> bool:
    return bool(rows.limit(1).count().to_pyarrow().as_py())


def _nothing(measure: Measure, tables: Tables) -> str:
    return (
        f"Nothing in dataset {tables.facts.dataset!r} says what people brought in: no outcome has a {measure}, and no "
        f"event is called a purchase. Import outcomes with a column {measure} (--table outcomes), or name the kinds of "
        "events that are sales (kinds)."
    )
