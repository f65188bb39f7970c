"""Posts: those of two periods, counted by how they were read, by whom they are, and by every dimension at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.base import Period, Query
from tools.features import MOST
from tools.inputs import Tables
from tools.scope import bounds, scope
from tools.sentiment.change.facets import COLUMNS, DIMENSIONS, NONE, OTHERS, Dimension, with_facets
from tools.sentiment.change.sides import Sides
from tools.sentiment.counting import SENTIMENTS
from tools.statistics.blocks import BLOCK_DIGITS
from tools.statistics.slices import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[np.intp]
    Flags = NDArray[np.bool_]

GROUP_MINIMUM = 30
"""Posts, of both periods, that a group needs to stand for itself."""
_MOST_GROUPS = 12


class Facet(NamedTuple):
    """A dimension: its groups, and the group of each entry. Entries are the rows of `Posts`.

    Where posts have several values, `rows` names the row of each entry, and `among` how many entries share it evenly.
    """

    groups: tuple[str, ...]
    codes: Places
    rows: Places | None = None
    among: Places | None = None

    def column(self, dimension: Dimension) -> Column:
        """Return it as slices are cut by it: only real values count, a post without one is in none."""
        import numpy as np

        real = [group for group in self.groups if group not in (OTHERS, NONE[dimension])]
        places = np.array([real.index(group) if group in real else -1 for group in self.groups], dtype=np.intp)
        return Column(dimension, tuple(real), places[self.codes], self.rows, fresh=dimension == "voices")


class Posts(NamedTuple):
    """Posts read reliably. Rows stand for `n` posts alike: later or not, label (place in SENTIMENTS), author block."""

    n: Places
    later: Flags
    labels: Places
    block: Places
    facets: dict[Dimension, Facet]

    @property
    def sizes(self) -> tuple[int, int]:
        """Posts before and later."""
        return int(self.n[~self.later].sum()), int(self.n[self.later].sum())

    @property
    def blocks(self) -> tuple[int, int]:
        """Blocks of authors before and later: as many as authors, or hardly fewer, where these are few."""
        return len(set(self.block[~self.later].tolist())), len(set(self.block[self.later].tolist()))

    def table(self) -> Table:
        """Return them as slices are looked for, with negative posts as what counts."""
        columns = tuple(facet.column(dimension) for dimension, facet in self.facets.items())
        return Table(self.n, self.later, self.labels == SENTIMENTS.index("negative"), self.block, columns)


def posts_of(query: Query, tables: Tables, sides: Sides) -> Posts:
    """Count the posts of both periods in one query. A dimension of which all are in one group is left out."""
    import numpy as np

    counted = counts_by_kind(query, tables, sides).to_pyarrow()
    column = {name: counted[name].combine_chunks() for name in counted.column_names}
    n = column["n"].to_numpy(zero_copy_only=False).astype(np.intp)
    label, block = _coded(column["sentiment"]), _coded(column["block"])
    places = np.array([SENTIMENTS.index(value) for value in label.values], dtype=np.intp)
    bits = column["features"].to_numpy(zero_copy_only=False).astype(np.int64)
    facets: dict[Dimension, Facet] = {"aspect": _aspects(bits, n, tables.facts.features[:MOST])}
    facets |= {name: _facet(name, _coded(column[name]), n) for name in COLUMNS}
    return Posts(
        n,
        column["later"].to_numpy(zero_copy_only=False).astype(bool),
        places[label.codes],
        block.codes,
        {name: facets[name] for name in DIMENSIONS if len(facets[name].groups) > 1},
    )


def counts_by_kind(query: Query, tables: Tables, sides: Sides) -> ir.Table:
    """Return the one aggregate behind `posts_of`."""
    posts = read_posts(query, tables, sides)
    posts = posts.mutate(block=posts.who.hexdigest("md5").left(BLOCK_DIGITS))
    return posts.group_by("later", "sentiment", "block", "features", *COLUMNS).aggregate(n=posts.count())


def read_posts(query: Query, tables: Tables, sides: Sides) -> ir.Table:
    """Return the posts of both periods that were read reliably, with `later` and all that they are told apart by."""
    posts = scope(query.model_copy(update={"period": None}), tables)
    later = _within(posts, sides.after, tables)
    posts = posts.filter(later | _within(posts, sides.before, tables)).mutate(later=later)
    readings = tables["readings"]
    reliable = readings.filter(readings.reliable.fill_null(False), readings.sentiment.isin(SENTIMENTS))
    chosen = reliable.select("post_id", "sentiment", "p_negative", "p_positive", "aspects")
    return with_facets(posts.inner_join(chosen, "post_id"), tables)


class _Codes(NamedTuple):
    """Sorted values, and the place of each row's, below 0 for none."""

    values: list[str]
    codes: Places


def _within(posts: ir.Table, period: Period, tables: Tables) -> ir.BooleanValue:
    start, end = bounds(period, tables.facts)
    return (posts.created_at >= start) & (posts.created_at < end)


def _coded(column: pa.Array) -> _Codes:
    import numpy as np

    encoded = column.dictionary_encode()
    found: list[str] = encoded.dictionary.to_pylist()
    values = sorted(filter(None, found))
    places = {value: place for place, value in enumerate(values)}
    ranks = np.array([*(places.get(value, -1) for value in found), -1], dtype=np.intp)
    return _Codes(values, ranks[encoded.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)])


def _facet(dimension: Dimension, coded: _Codes, n: Places) -> Facet:
    groups, places = _groups(dimension, coded, n)
    return _used(Facet(groups, places[coded.codes]))


def _groups(dimension: Dimension, coded: _Codes, n: Places) -> tuple[tuple[str, ...], Places]:
    """Return the groups, the largest first, and for each value (and at last for none) the place of its group."""
    import numpy as np

    given = coded.codes >= 0
    sizes = np.bincount(coded.codes[given], weights=n[given], minlength=len(coded.values))
    order = sorted(range(len(coded.values)), key=lambda place: (-sizes[place], place))
    own = [place for place in order if sizes[place] >= GROUP_MINIMUM][:_MOST_GROUPS]
    groups = (*(coded.values[place] for place in own), OTHERS, NONE[dimension])
    places = np.full(len(coded.values) + 1, len(own), dtype=np.intp)
    places[own] = np.arange(len(own))
    places[-1] = len(own) + 1
    return groups, places


def _aspects(bits: NDArray[np.int64], n: Places, features: tuple[str, ...]) -> Facet:
    """Share each post evenly among the features it is about; those about none are a group of their own."""
    import numpy as np

    about = [np.flatnonzero(bits & (1 << place)) for place in range(len(features))]
    rows = np.concatenate([*about, np.flatnonzero(bits == 0)]).astype(np.intp)
    named = np.repeat(np.arange(len(features) + 1), [*map(len, about), len(rows) - sum(map(len, about))])
    coded = _Codes(list(features), np.where(named < len(features), named, -1).astype(np.intp))
    groups, places = _groups("aspect", coded, n[rows])
    count = np.bincount(rows, minlength=len(bits))
    return _used(Facet(groups, places[coded.codes], rows, count[rows]))


def _used(facet: Facet) -> Facet:
    """Drop groups without posts."""
    import numpy as np

    used = np.flatnonzero(np.bincount(facet.codes, minlength=len(facet.groups)))
    places = np.zeros(len(facet.groups), dtype=np.intp)
    places[used] = np.arange(len(used))
    return facet._replace(groups=tuple(facet.groups[place] for place in used), codes=places[facet.codes])
