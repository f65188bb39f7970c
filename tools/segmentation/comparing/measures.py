"""Measures: what is compared of people, each as a numerator and a denominator a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tools.base import Period, Query
from tools.figure import Unit
from tools.inputs import Tables
from tools.scope import bounds, read_scope, scope

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

Kind = Literal["share", "mean", "ratio"]

_USES = 6
_SEEN = ("reach", "impressions", "views")
_CAME = {"converted": "who converted", "purchased": "who bought", "churned": "who left", "lead": "who became a lead"}


class Measure(NamedTuple):
    """A measure of people: sum(x) / sum(y) over a group, y being 1 of everybody for shares and means of people.

    A share counts people (x is 0 or 1); `additive` measures of groups add up to that of all. `label` follows
    `share of people` for shares. x and y: (people,), in the order of the people given.
    """

    name: str
    label: str
    kind: Kind
    unit: Unit
    x: Array
    y: Array
    additive: bool = False


def measures(query: Query, people: Sequence[str], tables: Tables, days: Period) -> tuple[Measure, ...]:
    """Return all that the dataset's tables tell of these people on these days, what matters most first.

    What nobody has is left out.
    """
    found = [*_outcomes(people, tables, days), *_tickets(people, tables, days)]
    found += [*_posts(query, people, tables), *_events(people, tables, days)]
    return tuple(one for one in found if one.y.any() and (one.x.any() or one.kind != "share"))


class _Rows:
    """Puts sums by person into the order of the people."""

    def __init__(self, people: Sequence[str]) -> None:
        self.place = {person: row for row, person in enumerate(people)}

    def of(self, table: ir.Table, *columns: str) -> list[Array]:
        """Return columns of a table that has one row a `person`; 0 for people it lacks."""
        import numpy as np

        wide = np.zeros((len(columns), len(self.place)))
        for row in table.select("person", *columns).to_pyarrow().to_pylist():
            if (place := self.place.get(row["person"])) is not None:
                wide[:, place] = [float(row[column] or 0) for column in columns]
        return list(wide)


def _posts(query: Query, people: Sequence[str], tables: Tables) -> Iterator[Measure]:
    import numpy as np

    if "posts" not in tables:
        return
    rows, posts = _Rows(people), scope(query, tables).filter(lambda t: t.author_id.notnull())
    drawn = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    told = posts.likes.notnull() | posts.shares.notnull() | posts.replies.notnull()
    seen = {f"{name}_n": posts[name].count() for name in _SEEN} | {f"{name}_sum": posts[name].sum() for name in _SEEN}
    sums = posts.group_by(person=posts.author_id).aggregate(
        n=posts.count(),
        drawn=drawn.sum(where=told),
        told=told.sum(),
        **seen,
    )
    columns = ["n", "drawn", "told", *seen]
    wide = dict(zip(columns, rows.of(sums, *columns), strict=True))
    if not wide["n"].any():
        return
    if "readings" in tables:
        yield from _sentiment(query, rows, tables)
    yield Measure("engagement", "likes, shares and replies a post", "ratio", "per_post", wide["drawn"], wide["told"])
    for name in _SEEN:
        if wide[f"{name}_n"].sum() >= wide["n"].sum() / 2:
            yield Measure("reach", f"{name} a post", "ratio", "per_post", wide[f"{name}_sum"], wide[f"{name}_n"])
            break
    yield Measure("posted", "who wrote a post", "share", "share", (wide["n"] > 0) * 1.0, np.ones(len(people)))
    yield Measure("posts", "posts a person", "mean", "per_post", wide["n"], np.ones(len(people)), additive=True)


def _sentiment(query: Query, rows: _Rows, tables: Tables) -> Iterator[Measure]:
    read = read_scope(query, tables)
    read = read.filter(read.author_id.notnull(), read.reliable.fill_null(False))
    tone = (read.sentiment == "positive").cast("int64") - (read.sentiment == "negative").cast("int64")
    net, n = rows.of(read.group_by(person=read.author_id).aggregate(net=tone.sum(), n=read.count()), "net", "n")
    yield Measure("sentiment", "net sentiment of posts, as read", "ratio", "net", net, n)


def _events(people: Sequence[str], tables: Tables, days: Period) -> Iterator[Measure]:
    import numpy as np

    if "events" not in tables:
        return
    rows, everybody = _Rows(people), np.ones(len(people))
    events = _within(tables["events"], tables, days)
    (n,) = rows.of(events.group_by(person=events.user_id).aggregate(n=events.count()), "n")
    yield Measure("activity", "things done a week", "mean", "per_week", n * 7 / days.days, everybody, additive=True)
    used = events.filter(events.kind == "use", events["object"].notnull())
    users = used.group_by("object").aggregate(n=used.user_id.nunique()).to_pyarrow().to_pylist()
    for name in [row["object"] for row in sorted(users, key=lambda row: (-row["n"], row["object"]))[:_USES]]:
        mine = used.filter(used["object"] == name)
        (did,) = rows.of(mine.group_by(person=mine.user_id).aggregate(n=mine.count()), "n")
        label = f"who used {name.replace('_', ' ')}"
        yield Measure(f"use.{name}", label, "share", "share", (did > 0) * 1.0, everybody)


def _outcomes(people: Sequence[str], tables: Tables, days: Period) -> Iterator[Measure]:
    import numpy as np

    if "outcomes" not in tables:
        return
    rows, everybody = _Rows(people), np.ones(len(people))
    outcomes = _within(tables["outcomes"], tables, days)
    for kind, label in _CAME.items():
        mine = outcomes.filter(outcomes.kind == kind)
        n, value = rows.of(
            mine.group_by(person=mine.user_id).aggregate(n=mine.count(), value=mine.value.sum()), "n", "value"
        )
        yield Measure(kind, label, "share", "share", (n > 0) * 1.0, everybody)
        if kind == "purchased" and value.any():
            yield Measure("value", "value of purchases a person", "mean", "amount", value, everybody, additive=True)
    asked = outcomes.filter(outcomes.kind == "surveyed", outcomes.value.notnull())
    answer, n = rows.of(
        asked.group_by(person=asked.user_id).aggregate(value=asked.value.sum(), n=asked.count()), "value", "n"
    )
    yield Measure("survey", "answer to the survey", "ratio", "score", answer, n)


def _tickets(people: Sequence[str], tables: Tables, days: Period) -> Iterator[Measure]:
    """Satisfaction with support, of those who opened the conversation."""
    if "tickets" not in tables or "posts" not in tables:
        return
    start, end = bounds(days, tables.facts)
    rated = tables["tickets"].filter(lambda t: t.csat.notnull() & (t.opened_at >= start) & (t.opened_at < end))
    first = tables["posts"].select("post_id", "author_id")
    theirs = rated.inner_join(first, rated.thread_id == first.post_id)
    theirs = theirs.filter(theirs.author_id.notnull())
    sums = theirs.group_by(person=theirs.author_id).aggregate(csat=theirs.csat.sum(), n=theirs.count())
    csat, n = _Rows(people).of(sums, "csat", "n")
    yield Measure("csat", "satisfaction with support, as rated", "ratio", "score", csat, n)


def _within(table: ir.Table, tables: Tables, days: Period) -> ir.Table:
    start, end = bounds(days, tables.facts)
    return table.filter(table["at"] >= start, table["at"] < end)
