"""People: the features of an audience, measured over the tables that a dataset has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.base import Period, Query
from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.scope import bounds, covered, scope
from tools.segmentation.asked import Audience
from tools.segmentation.matrix import Feature, Matrix

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEWEST = 60
"""People below which an audience is not measured."""
_MOST_KINDS = 30


class _Asked(Query, Audience):
    pass


def measured(query: Query, tables: Tables) -> Matrix:
    """Measure the people that a query (which is also an `Audience`) asks about.

    Raises TooFewPosts below `FEWEST` people, MissingData where there are neither events nor posts.
    """
    import numpy as np

    asked = _Asked.model_validate({name: getattr(query, name) for name in _Asked.model_fields})
    done = _done(asked, tables)
    span = done.aggregate(first=done.at.min(), last=done.at.max()).to_pyarrow().to_pylist()[0]
    period = asked.period or covered(span["first"], span["last"], tables.facts)
    counted = done.group_by("person", "what").aggregate(n=done.count()).to_pandas()
    wide = counted.pivot_table(index="person", columns="what", values="n", fill_value=0).sort_index().sort_index(axis=1)
    if len(wide) < FEWEST or period is None:
        raise TooFewPosts(found=len(wide), needed=FEWEST, what="people")
    features = tuple(Feature(name, f"{name} a week", "per week") for name in wide.columns)
    return Matrix(tuple(wide.index), features, wide.to_numpy(dtype=np.float64) * 7 / period.days, period)


def _done(query: _Asked, tables: Tables) -> ir.Table:
    """What each person did: `person`, `what`, `at`."""
    population = query.population or ("members" if "events" in tables else "authors")
    if population == "authors":
        posts = scope(query, tables)
        return posts.filter(posts.author_id.notnull()).select(
            person=posts.author_id, what="posts." + posts.platform, at=posts.created_at
        )
    events = tables["events"]
    if query.period:
        start, end = bounds(query.period, tables.facts)
        events = events.filter(events.at >= start, events.at < end)
    known = events.select(person=events.user_id, what=events.kind + "." + events.object.fill_null("any"), at=events.at)
    common = known.group_by("what").aggregate(n=known.count()).order_by(["n", "what"]).limit(_MOST_KINDS)
    return known.semi_join(common, "what")


__all__ = ["FEWEST", "Period", "measured"]
