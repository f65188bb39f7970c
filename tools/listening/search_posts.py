"""Search posts: which posts are about some words, by wording and by meaning, and how many hold the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import Field

from tools.base import Evidence, Model, Query, Result, Sentence, tool
from tools.errors import BadRequest
from tools.figure import Figure
from tools.inputs import Tables
from tools.phrases import holds_any
from tools.scope import covered, scope
from tools.services import Hit, Search
from tools.statistics.proportion import wilson

if TYPE_CHECKING:
    import ibis.expr.types as ir

_METHOD = "search_posts"
_LISTED = 20_000
"""Scopes up to this size, or half of the posts, are handed to the search as ids; larger ones sift its hits."""


class SearchPostsQuery(Query):
    """Which posts are about this?"""

    query: str = Field(min_length=1, max_length=400, description="Words to look for, as people would write them.")
    limit: int = Field(10, ge=1, le=100, description="How many posts to return at most.")


class FoundPost(Model):
    """One post found."""

    post_id: str
    score: float = Field(description="0 to 1; higher is nearer, comparable within one search only.")
    found_by: tuple[Literal["words", "meaning"], ...] = Field(description="Which searches found it.")


class SearchPostsResult(Result):
    """Posts found, best first, and how many posts hold the words."""

    hits: tuple[FoundPost, ...] = Field((), description="Posts found, best first.")


def _say(query: SearchPostsQuery, result: SearchPostsResult) -> Sequence[Sentence]:
    said = []
    for name, how in (("share.phrase", "as a phrase"), ("share.all_words", "as separate words")):
        share = next((figure for figure in result.figures if figure.name == name), None)
        if share is not None:
            count = result.figure(name.replace("share", "posts"))
            where = how if len(_words(query.query)) > 1 else "in their text"
            text = f"{count.shown} posts hold “{query.query}” {where}, {share.shown_full} of those with text."
            said.append(Sentence(text=text, figures=(count.name, share.name)))
    posts = tuple(hit.post_id for hit in result.hits)
    text = f"The posts nearest to “{query.query}” are listed." if posts else f"No post is near “{query.query}”."
    return [*said, Sentence(text=text, kind="theme", posts=posts)]


@tool(
    title="Search posts",
    toolset="core",
    needs=("posts",),
    method=_METHOD,
    version=2,
    examples=(
        "Find posts about login problems",
        "show me what people write about the price",
        "who complained about slow support?",
        "search for crash on startup",
        "How many posts mention the new feature?",
        "any tweets on refunds",
        "show me examples of angry customers",
        "posts that mention a competitor",
        "find comments like 'takes forever to load'",
        "what are people saying about privacy",
        "quote some posts on the redesign",
        "are there posts about battery life",
        "quote some people who worry about data",
        "has anyone mentioned accessibility",
        "in how many posts does the word refund come up",
        "how often does the word slow come up",
        "what did people post about the strike",
        "give me a few quotes about delivery",
        "is anybody talking about crashes",
        "show me some posts about delays",
        "does anyone say that it is ugly",
        "read me some comments about the venue",
        "how many people talk about the flood",
        "which posts mention parking",
    ),
    say=_say,
    tags=("find", "quotes", "examples", "mentions", "look up"),
)
def search_posts(query: SearchPostsQuery, tables: Tables, *, search: Search) -> SearchPostsResult:
    """Posts about some words, by wording and by meaning, best first, and how many posts hold the words.

    Two searches, BM25 and embeddings, are fused (method page `search`); their hits are examples, not a count. Counted
    are posts whose text holds the phrase, and those that hold every word, as whole words, case aside; the share is of
    posts with text, 0 to 1. Raises BadRequest for a query without a letter or digit.
    """
    words = _words(query.query)
    if not words:
        raise BadRequest(f"The query {query.query!r} holds no word to look for. Give one or more words.")
    posts = scope(query, tables)
    counts = _Counts(**matching(posts, query.query, words).to_pyarrow().to_pylist()[0])
    hits = _hits(query, tables, posts, counts.n, search)
    return SearchPostsResult(
        figures=tuple(_figures(query.query, words, counts)),
        posts=tuple(Evidence(post_id=hit.post_id, role="match") for hit in hits),
        caveats=("Posts found by meaning need not hold the words; the count is of those that do.",) if hits else (),
        period=covered(counts.first, counts.last, tables.facts),
        n_posts=counts.n,
        hits=tuple(FoundPost(post_id=hit.post_id, score=hit.score, found_by=hit.found_by) for hit in hits),
    )


class _Counts(NamedTuple):
    n: int
    with_text: int
    phrase: int
    all_words: int
    first: datetime | None
    last: datetime | None


def matching(posts: ir.Table, phrase: str, words: Sequence[str]) -> ir.Table:
    """Return the one aggregate that counts posts, those with text, with the phrase, and with every word."""
    together = holds_any(posts.text, [" ".join(phrase.split())])
    each = reduce(and_, [holds_any(posts.text, [word]) for word in words])
    return posts.aggregate(
        n=posts.count(),
        with_text=posts.text.count(),
        phrase=together.cast("int64").sum().fill_null(0),
        all_words=each.cast("int64").sum().fill_null(0),
        first=posts.created_at.min(),
        last=posts.created_at.max(),
    )


def _words(query: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[^\W_]+(?:['’][^\W_]+)*", query.lower())))


def _figures(query: str, words: Sequence[str], counts: _Counts) -> Iterator[Figure]:
    ways = [("phrase", f"posts that hold the phrase “{query}”", counts.phrase)]
    if len(words) > 1:
        ways.append(("all_words", f"posts that hold every word of “{query}”", counts.all_words))
    n = counts.with_text
    for name, label, count in ways:
        yield Figure(name=f"posts.{name}", label=label, value=count, unit="posts", n=n, method=_METHOD)
        if n:
            interval = wilson(count, n)._asdict()
            about = {"label": f"share of {label}", "method": _METHOD}
            yield Figure(name=f"share.{name}", value=count / n, unit="share", n=n, **interval, **about)


def _hits(query: SearchPostsQuery, tables: Tables, posts: ir.Table, n: int, search: Search) -> list[Hit]:
    """Search all posts where the scope lets through all, among its ids where few, and sift the hits where most."""
    if n == 0:
        return []
    everything = int(tables["posts"].count().to_pyarrow().as_py())
    if n == everything:
        return search.search(query.query, limit=query.limit)
    if n <= max(_LISTED, everything // 2):
        return search.search(query.query, limit=query.limit, among=_ids(posts))
    wanted = query.limit
    while True:
        wanted = min(2 * wanted, everything)
        hits = search.search(query.query, limit=wanted)
        inside = _ids(posts.filter(posts.post_id.isin([hit.post_id for hit in hits]))) if hits else frozenset()
        kept = [hit for hit in hits if hit.post_id in inside]
        if len(kept) >= query.limit or len(hits) < wanted or wanted == everything:
            return kept[: query.limit]


def _ids(posts: ir.Table) -> frozenset[str]:
    return frozenset(posts.select("post_id").to_pyarrow()["post_id"].to_pylist())
