"""Attention: who follows, answers or mentions whom, as a graph of authors, and the PageRank of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.listening.heard import everybody
from tools.statistics.pagerank import pagerank
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

_HANDLE = r"^([a-z0-9_]+(?:[.-][a-z0-9_]+)*)"
_HANDLES = 5
"""Handles of a post that are looked at, from its beginning."""


class Attention(NamedTuple):
    """PageRank of authors in the order asked for, how many of them have an edge, and the edges by kind."""

    ranks: Array
    connected: int
    edges: dict[str, int]


def attention(query: Query, tables: Tables, ids: Sequence[str]) -> Attention:
    """Rank authors by who pays attention to whom: an edge from who follows, answers or mentions to who is so honoured.

    All members that `follows` holds are nodes, not only those who wrote. Own accounts of the brands are not, nor are
    suspected bots where the filter leaves them out. An edge counts once.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    edges = attention_edges(query, tables).to_pyarrow()
    ends = {name: edges[name].combine_chunks() for name in ("from_id", "to_id")}
    asked = pa.array(ids, pa.string())
    people = pc.unique(pa.concat_arrays([asked, *(end.cast(pa.string()) for end in ends.values())]))
    people = people.take(pc.sort_indices(people))
    mine, source, target = (_places(one, people) for one in (asked, *ends.values()))
    ranks = pagerank(source, target, len(people))
    touched = np.zeros(len(people), dtype=bool)
    touched[source] = touched[target] = True
    counts = {kind: int(np.sum(edges[kind].to_numpy(zero_copy_only=False))) for kind in ("follows", "replies", "names")}
    return Attention(ranks[mine], int(touched[np.unique(mine)].sum()), counts)


def _places(names: pa.Array, people: pa.Array) -> NDArray[np.intp]:
    import numpy as np
    import pyarrow.compute as pc

    places: NDArray[np.intp] = pc.index_in(names, value_set=people).to_numpy(zero_copy_only=False).astype(np.intp)
    return places


def attention_edges(query: Query, tables: Tables) -> ir.Table:
    """Return the distinct edges (`from_id`, `to_id`) and, for each kind, whether it is one of that kind."""
    import ibis

    posts = everybody(query, tables)
    kinds = {"replies": _replies(posts, tables), "names": _names(posts, tables)}
    if "follows" in tables:
        kinds["follows"] = tables["follows"].select("from_id", "to_id")
    every = ibis.union(*(edges.mutate(kind=ibis.literal(kind)) for kind, edges in kinds.items()))
    every = every.filter(every.from_id.notnull(), every.to_id.notnull(), every.from_id != every.to_id)
    for other in _left_out(query, tables):
        every = every.filter(~every.from_id.isin(other.who), ~every.to_id.isin(other.who))
    return every.group_by("from_id", "to_id").aggregate(
        **{kind: (every.kind == kind).any() for kind in ("follows", "replies", "names")}
    )


def _replies(posts: ir.Table, tables: Tables) -> ir.Table:
    answered = tables["posts"].select("post_id", to_id="author_id")
    joined = posts.filter(posts.reply_to.notnull()).select("reply_to", from_id="author_id")
    return joined.inner_join(answered, joined.reply_to == answered.post_id).select("from_id", "to_id")


def _names(posts: ir.Table, tables: Tables) -> ir.Table:
    """Find the authors whose handle a post holds; a handle that two authors share names nobody."""
    if "authors" not in tables:
        return _nobody(posts)
    known = tables["authors"].select("author_id", handle=tables["authors"].handle.lower().replace("@", ""))
    known = known.filter(known.handle.notnull(), known.handle != "")
    owners = known.group_by("handle").aggregate(to_id=known.author_id.max(), least=known.author_id.min())
    owners = owners.filter(owners.to_id == owners.least)
    texts = posts.filter(posts.text.contains("@").fill_null(False))
    parts = texts.select(from_id="author_id", part=texts.text.lower().split("@")[1 : _HANDLES + 1].unnest())
    handles = parts.mutate(handle=parts.part.re_extract(_HANDLE, 1))
    return handles.inner_join(owners, "handle").select("from_id", "to_id")


def _nobody(posts: ir.Table) -> ir.Table:
    return posts.filter(posts.author_id.isnull()).select(from_id="author_id", to_id="author_id")


def _left_out(query: Query, tables: Tables) -> list[ir.Table]:
    """Accounts that are no nodes: those of the brands, and suspected bots where the filter leaves them out."""
    left_out = []
    if query.filter.own == "exclude":
        own = tables["posts"].filter(tables["posts"].is_own.fill_null(False), tables["posts"].author_id.notnull())
        left_out.append(own.select(who="author_id").distinct())
    if query.filter.suspected_bots == "exclude":
        left_out.append(suspects(tables).select(who="author_id"))
    return left_out
