"""Drawn: the posts that topics are looked for in, copies once, with vectors, words and all that topics are told by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Period, Query
from tools.facts import Facts
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.listening.vocabulary import worded
from tools.sentiment.counting import SENTIMENTS, labelled

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]
    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

MOST_POSTS = 10_000
"""Posts in which topics are looked for at most."""
_SUGGESTION = "suggestion"
EPOCH = date(1970, 1, 1).toordinal()
_HASHTAG = r"[#＃][\p{L}\p{N}_]+"
_READABLE = 40, 280
_PLACES = {label: place for place, label in enumerate(SENTIMENTS)}
_TAGGED = 30
"""Posts of a language, without which it is not told apart from the others."""


class Drawn(NamedTuple):
    """Posts in the order of their ids, one row each.

    `vectors` (n, d) are the embedder's. `whose` (n, m) holds ln(1 + hashtags) of a post and, as 0 and 1, which brands
    it is tagged with and names, and its language. `words` leave hashtags out; `who` numbers authors, `day` days since
    1970 in the dataset's time zone; `sentiment` is a place in SENTIMENTS, -1 where it was not read reliably; `suggests`
    is the probability that it suggests something. `of` posts were in scope, `copies` were left out.
    """

    ids: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    vectors: Array
    whose: Array
    who: Places
    day: Places
    sentiment: Places
    suggests: Array
    readable: Flags
    engagement: Places
    of: int
    copies: int

    @property
    def n(self) -> int:
        """How many posts there are."""
        return len(self.ids)

    def period(self, chosen: Flags) -> Period | None:
        """Return the first and last day of some of the posts; none where there are none."""
        days = self.day[chosen]
        if not len(days):
            return None
        return Period(start=date.fromordinal(EPOCH + int(days.min())), end=date.fromordinal(EPOCH + int(days.max())))


def drawn(query: Query, tables: Tables) -> Drawn:
    """Return the posts in scope that have words and a vector; of more than 10,000, a part drawn by their ids.

    Ids are hashes, so that their last digits draw the same posts each time. A post with the words of an earlier one,
    links, handles and numbers aside, is a copy.
    """
    import ibis

    posts = labelled(query, tables)
    posts = posts.filter(posts.text.notnull())
    of = int(posts.count().to_pyarrow().as_py())
    if of > MOST_POSTS:
        posts = posts.filter(posts.post_id.right(3) < f"{4096 * MOST_POSTS // of:03x}")
    readings = tables["readings"]
    suggests = readings.select(
        reading_id=readings.post_id, suggests=readings.intents.get(_SUGGESTION, 0.0).fill_null(0.0)
    )
    posts = posts.left_join(suggests, posts.post_id == suggests.reading_id)
    chosen = posts.select(
        "post_id",
        "text",
        "lang",
        "created_at",
        hashtags=posts.text.re_replace(r"[^#＃]", "").length(),
        who=ibis.coalesce(posts.author_id, posts.post_id),
        label=ibis.ifelse(posts.usable, posts.sentiment, None),
        suggests=posts.suggests.fill_null(0.0),
        readable=posts.text.length().between(*_READABLE),
        engagement=posts.likes.fill_null(0) + posts.shares.fill_null(0),
        day=posts.created_at.date().epoch_days(),
        **_brands(posts, tables.facts),
    )
    told = worded(chosen.mutate(text=chosen.text.re_replace(_HASHTAG, " "), whole=chosen.text))
    held = told.inner_join(tables["vectors"], "post_id").order_by("post_id").to_pyarrow()
    return _first_of_copies(held, of)


def _brands(posts: ir.Table, facts: Facts) -> dict[str, ir.BooleanValue]:
    matches = [mention_of(brand, posts) for brand in facts.brands]
    return {f"brand_{i}_{kind}": getattr(match, kind) for i, match in enumerate(matches) for kind in match._fields}


def _first_of_copies(held: pa.Table, of: int) -> Drawn:
    import numpy as np

    said = [tuple(filter(None, words)) for words in held["words"].to_pylist()]
    cores = [" ".join(word for word in words if not any(map(str.isdigit, word))) for words in said]
    times = held["created_at"].to_pylist()
    first: dict[str, int] = {}
    for row in sorted(range(len(cores)), key=lambda row: (times[row], row)):
        first.setdefault(cores[row], row)
    rows = np.array(sorted(row for core, row in first.items() if core), dtype=np.intp)
    spoken = sum(map(bool, cores))
    kept = held.take(rows)
    return Drawn(
        ids=tuple(kept["post_id"].to_pylist()),
        words=tuple(said[row] for row in rows),
        texts=tuple(kept["whole"].to_pylist()),
        vectors=_vectors(kept["vector"]),
        whose=_whose(kept),
        who=np.unique(np.array(kept["who"].to_pylist(), dtype=str), return_inverse=True)[1].astype(np.intp),
        day=_numbers(kept["day"]),
        sentiment=np.array([_PLACES.get(label, -1) for label in kept["label"].to_pylist()], dtype=np.intp),
        suggests=np.array(kept["suggests"].to_pylist(), dtype=float),
        readable=_numbers(kept["readable"]).astype(bool),
        engagement=_numbers(kept["engagement"]),
        of=of,
        copies=spoken - len(rows),
    )


def _numbers(column: pa.ChunkedArray) -> Places:
    import numpy as np

    return np.array(column.to_pylist(), dtype=float).astype(np.intp)


def _vectors(column: pa.ChunkedArray) -> Array:
    import numpy as np

    flat = column.combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return np.asarray(flat, dtype=float).reshape(len(column), -1) if len(column) else np.zeros((0, 1))


def _whose(kept: pa.Table) -> Array:
    """Columns: how many hashtags, brands tagged and named, and languages that have posts enough."""
    import numpy as np

    columns: list[Array] = [np.log1p(_numbers(kept["hashtags"]))]
    columns += [_numbers(kept[name]).astype(float) for name in kept.column_names if name.startswith("brand_")]
    langs = np.array([lang or "" for lang in kept["lang"].to_pylist()], dtype=str)
    names, counts = np.unique(langs, return_counts=True)
    columns += [
        (langs == name).astype(float) for name, count in zip(names, counts, strict=True) if count >= _TAGGED and name
    ]
    return np.stack(columns, axis=1)
