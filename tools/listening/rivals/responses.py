"""Responses: how long each brand takes to give a first answer, from tickets, or from threads that it answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Query
from tools.facts import Brand
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.listening.rivals.talk import Talk
from tools.scope import bounds, scope
from tools.statistics.survival import Wait, median_wait

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINIMUM = 10
"""Conversations that a median needs."""
_MINUTE = 60


class Responses(NamedTuple):
    """Median minutes to the first answer by brand, and whether unanswered conversations are in it."""

    waits: dict[int, Wait]
    source: Literal["tickets", "threads"]
    few: dict[int, int]


def responses(query: Query, tables: Tables, talk: Talk, brands: Sequence[Brand]) -> Responses | None:
    """Return first-response times on the matched days and platforms; none where the data hold no conversation.

    A ticket belongs to the brand of its thread. Without tickets, a thread that others began and a brand's own account
    answered counts, and those never answered are not known of.
    """
    for source, made in (("tickets", _tickets), ("threads", _threads)):
        if source == "tickets" and "tickets" not in tables:
            continue
        found = made(query, tables, talk, brands)
        rows = found.group_by("brand", "minutes", "answered").aggregate(n=found.count()).to_pyarrow().to_pylist()
        if rows:
            return _told(rows, "tickets" if source == "tickets" else "threads", len(brands))
    return None


def _told(rows: list[dict[str, float]], source: Literal["tickets", "threads"], brands: int) -> Responses:
    import numpy as np

    waits, few = {}, {}
    for brand in range(brands):
        mine = [row for row in rows if row["brand"] == brand]
        n = int(sum(row["n"] for row in mine))
        if n < MINIMUM:
            few[brand] = n
            continue
        minutes, answered, counts = (np.array([row[name] for row in mine]) for name in ("minutes", "answered", "n"))
        waits[brand] = median_wait(minutes.astype(np.float64), answered.astype(bool), counts.astype(np.float64))
    return Responses(waits, source, few)


def _tickets(query: Query, tables: Tables, talk: Talk, brands: Sequence[Brand]) -> ir.Table:
    """Tickets with their brand; one that nobody answered is followed until the last post of the dataset."""
    import ibis

    own_too = query.model_copy(update={"filter": query.filter.model_copy(update={"brands": (), "own": "include"})})
    posts = scope(own_too.model_copy(update={"period": None}), tables)
    posts = posts.filter(posts.thread_id.notnull(), posts.platform.isin(talk.platforms))
    marked = posts.select("thread_id", brand=_brand(posts, brands))
    named = marked.group_by("thread_id").aggregate(least=marked.brand.min(), brand=marked.brand.max())
    named = named.filter(named.least == named.brand).select("thread_id", "brand")
    start, end = bounds(talk.period, tables.facts)
    tickets = tables["tickets"]
    tickets = tickets.filter(tickets.opened_at >= start, tickets.opened_at < end).inner_join(named, "thread_id")
    last = tables["posts"].created_at.max().as_scalar()
    until = ibis.coalesce(tickets.first_reply_at, tickets.closed_at, last)
    return tickets.select(
        "brand", minutes=_minutes(tickets.opened_at, until), answered=tickets.first_reply_at.notnull()
    )


def _threads(query: Query, tables: Tables, talk: Talk, brands: Sequence[Brand]) -> ir.Table:
    wanted = query.filter.model_copy(update={"brands": (), "own": "include"})
    posts = scope(query.model_copy(update={"filter": wanted, "period": talk.period}), tables)
    posts = posts.filter(posts.thread_id.notnull(), posts.platform.isin(talk.platforms))
    own = posts.is_own.fill_null(False)
    marked = posts.select("thread_id", "created_at", own=own, brand=_brand(posts, brands))
    threads = marked.group_by("thread_id").aggregate(
        asked=marked.created_at.min(where=~marked.own),
        begun=marked.created_at.min(),
        replied=marked.created_at.min(where=marked.own),
        brand=marked.brand.max(where=marked.own),
        least=marked.brand.min(where=marked.own),
    )
    threads = threads.filter(
        threads.asked == threads.begun, threads.replied > threads.asked, threads.brand == threads.least
    )
    return threads.select("brand", minutes=_minutes(threads.asked, threads.replied), answered=threads.replied.notnull())


def _brand(posts: ir.Table, brands: Sequence[Brand]) -> ir.IntegerValue:
    """The brand a post is tagged with, else the first that its text names."""
    import ibis

    matches = [mention_of(brand, posts) for brand in brands]
    cases = [(match.tagged, i) for i, match in enumerate(matches)] + [(m.named, i) for i, m in enumerate(matches)]
    return ibis.cases(*cases, else_=ibis.null("int8"))


def _minutes(start: ir.TimestampValue, end: ir.TimestampValue) -> ir.IntegerValue:
    seconds = end.epoch_seconds() - start.epoch_seconds()
    return (seconds / _MINUTE).round().cast("int64").clip(lower=0)
