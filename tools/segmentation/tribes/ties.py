"""Ties: who follows, answers or mentions whom, as a graph of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.base import Query
from tools.errors import MissingData
from tools.inputs import Tables
from tools.listening.influence.attention import attention_edges
from tools.scope import bounds, scope
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Places = NDArray[np.intp]

Kind = Literal["follows", "talk"]


class Ties(NamedTuple):
    """A graph: tie i runs from person `source[i]` to person `target[i]`, places in `people`; each pair once."""

    people: tuple[str, ...]
    source: Places
    target: Places
    kind: Kind

    def adjacency(self) -> csr_array:
        """Return who is tied to whom, (people, people), symmetric; 2 where it goes both ways."""
        return adjacency(self.source, self.target, len(self.people))


def adjacency(source: Places, target: Places, people: int) -> csr_array:
    """Return ties as a symmetric sparse array; 2 where they go both ways."""
    import numpy as np
    from scipy.sparse import coo_array

    ends = np.concatenate([source, target]), np.concatenate([target, source])
    whole = coo_array((np.ones(2 * len(source)), ends), shape=(people, people)).tocsr()
    whole.sum_duplicates()
    return whole


def placed(people: Sequence[str]) -> ir.Table:
    """Return a table of people (`person`) and their places, to join with."""
    import ibis
    import pyarrow as pa

    places = pa.array(range(len(people)), pa.int64())
    return ibis.memtable(pa.table({"person": pa.array(people, pa.string()), "place": places}))


def ties(query: Query, tables: Tables, kind: Kind | None) -> Ties:
    """Return the ties among people: follows where the dataset has any, else replies and mentions in posts.

    Where the filter restricts posts only people who wrote one of them are in the graph. Accounts that wrote as the
    brand are not. Follows are those that stood at the end of the period. Raises MissingData for a kind that the
    dataset does not hold.
    """
    import numpy as np

    kind = kind or ("follows" if "follows" in tables else "talk")
    edges = (_follows(query, tables) if kind == "follows" else _talk(query, tables)).distinct()
    held = edges.filter(edges.from_id != edges.to_id).to_pyarrow()
    ends = [held[name].to_numpy(zero_copy_only=False).astype(str) for name in ("from_id", "to_id")]
    people, places = np.unique(np.concatenate(ends), return_inverse=True)
    source, target = np.split(places.astype(np.intp), 2)
    # Rows come in any order, and what is drawn at random goes by places.
    order = np.lexsort((target, source))
    return Ties(tuple(people.tolist()), source[order], target[order], kind)


def _follows(query: Query, tables: Tables) -> ir.Table:
    if "follows" not in tables:
        raise MissingData(
            f"Dataset {tables.facts.dataset!r} does not say who follows whom. Import it with --table follows "
            "(from_id, to_id), or ask for ties of kind 'talk': who answers and mentions whom."
        )
    follows = tables["follows"]
    if query.period:
        _, end = bounds(query.period, tables.facts)
        follows = follows.filter((follows.at < end).fill_null(True))
    edges = follows.filter(follows.from_id.notnull(), follows.to_id.notnull()).select("from_id", "to_id")
    if "posts" not in tables:
        return edges
    for other in _left_out(query, tables):
        edges = edges.filter(~edges.from_id.isin(other.who), ~edges.to_id.isin(other.who))
    everyone = query.filter.model_copy(update={"suspected_bots": "include"})
    if not everyone.is_empty:
        wrote = scope(query, tables).author_id
        edges = edges.filter(edges.from_id.isin(wrote), edges.to_id.isin(wrote))
    return edges


def _talk(query: Query, tables: Tables) -> ir.Table:
    without = Tables({name: table for name, table in tables.tables.items() if name != "follows"}, tables.facts)
    edges = attention_edges(query, without)
    if query.filter.brands:  # `attention_edges` hears talk about all brands
        wrote = scope(query, tables).author_id
        edges = edges.filter(edges.from_id.isin(wrote))
    return edges.select("from_id", "to_id")


def _left_out(query: Query, tables: Tables) -> list[ir.Table]:
    """Accounts that are nobody's: those of the brands, and suspected bots where the filter leaves them out."""
    posts = tables["posts"]
    own = posts.filter(posts.is_own.fill_null(False), posts.author_id.notnull())
    left_out = [own.select(who="author_id").distinct()]
    if query.filter.suspected_bots == "exclude":
        left_out.append(suspects(tables).select(who="author_id"))
    return left_out
