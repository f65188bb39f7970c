"""Describe dataset: what it holds, over which days, how well it was read, and so what it can be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from tools.base import Model, Period, PostFilter, Query, Result, Sentence, tool
from tools.facts import Brand, Facts
from tools.figure import Figure
from tools.groups import By, dotted, labels, phrase, slugs
from tools.inputs import Tables
from tools.scope import covered, scope
from tools.tables import DERIVED, TABLES
from tools.wording import listed

if TYPE_CHECKING:
    import ibis.expr.types as ir

_METHOD = "describe_dataset"
_SPLITS: tuple[By, ...] = ("platform", "brand", "lang")
_SHOWN = 12
_GAPS = 20


class ReaderFacts(Model):
    """Which reader read the posts, and on what its error rests."""

    id: str
    labelled_posts: int | None = Field(description="Labelled posts its error was measured on; none where unknown.")
    borrowed: bool | None = Field(description="Whether these are other posts than this dataset's; none where unknown.")
    source: str | None = Field(description="What was labelled, by whom; none where unknown.")


class DescribeDatasetQuery(Query):
    """What is in it?"""

    filter: PostFilter = Field(
        default_factory=lambda: PostFilter(own="include"), description="Which posts count; here the brand's own too."
    )


class DescribeDatasetResult(Result):
    """Counts, coverage and what is there to ask with."""

    tables: tuple[str, ...] = Field((), description="Tables that were imported.")
    missing: tuple[str, ...] = Field((), description="Tables that were not, so questions that need them are refused.")
    brands: tuple[Brand, ...] = Field((), description="Tracked brands and their aliases.")
    features: tuple[str, ...] = Field((), description="Features of the product, as people call them.")
    time_zone: str = Field("UTC", description="Days and weeks are cut in it.")
    purposes: tuple[str, ...] = Field((), description="What the data may be used for.")
    retention_days: int | None = Field(None, description="Age at which posts are erased; none: they are kept.")
    reader: ReaderFacts | None = Field(None, description="Who read the posts; none before the first import.")
    gaps: tuple[Period, ...] = Field((), description="Runs of days without any post, longest first, 20 at most.")


def _say(query: DescribeDatasetQuery, result: DescribeDatasetResult) -> Sequence[Sentence]:
    posts, authors = result.figure("posts"), result.figure("authors")
    when = f" from {result.period.start} to {result.period.end}" if result.period else ""
    by = f" by {authors.shown} authors" if authors.value else ""
    found = {figure.group.get("brand") for figure in result.figures}
    brands = [brand.name for brand in result.brands if brand.name in found]
    about = f" about {listed(brands)}" if brands else ""
    said = [
        Sentence(
            text=f"Dataset {query.dataset} holds {posts.shown} posts{by}{about}{when}.",
            figures=("posts", "authors") if by else ("posts",),
        )
    ]
    platforms = [figure for figure in result.figures if "platform" in figure.group]
    if platforms:
        parts = listed(f"{figure.shown} on {figure.group['platform']}" for figure in platforms)
        said.append(Sentence(text=f"By platform: {parts}.", figures=tuple(figure.name for figure in platforms)))
    if result.n_posts:
        texts, read = result.figure("share.with_text"), result.figure("share.read")
        text = f"{texts.shown} of the posts have text, and {read.shown} were read reliably."
        said.append(Sentence(text=text, figures=(texts.name, read.name)))
    if result.gaps:
        days = result.figure("days.without_posts")
        gap = result.gaps[0]
        run = f"on {gap.start}" if gap.days == 1 else f"from {gap.start} to {gap.end}"
        said.append(Sentence(text=f"Days without any post: {days.shown}, the longest gap {run}.", figures=(days.name,)))
    return said


@tool(
    title="Describe dataset",
    toolset="core",
    needs=("posts",),
    method="describe_dataset",
    examples=(
        "What is in this dataset?",
        "how many posts do we have",
        "Which period does the data cover?",
        "what platforms and brands are in there",
        "how many authors posted",
        "Is there a gap in the data?",
        "what can I ask you about",
        "How reliable is the reader on this data?",
        "what languages are the posts in",
        "describe the data",
        "Which tables were imported?",
        "what is missing from the data",
        "what are you working with",
        "give me an overview of the data",
        "how big is the dataset",
        "how many posts are from the platform",
        "how much of the data is from the platform",
        "is the platform big in this data",
        "how many posts are in the language",
        "are there any posts in the language",
        "are any days missing",
        "are there days without posts",
        "when was the newest post written",
        "when does the data start and end",
        "what time span does this cover",
        "how complete is the collection",
        "how fresh is the data",
        "which brands are tracked",
        "how many people wrote these posts",
        "what kind of material is this",
        "how many posts are there on each platform",
    ),
    say=_say,
    tags=("overview", "coverage", "summary", "inventory"),
)
def describe_dataset(query: DescribeDatasetQuery, tables: Tables) -> DescribeDatasetResult:
    """How much a dataset holds, over which days, how well it was read, and what it can be asked.

    Counts posts, authors and days, by platform, brand and language; finds runs of days without posts; names the
    tables that are there and those that are not, the purposes of collection, and the reader with its error.
    """
    posts = scope(query, tables)
    cells = [_Cell(**row) for row in posts_by_kind(posts).to_pyarrow().to_pylist()]
    read = _read(posts, tables)
    days = sorted(row["day"] for row in posts_by_day(posts).to_pyarrow().to_pylist())
    authors = int(posts.author_id.nunique().to_pyarrow().as_py())
    first, last = min((cell.first for cell in cells), default=None), max((cell.last for cell in cells), default=None)
    period = covered(first, last, tables.facts)
    gaps = runs_without(days)
    return DescribeDatasetResult(
        figures=(*_counts(cells, authors=authors, read=read), *_splits(cells), _empty_days(gaps, period)),
        period=period,
        n_posts=sum(cell.n for cell in cells),
        tables=tuple(name for name in TABLES if name in tables),
        missing=tuple(name for name in TABLES if name not in tables and name not in DERIVED),
        brands=tables.facts.brands,
        features=tables.facts.features,
        time_zone=tables.facts.time_zone,
        purposes=tables.facts.purposes,
        retention_days=tables.facts.retention_days,
        reader=_reader(tables.facts),
        gaps=tuple(sorted(gaps, key=lambda gap: (-gap.days, gap.start))[:_GAPS]),
    )


class _Cell(NamedTuple):
    platform: str | None
    brand: str | None
    lang: str | None
    n: int
    own: int
    with_text: int
    first: datetime
    last: datetime


def posts_by_kind(posts: ir.Table) -> ir.Table:
    """Return counts by platform, brand and language in one aggregate, from which all totals add up."""
    return posts.group_by("platform", "brand", "lang").aggregate(
        n=posts.count(),
        own=posts.is_own.fill_null(False).cast("int64").sum(),
        with_text=posts.text.count(),
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )


def _read(posts: ir.Table, tables: Tables) -> int:
    """How many posts were read reliably; counted apart, for a join of all columns takes twice as long."""
    if "readings" not in tables:
        return 0
    reliable = tables["readings"].filter(tables["readings"].reliable).select("post_id")
    return int(posts.semi_join(reliable, "post_id").count().to_pyarrow().as_py())


def posts_by_day(posts: ir.Table) -> ir.Table:
    """Return the days that have posts, in the dataset's time zone."""
    return posts.group_by(day=posts.created_at.date()).aggregate(n=posts.count())


def runs_without(days: Sequence[date]) -> list[Period]:
    """Return the runs of days missing between the first and the last of sorted days."""
    day = timedelta(days=1)
    return [Period(start=one + day, end=other - day) for one, other in pairwise(days) if other - one > day]


def _counts(cells: Sequence[_Cell], *, authors: int, read: int) -> Iterator[Figure]:
    n = sum(cell.n for cell in cells)
    yield Figure(name="posts", label="posts", value=n, unit="posts", n=n, method=_METHOD)
    yield Figure(name="authors", label="authors who wrote them", value=authors, unit="authors", n=n, method=_METHOD)
    own = sum(cell.own for cell in cells)
    yield Figure(name="posts.own", label="posts by the brand itself", value=own, unit="posts", n=n, method=_METHOD)
    for name, label, count in (
        ("share.with_text", "share of posts that have text", sum(cell.with_text for cell in cells)),
        ("share.read", "share of posts that were read reliably", read),
    ):
        if n:
            yield Figure(name=name, label=label, value=count / n, unit="share", n=n, method=_METHOD)


def _splits(cells: Sequence[_Cell]) -> Iterator[Figure]:
    for by in _SPLITS:
        counts: Counter[str] = Counter()
        for cell in cells:
            if value := getattr(cell, by):
                counts[value] += cell.n
        names = slugs(counts)
        for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHOWN]:
            yield Figure(
                name=dotted("posts", by, names[value]),
                label="posts" + phrase(by, value),
                value=count,
                unit="posts",
                n=sum(cell.n for cell in cells),
                method=_METHOD,
                group=labels(by, value),
            )


def _empty_days(gaps: Sequence[Period], period: Period | None) -> Figure:
    empty = sum(gap.days for gap in gaps)
    n = period.days if period else 0
    return Figure(name="days.without_posts", label="days without posts", value=empty, unit="days", n=n, method=_METHOD)


def _reader(facts: Facts) -> ReaderFacts | None:
    if facts.reader is None:
        return None
    error = facts.reader_error
    return ReaderFacts(
        id=facts.reader,
        labelled_posts=error.n if error else None,
        borrowed=error.borrowed if error else None,
        source=error.source if error else None,
    )
