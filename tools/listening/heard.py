"""Heard: mentions of several brands in one query, copies counted once, with what intervals by author need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.facts import Brand
from tools.groups import By, grouped
from tools.inputs import Tables
from tools.listening.mentions import mention_of
from tools.scope import scope
from tools.statistics.clusters import ClusteredCounts

if TYPE_CHECKING:
    import ibis.expr.types as ir

_LOUDEST = 2000
"""How many of the most engaged posts are looked through for one of each brand."""


class Voice(NamedTuple):
    """One group: distinct posts that mention a brand, copies left out, and by brand the mentions and their reasons."""

    posts: int
    copies: int
    counts: ClusteredCounts
    tagged: tuple[int, ...]
    named: tuple[int, ...]


class Voices(NamedTuple):
    """All groups, whether every post in scope was tagged with a brand, and the first and last post in scope."""

    everyone: Voice
    groups: Mapping[str | None, Voice]
    all_tagged: bool
    first: datetime | None
    last: datetime | None

    @property
    def sizes(self) -> dict[str | None, int]:
        """Mentions by group."""
        return {group: int(voice.counts.whole) for group, voice in self.groups.items()}


def voices(query: Query, tables: Tables, brands: Sequence[Brand], *, by: By | None, copies_once: bool) -> Voices:
    """Count mentions by group. Brands in the query's filter do not restrict: they name the set compared."""
    posts = everybody(query, tables)
    heard = mentions_by_group(posts, tables, brands, by=by, copies_once=copies_once).to_pyarrow().to_pylist()
    groups = {row["group"]: _voice(row, len(brands)) for row in heard if not row["whole"]}
    everyone = [_voice(row, len(brands)) for row in heard if row["whole"]]
    row = coverage(posts).to_pyarrow().to_pylist()[0]
    whole = everyone[0] if everyone else _silence(len(brands))
    return Voices(whole, groups, row["n"] == row["tagged"], row["first"], row["last"])


def coverage(posts: ir.Table) -> ir.Table:
    """Return the aggregate that counts posts and those tagged with a brand, with the first and last of them."""
    return posts.aggregate(
        n=posts.count(), tagged=posts.brand.count(), first=posts.created_at.min(), last=posts.created_at.max()
    )


def _silence(brands: int) -> Voice:
    none = (0,) * brands
    return Voice(0, 0, ClusteredCounts(none, (none,) * brands, 0), none, none)


def everybody(query: Query, tables: Tables) -> ir.Table:
    """Return the posts in scope, of all brands."""
    return scope(query.model_copy(update={"filter": query.filter.model_copy(update={"brands": ()})}), tables)


def mentions_by_group(
    posts: ir.Table, tables: Tables, brands: Sequence[Brand], *, by: By | None, copies_once: bool
) -> ir.Table:
    """Return the one aggregate behind `voices`: posts to distinct texts, to authors, to groups and the `whole`.

    The whole is not added up from the groups: the posts of one author hang together across groups too.
    """

    authors = mentions_by_author(posts, tables, brands, by=by, copies_once=copies_once)
    counts = tuple(name for name in authors.columns if name not in ("group", "who"))
    if by:
        everyone = authors.group_by("who").aggregate(**{name: authors[name].sum().cast("int64") for name in counts})
        levels = _level(everyone, counts, whole=True).union(_level(authors, counts, whole=False))
    else:
        levels = _level(authors, counts, whole=True)
    return levels.group_by("whole", "group").aggregate(
        **{name: levels[name].sum() for name in counts},
        **{f"c{i}_{j}": (levels[f"m{i}"] * levels[f"m{j}"]).sum() for i, j in _pairs(len(brands))},
        authors=levels.count(),
    )


def mentions_by_author(
    posts: ir.Table, tables: Tables, brands: Sequence[Brand], *, by: By | None, copies_once: bool
) -> ir.Table:
    """Return a row for each group and author (`who`) who mentions a brand, with its counts of distinct texts.

    For brand i `m` + i counts texts that mention it, `t` + i those tagged with it, `n` + i those that name it; `posts`
    counts texts that mention any, `all_posts` copies too. A post without an author is by somebody of its own.
    """
    texts = _distinct(_marked(grouped(posts, by, tables), brands), copies_once=copies_once)
    bits = {f"{kind}{i}": bit << 2 * i for i in range(len(brands)) for kind, bit in (("t", 1), ("n", 2), ("m", 3))}
    return texts.group_by("group", "who").aggregate(
        **{name: texts.count(where=(texts.code & bit) > 0) for name, bit in bits.items()},
        posts=texts.count(),
        all_posts=texts.all_posts.sum(),
    )


def _level(authors: ir.Table, counts: Sequence[str], *, whole: bool) -> ir.Table:
    import ibis

    group = ibis.null("string") if whole else authors.group
    return authors.select(*counts, whole=ibis.literal(whole), group=group)


def loudest_posts(query: Query, tables: Tables, brands: Sequence[Brand]) -> dict[str, str]:
    """Return for each brand the id of a post that mentions it, the most engaged one; some may have none."""
    import ibis

    posts = everybody(query, tables)
    engagement = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    top = posts.mutate(engagement=engagement).order_by(ibis.desc("engagement"), "post_id").limit(_LOUDEST)
    rank = ibis.struct({"engagement": top.engagement, "id": top.post_id})
    found = top.aggregate(
        **{f"b{i}": top.post_id.argmax(rank, where=mention_of(brand, top).either) for i, brand in enumerate(brands)}
    )
    row = found.to_pyarrow().to_pylist()[0]
    return {brand.name: row[f"b{i}"] for i, brand in enumerate(brands) if row[f"b{i}"]}


def _marked(posts: ir.Table, brands: Sequence[Brand]) -> ir.Table:
    """Posts with `code`: for brand i bit 2i where it is tagged, bit 2i + 1 where its text names it; 0 for none.

    One integer is far quicker to group than a column a brand. Posts without a mention share one empty author and
    text, so that they fall into one row, of code 0: filtering them here, or by that author, would make the engine
    match every text twice.
    """
    import ibis

    code = ibis.literal(0).cast("int64")
    for i, brand in enumerate(brands):
        match = mention_of(brand, posts)
        code = code + ibis.ifelse(match.tagged, 1 << 2 * i, 0) + ibis.ifelse(match.named, 2 << 2 * i, 0)
    who = ibis.coalesce(posts.author_id, posts.post_id)
    words = ibis.coalesce(posts.text.lower(), posts.post_id)
    marked = posts.select("group", who=who, words=words, code=code)
    spoken = marked.code > 0
    return marked.mutate(who=ibis.ifelse(spoken, marked.who, None), words=ibis.ifelse(spoken, marked.words, None))


def _distinct(posts: ir.Table, *, copies_once: bool) -> ir.Table:
    """One row for each text of an author, or for each text, which then belongs to its least author and group.

    Copies name the same brands; where they are tagged differently, one tag counts.
    """
    kept = {"group": posts.group.min()} | ({"who": posts.who.min()} if copies_once else {})
    texts = posts.group_by(*(("words",) if copies_once else ("who", "words"))).aggregate(
        **kept,
        code=posts.code.max(),
        all_posts=posts.count(),
    )
    return texts.filter(texts.code > 0)


def _pairs(brands: int) -> Iterable[tuple[int, int]]:
    return combinations_with_replacement(range(brands), 2)


def _voice(row: Mapping[str, Any], brands: int) -> Voice:
    products = [[row[f"c{min(i, j)}_{max(i, j)}"] for j in range(brands)] for i in range(brands)]
    return Voice(
        posts=row["posts"],
        copies=row["all_posts"] - row["posts"],
        counts=ClusteredCounts([row[f"m{i}"] for i in range(brands)], products, row["authors"]),
        tagged=tuple(row[f"t{i}"] for i in range(brands)),
        named=tuple(row[f"n{i}"] for i in range(brands)),
    )
