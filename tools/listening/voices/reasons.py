"""Reasons: the features that some authors praise or blame, the words that set their posts apart, and posts to quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables
from tools.listening.contrasts import FEWEST, Contrast, Word, beyond_chance
from tools.listening.vocabulary import (
    MOST_POSTS,
    vocabulary,
    without_copies,
    worded,
    words_of_names,
    words_of_opinion,
    words_without_content,
)
from tools.listening.voices.asked import WORDS, VoicesQuery, brands_of, scoped
from tools.sentiment.judged.counting import judgements

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WORDS, _FEWEST_POSTS = 8, 20
_THEM, _OTHERS = "them", "others"
_READ = ("post_id", "author_id", "created_at", "text", "sentiment", "group")


class Judged(NamedTuple):
    """A feature in the posts of some authors: how many name it, how many speak so of it, and of how many authors."""

    name: str
    mentions: int
    spoken: int
    authors: int


class Quoted(NamedTuple):
    """A post of an author that shows how they speak, and one of theirs that disagrees; none where there is none."""

    typical: str | None
    contrary: str | None


def features_by_author(query: VoicesQuery, tables: Tables, ids: Collection[str]) -> dict[str, tuple[Judged, ...]]:
    """Return for each author the features they praise (advocates) or blame (detractors), and under "" for all of them.

    Nothing where the dataset lists no features, or its reader does not tell what is said of them.
    """
    if not tables.facts.features or not ids:
        return {}
    side = WORDS[query.kind][0]
    scope = scoped(query, brands=brands_of(query, tables.facts), author_ids=tuple(sorted(ids)))
    found = judgements(scope, tables, tables.facts.features, None, None)
    found = found.filter(found.side.notnull())
    rows = found.group_by("who", "name").aggregate(
        mentions=found.count(), spoken=(found.side == side).cast("int64").sum()
    )
    each: dict[str, list[Judged]] = {"": []}
    totals: dict[str, Judged] = {}
    for row in rows.to_pyarrow().to_pylist():
        if not row["spoken"]:
            continue
        judged = Judged(row["name"], row["mentions"], row["spoken"], 1)
        each.setdefault(row["who"], []).append(judged)
        was = totals.get(judged.name, Judged(judged.name, 0, 0, 0))
        totals[judged.name] = Judged(judged.name, *(a + b for a, b in zip(was[1:], judged[1:], strict=True)))
    each[""] = list(totals.values())
    return {who: tuple(sorted(told, key=lambda j: (-j.spoken, j.name))) for who, told in each.items()}


def words_apart(query: VoicesQuery, tables: Tables, posts: ir.Table, ids: Collection[str]) -> tuple[Word, ...]:
    """Return the words that set these authors' posts of their side apart from those of others, beyond chance."""
    import ibis

    side = WORDS[query.kind][0]
    told = posts.filter(posts.sentiment == side)
    if min(_sizes(told, ids)) < _FEWEST_POSTS:
        return ()
    told = told.inner_join(tables["posts"].select("post_id", "text"), "post_id")
    told = told.mutate(group=ibis.ifelse(told.author_id.isin(sorted(ids)), _THEM, _OTHERS)).select(*_READ)
    n = int(told.count().to_pyarrow().as_py())
    if n > MOST_POSTS:  # ids are hashes: their last digits are as good as dice
        told = told.filter((told.group == _THEM) | (told.post_id.right(3) < f"{4096 * MOST_POSTS // n:03x}"))
    held = vocabulary(without_copies(worded(told)), at_least=FEWEST)
    theirs, others = (_THEM, side), (_OTHERS, side)
    contrast = Contrast(
        _THEM,
        None,
        held.sizes[theirs],
        held.sizes[others],
        held.usage.get(theirs, Counter()),
        held.usage.get(others, Counter()),
    )
    dull = words_without_content() | words_of_opinion() | words_of_names(tables.facts, query.filter.text)
    return tuple(beyond_chance(contrast, without=dull, limit=_WORDS))


def _sizes(told: ir.Table, ids: Collection[str]) -> tuple[int, int]:
    """Return how many posts these authors wrote, and how many others did."""
    mine = told.author_id.isin(sorted(ids))
    row = told.aggregate(n=told.count(), mine=mine.cast("int64").sum().fill_null(0)).to_pyarrow().to_pylist()[0]
    return row["mine"], row["n"] - row["mine"]


def quotes(query: VoicesQuery, posts: ir.Table, ids: Sequence[str]) -> Mapping[str, Quoted]:
    """Return for each author the clearest post of their side, and the clearest of the other."""
    import ibis

    side = WORDS[query.kind][0]
    other = "negative" if side == "positive" else "positive"
    theirs = posts.filter(posts.author_id.isin(list(ids)))
    chosen = {}
    for name, label in (("typical", side), ("contrary", other)):
        rank = ibis.struct({"readable": theirs.readable, "p": theirs[f"p_{label}"].round(2), "id": theirs.post_id})
        chosen[name] = theirs.post_id.argmax(rank, where=theirs.sentiment == label)
    rows = theirs.group_by("author_id").aggregate(**chosen).to_pyarrow().to_pylist()
    return {row["author_id"]: Quoted(row["typical"], row["contrary"]) for row in rows}
