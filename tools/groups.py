"""Groups: what posts can be split by, and how a group is named in figures and in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.errors import MissingData
from tools.inputs import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

By = Literal["brand", "platform", "lang", "region", "campaign", "format", "tenure", "day", "week"]
TIMES = ("day", "week")

NEW_DAYS, LONG_DAYS = 90, 730
"""Customers are new for 90 days and long-time after two years."""

_PHRASES: Mapping[str, str] = {
    "brand": "about {}",
    "platform": "on {}",
    "lang": "in language {}",
    "region": "from {}",
    "campaign": "in campaign {}",
    "format": "of format {}",
    "tenure": "by {}",
    "day": "on {}",
    "week": "in the week of {}",
}
_SHOWN = 40


class Split(NamedTuple):
    """Groups that are large enough to show, in reading order, and a sentence on those that are not."""

    shown: tuple[str, ...]
    left_out: tuple[str, ...]


def grouped(posts: ir.Table, by: By | None, tables: Tables) -> ir.Table:
    """Return the posts with a string column `group`; null where a post has no value, "" where `by` is none.

    Days and weeks (named by their Monday) are those of the dataset's time zone. Raises MissingData for tenure
    without an authors table.
    """
    import ibis

    if by is None:
        return posts.mutate(group=ibis.literal(""))
    if by == "day":
        return posts.mutate(group=posts.created_at.date().cast("string"))
    if by == "week":
        return posts.mutate(group=posts.created_at.date().truncate("W").cast("string").left(10))
    if by == "tenure":
        return _with_tenure(posts, tables)
    return posts.mutate(group=posts[by].nullif(""))


def split(sizes: Mapping[str | None, int], by: By | None, *, at_least: int, what: str = "posts") -> Split:
    """Choose the groups to show: those of `at_least` observations, in time or from the largest down, 40 at most.

    None where `by` is none.
    """
    if by is None:
        return Split((), ())
    named = {group: n for group, n in sizes.items() if group is not None}
    order = sorted(named) if by in TIMES else sorted(named, key=lambda group: (-named[group], group))
    enough = [group for group in order if named[group] >= at_least]
    shown = enough[-_SHOWN:] if by in TIMES else enough[:_SHOWN]
    small = [f"{group} ({named[group]:,})" for group in order if named[group] < at_least]
    notes = []
    if small:
        more = f" and {len(small) - 5} more" if len(small) > 5 else ""
        notes.append(f"Left out for having under {at_least} {what}: {', '.join(small[:5])}{more}.")
    if len(enough) > _SHOWN:
        notes.append(f"Only {len(shown)} of {len(enough)} groups are shown; a filter shows the others.")
    if missing := sizes.get(None, 0):
        notes.append(f"{missing:,} {what} have no {by} and are in no group.")
    return Split(tuple(shown), tuple(notes))


def phrase(by: By | None, group: str) -> str:
    """Return how a sentence names the group: ` about Acme`; nothing for all posts together."""
    return f" {_PHRASES[by].format(group)}" if by else ""


def labels(by: By | None, group: str) -> dict[str, str]:
    """Return what a figure of the group carries in `group`."""
    return {by: group} if by else {}


def slugs(groups: Iterable[str]) -> dict[str, str]:
    """Return a distinct name part for each group: `Acme Cloud` becomes `acme_cloud`."""
    named: dict[str, str] = {}
    taken: set[str] = set()
    for group in groups:
        plain = re.sub(r"[^\w-]+", "_", group.lower()).strip("_") or "group"
        slug, count = plain, 1
        while slug in taken:
            count += 1
            slug = f"{plain}_{count}"
        taken.add(slug)
        named[group] = slug
    return named


def dotted(*parts: str) -> str:
    """Join the parts of a figure's name, leaving out empty ones."""
    return ".".join(part for part in parts if part)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return date.fromordinal(day.toordinal() - day.weekday())


def _with_tenure(posts: ir.Table, tables: Tables) -> ir.Table:
    import ibis

    if "authors" not in tables:
        raise MissingData(
            f"Tenure needs to know since when people are customers: dataset {tables.facts.dataset!r} has no table "
            "'authors' with a column customer_since. Import one with --table authors, or split by something else."
        )
    authors = tables["authors"].select("author_id", "customer_since")
    joined = posts.left_join(authors, "author_id", rname="author_{name}")
    days = (joined.created_at.epoch_seconds() - joined.customer_since.epoch_seconds()) // 86400
    group = ibis.cases(
        (days < 0, ibis.null("string")),
        (days < NEW_DAYS, "new customers"),
        (days < LONG_DAYS, "established customers"),
        (days >= LONG_DAYS, "long-time customers"),
    )
    return joined.mutate(group=group)
