"""Scope: the posts that a query's period and filter let through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from tools.base import Period, PostFilter, Query
from tools.errors import TooFewPosts, UnknownName
from tools.facts import Facts
from tools.inputs import Tables
from tools.phrases import holds_any
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir

_COLUMNS = {"platforms": "platform", "langs": "lang", "regions": "region", "campaigns": "campaign",
            "author_ids": "author_id", "post_ids": "post_id"}  # fmt: skip


class Span(NamedTuple):
    """How many posts a scope holds and over which days, in the dataset's time zone."""

    n: int
    period: Period | None


def scope(query: Query, tables: Tables) -> ir.Table:
    """Return the posts (table `posts`, all its columns) that the query's period and filter let through."""
    posts = tables["posts"]
    if query.period:
        start, end = bounds(query.period, tables.facts)
        posts = posts.filter(posts.created_at >= start, posts.created_at < end)
    return _filtered(posts, query.filter, tables)


def read_scope(query: Query, tables: Tables) -> ir.Table:
    """Return `scope` joined with the readings; posts that have no text, and so no reading, are left out."""
    posts = scope(query, tables)
    readings = tables["readings"]
    return posts.inner_join(readings, posts.post_id == readings.post_id, rname="reading_{name}")


def span(posts: ir.Table, facts: Facts, *, at_least: int = 1, what: str = "posts") -> Span:
    """Count posts and find their first and last day.

    Raises TooFewPosts when there are fewer than `at_least`.
    """
    row = posts.aggregate(n=posts.count(), first=posts.created_at.min(), last=posts.created_at.max()).to_pyarrow()
    n, first, last = (row[column][0].as_py() for column in ("n", "first", "last"))
    if n < at_least:
        raise TooFewPosts(found=n, needed=at_least, what=what)
    return Span(n, covered(first, last, facts))


def covered(first: datetime | None, last: datetime | None, facts: Facts) -> Period | None:
    """Return the days between two instants in the dataset's time zone; none where there are none."""
    if first is None or last is None:
        return None
    zone = ZoneInfo(facts.time_zone)
    return Period(start=first.astimezone(zone).date(), end=last.astimezone(zone).date())


def bounds(period: Period, facts: Facts) -> tuple[datetime, datetime]:
    """Return the period as instants: first included, last excluded."""
    zone = ZoneInfo(facts.time_zone)
    return _midnight(period.start, zone), _midnight(period.end + timedelta(days=1), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def _filtered(posts: ir.Table, wanted: PostFilter, tables: Tables) -> ir.Table:
    for field, column in _COLUMNS.items():
        if values := getattr(wanted, field):
            posts = posts.filter(posts[column].isin(values))
    if wanted.brands:
        posts = posts.filter(posts.brand.isin([_brand(name, tables.facts) for name in wanted.brands]))
    if wanted.text:
        posts = posts.filter(holds(posts, wanted.text))
    if wanted.own != "include":
        own = posts.is_own.fill_null(False)
        posts = posts.filter(own if wanted.own == "only" else ~own)
    if wanted.suspected_bots != "include":
        theirs = posts.author_id.isin(suspects(tables).author_id).fill_null(False)
        posts = posts.filter(theirs if wanted.suspected_bots == "only" else ~theirs)
    return posts


def holds(posts: ir.Table, phrase: str) -> ir.BooleanValue:
    """Return whether each post's text holds a phrase as whole words, whatever the case (`holds_any`); never null."""
    return holds_any(posts.text, [phrase]).fill_null(False)


def _brand(name: str, facts: Facts) -> str:
    if brand := facts.brand_named(name):
        return brand.name
    raise UnknownName("brand", name, (brand.name for brand in facts.brands))
