"""People: the features of an audience, measured over the tables that a dataset has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.base import Period, PostFilter, Query
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.scope import covered
from tools.segmentation.asked import Audience, Population
from tools.segmentation.features.columns import Columns, beside
from tools.segmentation.features.doing import acts, rates, variety
from tools.segmentation.features.paying import buyers, paid, paying, recency
from tools.segmentation.features.presence import There
from tools.segmentation.features.since import tenure
from tools.segmentation.features.window import Window
from tools.segmentation.features.writing import posts_of, writing
from tools.segmentation.matrix import Matrix
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

FEATURE_SET = "people-1"
"""Version of the features: it changes whenever the same tables would give other ones."""
FEWEST = 60
"""People below which an audience is not measured."""
_DIGITS = 10


class _Asked(Query, Audience):
    pass


def measured(query: Query, tables: Tables) -> Matrix:
    """Measure the people that a query (which is also an `Audience`) asks about.

    Members are measured by what they did, paid and wrote, over the days that they were there (by what they paid and
    wrote alone where the dataset has no events); authors by what they wrote. A filter leaves those who wrote a post
    that it lets through. Raises TooFewPosts below `FEWEST` people, MissingData where nobody did or wrote anything.
    """
    asked = _Asked.model_validate({name: getattr(query, name) for name in _Asked.model_fields})
    table = _table(asked, tables)
    period = asked.period or _span(tables, table, "created_at" if table == "posts" else "at")
    window = Window(period, asked.half_life_days, tables.facts)
    people, parts = _MEASURES[table](asked, window, tables)
    told = [part for part in parts if part is not None]
    if len(people) < FEWEST or not told:
        raise TooFewPosts(found=len(people), needed=FEWEST, what="people")
    whole = beside(told)
    return Matrix(people, whole.features, _settled(whole.values), period, whole.begun)


def _settled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to 10 significant digits: beyond them sums depend on the order in which they were added."""
    import numpy as np

    size = np.floor(np.log10(np.where(np.isfinite(values) & (values != 0), np.abs(values), 1.0)))
    scale = 10.0 ** (_DIGITS - 1 - size)
    settled: NDArray[np.float64] = np.round(values * scale) / scale
    return settled


def population_of(asked: Audience, tables: Tables) -> Population:
    """Return whom a query is about: members where nothing else is asked for and the dataset knows what they did."""
    if asked.population is not None:
        return asked.population
    known = "events" in tables or ("outcomes" in tables and "posts" not in tables)
    return "members" if known else "authors"


def _table(asked: _Asked, tables: Tables) -> str:
    """Return the table that tells who there is."""
    if population_of(asked, tables) == "authors":
        return "posts"
    return "outcomes" if "events" not in tables and "outcomes" in tables else "events"


_Measured = tuple[tuple[str, ...], list[Columns | None]]


def _members(asked: _Asked, window: Window, tables: Tables) -> _Measured:
    events = tables["events"]
    done = acts(_among(events, events.user_id, asked, window, tables), window, tables)
    if len(done.there.people) < FEWEST:
        return done.there.people, []
    return done.there.people, [rates(done, window), variety(done), *_beside(done.there, asked, window, tables)]


def _buyers(asked: _Asked, window: Window, tables: Tables) -> _Measured:
    bought = paid(window, tables)
    bought = _among(bought, bought.person, asked, window, tables)
    who = buyers(bought, window, tables)
    if len(who.people) < FEWEST:
        return who.people, []
    return who.people, [recency(bought, who), *_beside(who, asked, window, tables)]


def _beside(who: There, asked: _Asked, window: Window, tables: Tables) -> list[Columns | None]:
    """Measure what members paid and wrote, and since when they are there."""
    wrote = writing(who.people, posts_of(asked, window, tables), window, tables) if "posts" in tables else None
    return [paying(who, window, tables), wrote, tenure(who.people, window, tables)]


def _authors(asked: _Asked, window: Window, tables: Tables) -> _Measured:
    posts = posts_of(asked, window, tables)
    people = tuple(posts.select("person").distinct().order_by("person").to_pyarrow()["person"].to_pylist())
    if len(people) < FEWEST:
        return people, []
    return people, [writing(people, posts, window, tables), tenure(people, window, tables)]


_MEASURES = {"events": _members, "outcomes": _buyers, "posts": _authors}


def _among(rows: ir.Table, person: ir.StringColumn, asked: _Asked, window: Window, tables: Tables) -> ir.Table:
    """Return the rows of people whom the filter lets through: by the posts they wrote, or as no suspected bots."""
    plain = PostFilter(own=asked.filter.own, suspected_bots=asked.filter.suspected_bots)
    if asked.filter != plain:
        rows = rows.filter(person.isin(posts_of(asked, window, tables).person))
    elif plain.suspected_bots != "include":
        theirs = person.isin(suspects(tables).author_id)
        rows = rows.filter(theirs if plain.suspected_bots == "only" else ~theirs)
    return rows


def _span(tables: Tables, table: str, at: str) -> Period:
    rows = tables[table]
    span = rows.aggregate(first=rows[at].min(), last=rows[at].max()).to_pyarrow().to_pylist()[0]
    period = covered(span["first"], span["last"], tables.facts)
    if period is None:
        raise MissingData(f"Table {table!r} of dataset {tables.facts.dataset!r} has no rows: nobody can be measured.")
    return period


__all__ = ["FEATURE_SET", "FEWEST", "measured", "population_of"]
