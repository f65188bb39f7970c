"""Opinions: how often each author speaks well and ill, and who does so surely more than people in general."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.errors import TooFewPosts
from tools.inputs import Tables
from tools.listening.voices.asked import WORDS, VoicesQuery, brands_of, scoped
from tools.listening.voices.people import of_people
from tools.sentiment.correction import reader_errors
from tools.sentiment.counting import SENTIMENTS, labelled
from tools.statistics.quantification import Labelled
from tools.statistics.shrinkage import Standing, standings

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

MINIMUM_AUTHORS = 30
_DRAWS, _SEED = 8, 0
_PULLED = 500
_EVEN = 0.5
_KEPT = ("post_id", "author_id", "created_at", "sentiment", "p_negative", "p_positive", "readable")


class Speaker(NamedTuple):
    """An author: posts read by label, the shares of the side asked for, and how sure it is that they stand out."""

    author_id: str
    read: tuple[int, ...]
    share: float
    low: float
    high: float
    chance: float

    @property
    def posts(self) -> int:
        """Posts read."""
        return sum(self.read)


class Opinions(NamedTuple):
    """All authors: how many, how many could be judged, posts read, and those who stand out.

    `speakers`: up to 500 who are likeliest to stand out, from the surest down; `found` of all authors are sure, and
    wrote `found_read` posts by label. `base` is the share of people in general. `whole` counts all posts by label.
    """

    authors: int
    judged: int
    most: int
    whole: tuple[int, ...]
    base: float
    found: int
    found_read: tuple[int, ...]
    speakers: tuple[Speaker, ...]
    first: datetime | None
    last: datetime | None

    @property
    def n(self) -> int:
        """Posts read."""
        return sum(self.whole)


def opinions(query: VoicesQuery, tables: Tables, posts: ir.Table) -> Opinions:
    """Judge the authors of `opinion_posts`. Raises TooFewPosts where fewer than 30 have enough posts."""
    import numpy as np

    authors = by_author(posts)
    rows = _patterns(authors)
    counts = np.asarray([[row[label] for label in SENTIMENTS] for row in rows], dtype=float).reshape(-1, 3)
    people = np.asarray([row["people"] for row in rows], dtype=float)
    enough = counts.sum(axis=1) >= query.at_least
    judged = int(people[enough].sum())
    if judged < MINIMUM_AUTHORS:
        what = f"authors with {query.at_least} posts or more that could be read"
        raise TooFewPosts(found=judged, needed=MINIMUM_AUTHORS, what=what)
    standing = standings(counts, people, _rates(tables, people @ counts))
    chances = np.where(enough, _chances(query, standing), 0.0)
    sure = chances >= query.certainty
    whole = tuple(int(n) for n in people @ counts)
    firsts, lasts = ([row[end] for row in rows if row[end]] for end in ("first", "last"))
    return Opinions(
        authors=int(people.sum()),
        judged=judged,
        most=int(counts.sum(axis=1).max()),
        whole=whole,
        base=float(standing.base[_side(query)]),
        found=int(people[sure].sum()),
        found_read=tuple(int(n) for n in people[sure] @ counts[sure]),
        speakers=tuple(_speakers(query, authors, counts, chances, standing)),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def opinion_posts(query: VoicesQuery, tables: Tables) -> ir.Table:
    """Return the posts of people about the brand, read reliably; an author's copies of their own words once.

    Held in memory without their texts, as several queries look at them.
    """
    import ibis

    posts = labelled(scoped(query, brands=brands_of(query, tables.facts)), tables)
    posts = of_people(posts.filter(posts.usable), query, tables)
    same = ibis.window(group_by=["author_id", posts.text.lower()], order_by=["created_at", "post_id"])
    first = posts.mutate(copy=ibis.row_number().over(same)).filter(ibis._.copy == 0)
    return ibis.memtable(first.select(*_KEPT).order_by("post_id").to_pyarrow())


def by_author(posts: ir.Table) -> ir.Table:
    """Count each author's posts by label."""
    return posts.group_by("author_id").aggregate(
        **{label: (posts.sentiment == label).cast("int64").sum() for label in SENTIMENTS},
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )


def _patterns(authors: ir.Table) -> list[dict[str, Any]]:
    """Count authors by pattern of counts, of which there are few however many the authors."""
    found = authors.group_by(*SENTIMENTS).aggregate(
        people=authors.count(), first=authors["first"].min(), last=authors["last"].max()
    )
    rows: list[dict[str, Any]] = found.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: tuple(row[label] for label in SENTIMENTS))


def _side(query: VoicesQuery) -> int:
    return SENTIMENTS.index(WORDS[query.kind][0])


def _rates(tables: Tables, whole: Array) -> Array:
    """Return draws of how the reader reads each true sentiment, (draws, 3, 3); the identity where it is not known."""
    import numpy as np

    errors = reader_errors(tables.facts)
    if errors is None:
        return np.eye(3)[None]
    drawn = errors.drawn(whole, np.random.default_rng(_SEED), _DRAWS)
    rates: Array = drawn / drawn.sum(axis=2, keepdims=True)
    return rates if isinstance(errors, Labelled) else drawn


def _chances(query: VoicesQuery, standing: Standing) -> Array:
    """Return how sure each pattern is to stand out: above people in general, and rather this side than the other."""
    import numpy as np

    more = standing.exceeds if query.kind == "advocates" else 1 - standing.exceeds
    chances: Array = np.where(more >= _EVEN, standing.above[:, _side(query)], 0.0)
    return chances


def _speakers(
    query: VoicesQuery, authors: ir.Table, counts: Array, chances: Array, standing: Standing
) -> list[Speaker]:
    import ibis
    import numpy as np
    import pyarrow as pa

    side, places = _side(query), np.flatnonzero(chances > 0)
    likely = pa.table(
        {label: counts[places, i].astype(np.int64) for i, label in enumerate(SENTIMENTS)}
        | {"place": places, "chance": chances[places]}
    )
    theirs = authors.inner_join(ibis.memtable(likely), list(SENTIMENTS), rname="pattern_{name}")
    theirs = theirs.mutate(posts=theirs.negative + theirs.neutral + theirs.positive)
    top = theirs.order_by(ibis.desc("chance"), ibis.desc("posts"), "author_id").limit(_PULLED)
    return [
        Speaker(
            row["author_id"],
            tuple(row[label] for label in SENTIMENTS),
            float(standing.mean[row["place"], side]),
            float(standing.low[row["place"], side]),
            float(standing.high[row["place"], side]),
            row["chance"],
        )
        for row in top.to_pyarrow().to_pylist()
    ]
