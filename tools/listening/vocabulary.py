"""Vocabulary: the words of posts, read once and held for the run, and how many posts of a group hold each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Query
from tools.facts import Facts
from tools.groups import By, grouped
from tools.inputs import Tables, held
from tools.sentiment.counting import labelled

if TYPE_CHECKING:
    import ibis.expr.types as ir

SIDES: tuple[Literal["negative", "positive"], ...] = ("negative", "positive")

_NOT_WORDS = (
    r"https?://\S+|www\.\S+|[\p{L}\p{N}.\-]+\.(com|org|net|io|co|ly|app|dev|eu|uk|de|fr|es|example)\b(/\S*)?"
    r"|[@＠][\p{L}\p{N}_.\-]+"
)
"""Links, with or without their scheme, and handles, which are people."""
_APOSTROPHES = r"['’](s\b)?"
"""`don't` is one word and `Acme's` is Acme."""
_BETWEEN = r"[^\p{L}\p{N}]+"
_LONGEST = 30

MOST_POSTS = 200_000
_KEPT = ("post_id", "author_id", "created_at", "text", "likes", "shares", "group", "sentiment")


class Vocabulary(NamedTuple):
    """By (group, sentiment): how many posts there are, and how many of them hold each word."""

    sizes: Counter[tuple[str, str]]
    usage: Mapping[tuple[str, str], Counter[str]]


class Sample(NamedTuple):
    """Posts to read words in, how many they are, of how many they were drawn, and the copies left out after that."""

    posts: ir.Table
    n: int
    of: int
    copies: int


def opinions(query: Query, tables: Tables, by: By | None, *, side: str | None = None) -> Sample:
    """Return the negative and positive posts that were read reliably, with text and `group`, copies once.

    A copy has the words of another post of its group, links, handles and numbers aside: a slogan that fifty accounts
    post is one voice. Of more than 200,000 a part is drawn, always the same: ids are hashes, so their last digits are
    as good as dice.
    """
    posts = grouped(labelled(query, tables), by, tables)
    posts = posts.filter(posts.usable, posts.sentiment.isin(SIDES), posts.text.notnull(), posts.group.notnull())
    if side:
        posts = posts.filter(posts.sentiment == side)
    of = _count(posts)
    if of > MOST_POSTS:
        posts = posts.filter(posts.post_id.right(3) < f"{4096 * MOST_POSTS // of:03x}")
    posts = worded(posts.select(*_KEPT))
    drawn = _count(posts)
    posts = without_copies(posts)
    kept = _count(posts)
    return Sample(posts, kept, of, drawn - kept)


def worded(posts: ir.Table) -> ir.Table:
    """Return the posts, held, with their `words` in order: lower case, no links, no handles.

    Several queries read the words, and finding them costs more than all those queries together.
    """
    plain = posts.text.lower().re_replace(_NOT_WORDS, " ").re_replace(_APOSTROPHES, "")
    return held(posts.mutate(words=plain.re_split(_BETWEEN)))


def without_copies(posts: ir.Table) -> ir.Table:
    """Return the first of `worded` posts with the same words in a group of a sentiment, numbers aside, held too."""
    import ibis

    core = posts.words.filter(lambda word: (word != "") & ~word.re_search(r"\p{N}")).join(" ")
    same = ibis.window(group_by=["group", "sentiment", "core"], order_by=["created_at", "post_id"])
    first = posts.mutate(core=core).mutate(place=ibis.row_number().over(same)).filter(ibis._.place == 0)
    return held(first.drop("core", "place"))


def _count(posts: ir.Table) -> int:
    return int(posts.count().to_pyarrow().as_py())


def vocabulary(posts: ir.Table, *, at_least: int) -> Vocabulary:
    """Count `worded` posts and their words; words of fewer posts in all, or of a single author, are left out."""
    counted = posts.group_by("group", "sentiment").aggregate(n=posts.count())
    sizes = Counter({(row["group"], row["sentiment"]): row["n"] for row in counted.to_pyarrow().to_pylist()})
    usage: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in words_by_group(posts, at_least=at_least).to_pyarrow().to_pylist():
        usage[row["group"], row["sentiment"]][row["word"]] = row["n"]
    return Vocabulary(sizes, usage)


def words_by_group(posts: ir.Table, *, at_least: int) -> ir.Table:
    """Return the aggregate of `worded` posts behind `vocabulary`. A post counts once for a word it repeats."""
    import ibis

    uses = posts.select(
        "group",
        "sentiment",
        who=ibis.coalesce(posts.author_id, posts.post_id),
        word=posts.words.unique().unnest(),
    )
    counted = uses.group_by("group", "sentiment", "word").aggregate(
        n=uses.count(), least=uses.who.min(), most=uses.who.max()
    )
    # Only now, when each word stands once: a million posts hold ten million words.
    counted = counted.filter(counted.word.length().between(3, _LONGEST), counted.word.re_search(r"\p{L}"))
    over = ibis.window(group_by="word")
    totals = counted.mutate(
        total=counted.n.sum().over(over), least=counted.least.min().over(over), most=counted.most.max().over(over)
    )
    return totals.filter(totals.total >= at_least, totals.least < totals.most).select("group", "sentiment", "word", "n")


@cache
def words_without_content() -> frozenset[str]:
    """Return grammatical words: the, which, because ..."""
    return _listed("function_words.txt")


@cache
def words_of_opinion() -> frozenset[str]:
    """Return words that say that one likes or dislikes, not what: love, awful, thanks ..."""
    return _listed("opinion_words.txt")


def words_of_names(facts: Facts, phrase: str | None) -> frozenset[str]:
    """Return the words of the tracked brands' names and of a phrase that all posts hold: they tell nothing apart."""
    names = [name for brand in facts.brands for name in (brand.name, *brand.aliases)]
    return frozenset(re.findall(r"[^\W_]+", " ".join((*names, phrase or "")).lower()))


def _listed(name: str) -> frozenset[str]:
    text = files("tools.listening").joinpath(name).read_text(encoding="utf-8")
    return frozenset(text.replace("'", "").split())
