"""Vocabulary: the names a dataset itself uses, and the days it covers; what questions are read against."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from tools.base import Model
from tools.facts import Facts
from tools.inputs import Tables
from tools.scope import holds

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from knowledge.dataset import Dataset

MOST_READ = 200_000  # posts that hold a phrase, by which its day is found
MOST_VALUES = 300  # of a column; rarer ones are not recognised by name


class Segment(Model):
    """A segment that somebody registered: its name, its number, and the definition that gives its members again."""

    name: str
    number: int = Field(ge=1)
    cut: dict[str, Any] = Field(default_factory=dict, description="Fields of the definition, as arguments of a tool.")
    is_current: bool = Field(True, description="Whether the data are those on which it was registered.")


class Vocabulary(Model):
    """Names and days of one dataset version. Platforms, regions and campaigns come commonest first."""

    facts: Facts
    platforms: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    as_of: datetime | None = None
    n_posts: int = 0
    segments: tuple[Segment, ...] = ()

    @property
    def brands(self) -> tuple[str, ...]:
        """Names of the tracked brands, in the user's order."""
        return tuple(brand.name for brand in self.facts.brands)


def vocabulary_of(dataset: Dataset) -> Vocabulary:
    """Read a dataset version's vocabulary off its posts and facts; registered segments are not among them."""
    facts = dataset.manifest.facts
    tables = dataset.tables()
    if "posts" not in tables:
        return _of_people_alone(tables)
    posts = tables["posts"]
    row = posts.aggregate(n=posts.count(), first=posts.created_at.min(), last=posts.created_at.max()).to_pyarrow()
    n, first, last = (row[name][0].as_py() for name in ("n", "first", "last"))
    zone = ZoneInfo(facts.time_zone)
    return Vocabulary(
        facts=facts,
        platforms=_values(posts, "platform"),
        langs=_values(posts, "lang"),
        regions=_values(posts, "region"),
        campaigns=_values(posts, "campaign"),
        first=first and first.astimezone(zone).date(),
        last=last and last.astimezone(zone).date(),
        as_of=last and last.astimezone(zone),
        n_posts=n,
    )


def _of_people_alone(tables: Tables) -> Vocabulary:
    """The days on which people did something, where a dataset holds no posts."""
    facts, days = tables.facts, []
    for name in ("events", "outcomes"):
        if name in tables:
            row = tables[name].aggregate(first=tables[name].at.min(), last=tables[name].at.max()).to_pyarrow()
            days += [row[column][0].as_py() for column in ("first", "last") if row[column][0].as_py()]
    if not days:
        return Vocabulary(facts=facts)
    first, last = (at.astimezone(ZoneInfo(facts.time_zone)) for at in (min(days), max(days)))
    return Vocabulary(facts=facts, first=first.date(), last=last.date(), as_of=last)


def mentions(dataset: Dataset, phrases: tuple[str, ...]) -> tuple[int, ...]:
    """Count the posts, the brand's own left out, that hold each phrase as whole words; case does not matter."""
    tables = dataset.tables()
    if not phrases or "posts" not in tables:
        return (0,) * len(phrases)
    posts = tables["posts"]
    theirs = posts.filter(~posts.is_own.fill_null(False))
    counts = {f"c{i}": holds(theirs, phrase).cast("int64").sum() for i, phrase in enumerate(phrases)}
    row = theirs.aggregate(**counts).to_pyarrow()
    return tuple(int(row[f"c{i}"][0].as_py() or 0) for i in range(len(phrases)))


MOST_AGAINST_USUAL, FEWEST_ON_DAY = 4.0, 10
"""Times the mean of a day, and posts, from which the day on which most posts hold a word stands out."""


def busiest_day(dataset: Dataset, phrase: str) -> date | None:
    """Return the day on which most posts hold a phrase; none where it does not stand out from the other days.

    The brand's own posts are left out; days are those of the dataset's time zone.
    """
    tables = dataset.tables()
    if "posts" not in tables:
        return None
    posts = tables["posts"]
    theirs = posts.filter(~posts.is_own.fill_null(False))
    found = theirs.filter(holds(theirs, phrase)).select("created_at").limit(MOST_READ).to_pyarrow()
    zone = ZoneInfo(dataset.manifest.facts.time_zone)
    days = Counter(at.astimezone(zone).date() for at in found["created_at"].to_pylist())
    if not days:
        return None
    span = posts.aggregate(first=posts.created_at.min(), last=posts.created_at.max()).to_pyarrow()
    length = (span["last"][0].as_py() - span["first"][0].as_py()).days + 1
    usual = sum(days.values()) / length
    day, most = max(days.items(), key=lambda each: (each[1], -each[0].toordinal()))
    return day if most >= FEWEST_ON_DAY and most >= MOST_AGAINST_USUAL * usual else None


def _values(posts: ir.Table, column: str) -> tuple[str, ...]:
    import ibis

    named = posts.filter(posts[column].nullif("").notnull())
    top = named.group_by(column).aggregate(n=named.count()).order_by([ibis.desc("n"), ibis.asc(column)])
    return tuple(top.limit(MOST_VALUES).to_pyarrow()[column].to_pylist())
