"""People: what users did before a day, and what became of them after it, so that nothing explains its own past.

Who is gone early has less time to do anything. Counting from a landmark, exposures before it and outcomes after it
among those who were still there, keeps that from passing for an effect.
Source: Anderson, Cain & Gelber, Journal of Clinical Oncology 1 (1983) 710-719.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tools.base import Period
from tools.errors import MissingData, TooFewPosts
from tools.inputs import Tables
from tools.listening.associations.asked import MINIMUM, AssociationsQuery
from tools.listening.associations.columns import column, events_of, labelled_posts, with_features
from tools.listening.associations.frame import Frame, bits_of, codes_of
from tools.listening.associations.traits import Trait
from tools.scope import bounds, covered

if TYPE_CHECKING:
    import ibis.expr.types as ir

_DID = ("event",)
ACTIVE = "activity before"
"""What is held fixed: quarters of how much a person did or wrote before the landmark."""
_QUARTERS = (0.25, 0.5, 0.75)


def of_people(query: AssociationsQuery, exposures: Sequence[Trait], outcome: Trait, tables: Tables) -> Frame:
    """Return a frame of users: exposures before the middle of the period, the outcome from then on.

    Users are those who did something (events) before the landmark, or, for exposures of posts, those who posted; who
    had the outcome before it is left out. Strata are quarters of how much they did or wrote before it. Raises
    MissingData where the tables tell of nobody, TooFewPosts below 60 users.
    """
    import numpy as np

    seen, at = _activity(query, exposures, tables)
    period = query.period or _span(seen, at, tables)
    landmark = period.start + timedelta(days=period.days // 2)
    start, end = bounds(period, tables.facts)
    middle = bounds(Period(start=landmark, end=landmark), tables.facts)[0]
    before = seen.filter(seen[at] >= start, seen[at] < middle)
    who = "user_id" if at == "at" else "author_id"
    known = before.filter(before[who].notnull())
    users = known.group_by(user_id=known[who]).aggregate(did=known.count())
    outcomes = tables["outcomes"].filter(tables["outcomes"].kind == outcome.value)
    gone = outcomes.filter(outcomes["at"] < middle).user_id
    later = outcomes.filter(outcomes["at"] >= middle, outcomes["at"] < end).user_id
    users = users.filter(~users.user_id.isin(gone))
    told = users.select(
        "user_id",
        "did",
        outcome=users.user_id.isin(later),
        **{
            f"t{i}": users.user_id.isin(_exposed(trait, query, tables, start, middle))
            for i, trait in enumerate(exposures)
        },
    )
    held = told.order_by("user_id").to_pyarrow()
    if held.num_rows < 2 * MINIMUM:
        raise TooFewPosts(found=held.num_rows, needed=2 * MINIMUM, what=f"people seen before {landmark}")
    did = np.asarray(held["did"].to_numpy(), dtype=float)
    bits = {trait: bits_of(held[f"t{i}"]) for i, trait in enumerate(exposures)}
    return Frame(
        bits=bits | {outcome: bits_of(held["outcome"])},
        clusters=codes_of(held["user_id"]),
        fixed={ACTIVE: np.digitize(did, np.quantile(did, _QUARTERS))},
        posts=None,
        loudness=did,
        period=period,
        after=landmark.isoformat(),
    )


def _activity(query: AssociationsQuery, exposures: Sequence[Trait], tables: Tables) -> tuple[ir.Table, str]:
    """Return the table that says who was there: events where an exposure is one, else posts."""
    if all(trait.kind in _DID for trait in exposures):
        return tables["events"], "at"
    return labelled_posts(query.model_copy(update={"period": None}), tables), "created_at"


def _exposed(
    trait: Trait, query: AssociationsQuery, tables: Tables, start: datetime, middle: datetime
) -> ir.StringColumn:
    if trait.kind in _DID:
        events = events_of(trait.value, tables)
        return events.filter(events["at"] >= start, events["at"] < middle).user_id
    posts = labelled_posts(query.model_copy(update={"period": None}), tables)
    posts = with_features(posts.filter(posts.created_at >= start, posts.created_at < middle), [trait], tables)
    return posts.filter(column(trait, posts, tables), posts.author_id.notnull()).author_id


def _span(seen: ir.Table, at: str, tables: Tables) -> Period:
    row = seen.aggregate(first=seen[at].min(), last=seen[at].max()).to_pyarrow().to_pylist()[0]
    outcomes = tables["outcomes"]
    last = outcomes.aggregate(last=outcomes["at"].max()).to_pyarrow()["last"][0].as_py()
    period = covered(row["first"], max(filter(None, (row["last"], last)), default=None), tables.facts)
    if period is None:
        raise MissingData(f"Dataset {tables.facts.dataset!r} says of nobody what they did: import events or posts.")
    return period
