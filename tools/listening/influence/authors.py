"""Authors: who mentions which brand how often, and what is known of how far each of them is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tools.base import Query
from tools.facts import Brand
from tools.groups import By
from tools.inputs import Tables
from tools.listening.heard import everybody, mentions_by_author

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

AUDIENCES = ("followers", "reach", "impressions")
"""What an author's audience can be told by: accounts following, and mean accounts reached and showings of a post."""


class Authors(NamedTuple):
    """Rows are authors in a group, sorted: author, group, mentions by brand (rows, brands), and what is known of each.

    `known` holds a value a row by measure, not a number where it is not known: the audiences, and `engagement`, the
    mean of likes, shares and replies of the author's posts in scope.
    """

    ids: tuple[str, ...]
    groups: tuple[str | None, ...]
    mentions: Array
    known: dict[str, Array]

    def within(self, chosen: NDArray[np.bool_]) -> Authors:
        """Keep some of the rows."""
        places = chosen.nonzero()[0].tolist()
        return Authors(
            tuple(self.ids[place] for place in places),
            tuple(self.groups[place] for place in places),
            self.mentions[chosen],
            {name: values[chosen] for name, values in self.known.items()},
        )


def authors(query: Query, tables: Tables, brands: tuple[Brand, ...], *, by: By | None, copies_once: bool) -> Authors:
    """Count mentions by author and group; brands in the query's filter do not restrict, they name the set compared."""
    import numpy as np

    found = heard_authors(query, tables, brands, by=by, copies_once=copies_once).to_pyarrow()
    found = found.sort_by([("who", "ascending"), ("group", "ascending")])
    columns = {
        name: found[name].to_numpy().astype(np.float64) for name in found.column_names if name not in ("who", "group")
    }
    return Authors(
        tuple(found["who"].to_pylist()),
        tuple(found["group"].to_pylist()),
        np.column_stack([columns[f"m{i}"] for i in range(len(brands))]),
        {name: columns[name] for name in (*AUDIENCES, "engagement")},
    )


def heard_authors(
    query: Query, tables: Tables, brands: tuple[Brand, ...], *, by: By | None, copies_once: bool
) -> ir.Table:
    """Return the one aggregate behind `authors`."""
    posts = everybody(query, tables)
    counts = mentions_by_author(posts, tables, brands, by=by, copies_once=copies_once)
    counts = counts.select("who", "group", *(f"m{i}" for i in range(len(brands))))
    return counts.left_join(_measured(posts, tables), "who", rname="other_{name}").drop("other_who")


def _measured(posts: ir.Table, tables: Tables) -> ir.Table:
    """Measure authors by all their posts in scope, whether these mention a brand or not."""
    import ibis

    given = ibis.coalesce(posts.likes, posts.shares, posts.replies)
    count = posts.likes.fill_null(0) + posts.shares.fill_null(0) + posts.replies.fill_null(0)
    found = posts.group_by("author_id").aggregate(
        reach=posts.reach.mean(),
        impressions=posts.impressions.mean(),
        engagement=count.mean(where=given.notnull()),
    )
    found = found.filter(found.author_id.notnull())
    if "authors" in tables:
        followed = tables["authors"].select("author_id", "followers")
        found = found.left_join(followed, "author_id", rname="followed_{name}").drop("followed_author_id")
    else:
        found = found.mutate(followers=ibis.null("int64"))
    # A count below 0 stands for one that was hidden.
    known = {name: (found[name] >= 0).ifelse(found[name], None).cast("float64") for name in (*AUDIENCES, "engagement")}
    return found.select(who=found.author_id, **known)
