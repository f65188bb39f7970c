"""Columns: traits as columns of posts, and the posts that they are looked for in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from tools.features import feature_bits
from tools.groups import grouped
from tools.inputs import Tables
from tools.listening.associations.asked import AssociationsQuery
from tools.listening.associations.traits import EMOTIONS, Kind, Trait
from tools.phrases import holds_any
from tools.reader.reading import INTENTS
from tools.scope import read_scope
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir


def labelled_posts(query: AssociationsQuery, tables: Tables) -> ir.Table:
    """Return the posts in scope that were read reliably, with readings."""
    posts = read_scope(query, tables)
    return posts.filter(posts.reliable.fill_null(False))


def with_features(posts: ir.Table, traits: Iterable[Trait], tables: Tables) -> ir.Table:
    """Add the bits of the features that posts are about, where one of the traits is a feature: they take time."""
    if all(trait.kind != "feature" for trait in traits):
        return posts
    return posts.mutate(features=feature_bits(posts, tables.facts))


def column(trait: Trait, posts: ir.Table, tables: Tables) -> ir.BooleanValue:
    """Return whether a trait holds of each post, never null. `posts` are `labelled_posts` `with_features`."""
    return _COLUMNS[trait.kind](trait.value, posts, tables).fill_null(False)


def _feature(value: str, posts: ir.Table, tables: Tables) -> ir.BooleanValue:
    return (posts.features & (1 << tables.facts.features.index(value))) != 0


def _tenure(value: str, posts: ir.Table, tables: Tables) -> ir.BooleanValue:
    theirs = grouped(posts.select("post_id", "author_id", "created_at"), "tenure", tables)
    return posts.post_id.isin(theirs.filter(theirs.group == value).post_id)


def _did(value: str, posts: ir.Table, tables: Tables) -> ir.BooleanValue:
    """Whether the author did it before they wrote the post."""
    did = events_of(value, tables).group_by("user_id").aggregate(first_did=lambda t: t["at"].min())
    joined = posts.select("post_id", "author_id", "created_at").inner_join(did, posts.author_id == did.user_id)
    return posts.post_id.isin(joined.filter(joined.first_did < joined.created_at).post_id)


def _held(names: Mapping[str, tuple[str, ...]], which: str) -> Callable[[str, ir.Table, Tables], ir.BooleanValue]:
    def holds(value: str, posts: ir.Table, _: Tables) -> ir.BooleanValue:
        import ibis

        keys = posts[which].keys()
        return ibis.or_(*(keys.contains(name) for name in names[value]))

    return holds


_COLUMNS: Mapping[Kind, Callable[[str, ir.Table, Tables], ir.BooleanValue]] = {
    "mentions": lambda value, posts, _: holds_any(posts.text, [value]),
    "feature": _feature,
    "platform": lambda value, posts, _: posts.platform == value,
    "region": lambda value, posts, _: posts.region == value,
    "format": lambda value, posts, _: posts.format == value,
    "tenure": _tenure,
    "suspected_bot": lambda _, posts, tables: posts.author_id.isin(suspects(tables).author_id),
    "event": _did,
    "negative": lambda _, posts, __: posts.sentiment == "negative",
    "positive": lambda _, posts, __: posts.sentiment == "positive",
    "intent": _held({name: (name,) for name in INTENTS}, "intents"),
    "emotion": _held(EMOTIONS, "emotions"),
}


def events_of(value: str, tables: Tables) -> ir.Table:
    """Return the events of a kind, or of a kind and an object after a space."""
    events = tables["events"]
    kind, _, thing = value.partition(" ")
    events = events.filter(events.kind == kind)
    return events.filter(events.object == thing) if thing else events
