"""Facets: what posts are told apart by when a change is explained, and how each is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from tools.features import feature_bits
from tools.groups import By, grouped, phrase
from tools.inputs import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

Dimension = Literal["aspect", "brand", "platform", "format", "region", "tenure", "voices"]

DIMENSIONS: tuple[Dimension, ...] = ("aspect", "brand", "platform", "format", "region", "tenure", "voices")
COLUMNS: tuple[Dimension, ...] = ("brand", "platform", "format", "region", "tenure", "voices")
"""Those of which a post has one value."""
NEW, KNOWN, OTHERS = "new voices", "returning voices", "all others"
NONE: Mapping[Dimension, str] = {
    "aspect": "no feature",
    "brand": "no brand",
    "platform": "no platform",
    "format": "no format",
    "region": "no region",
    "tenure": "no known tenure",
    "voices": "no author",
}
WHAT: Mapping[Dimension, str] = {
    "aspect": "which features are talked about",
    "brand": "which brands are talked about",
    "platform": "where it is said",
    "format": "in which format it is said",
    "region": "which regions it comes from",
    "tenure": "how long its writers have been customers",
    "voices": "who came and who stayed away",
}
"""What the mix over each dimension is."""
_PLURAL = {"aspect": "features", "tenure": "customers"}
_GROUPED: Mapping[str, By] = {"brand": "brand", "platform": "platform", "format": "format", "region": "region",
                              "tenure": "tenure"}  # fmt: skip


def said(dimension: str, group: str) -> str:
    """Return how a sentence names a group: `about the agenda`, `on reddit`, `by new voices`."""
    if group in NONE.values():
        return f"with {group}"
    if group == OTHERS:
        return f"of all other {_PLURAL.get(dimension, f'{dimension}s')}"
    if dimension in _GROUPED:
        return phrase(_GROUPED[dimension], group).strip()
    return f"by {group}" if dimension == "voices" else f"about {group}"


def with_facets(posts: ir.Table, tables: Tables) -> ir.Table:
    """Add `who`, the author, `tenure` and `voices` (null where unknown) and `features`, bit by bit.

    `posts` needs `later` and `aspects`; new voices are authors who have no post before.
    """
    import ibis

    posts = posts.mutate(who=ibis.coalesce(posts.author_id, posts.post_id), features=feature_bits(posts, tables.facts))
    if "authors" in tables:
        kept = posts.columns
        joined = grouped(posts, "tenure", tables)
        posts = joined.select(*kept, tenure=joined.group)
    else:
        posts = posts.mutate(tenure=ibis.null("string"))
    heard = posts.filter(~posts.later).select(heard="who").distinct()
    posts = posts.left_join(heard, posts.who == heard.heard)
    return posts.mutate(voices=ibis.ifelse(posts.heard.isnull(), NEW, KNOWN))
