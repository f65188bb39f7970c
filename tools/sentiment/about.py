"""About: the posts about one feature alone, and how many posts about each feature are negative on each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tools.base import Query
from tools.errors import MissingData, UnknownName
from tools.facts import Facts
from tools.features import MOST, feature_bits
from tools.inputs import Tables
from tools.sentiment.counting import labelled
from tools.suspicion import judged

if TYPE_CHECKING:
    import ibis.expr.types as ir

Negative = Mapping[date, tuple[int, int]]
"""By day: posts read reliably, and how many of them are negative."""


def feature_named(name: str, facts: Facts) -> str:
    """Return a feature of the dataset as it spells it, whatever the case.

    Raises MissingData where the dataset has no features, UnknownName for one that it does not have.
    """
    known = features_of(facts)
    for feature in known:
        if feature.casefold() == name.casefold():
            return feature
    raise UnknownName("feature", name, known)


def features_of(facts: Facts) -> tuple[str, ...]:
    """Return the features that posts can be told to be about; MissingData where there are none."""
    if not facts.features:
        raise MissingData(
            f"Dataset {facts.dataset!r} knows no features of the product, so posts cannot be told apart by them. Name "
            "them when you import, or ask about words: filter.text."
        )
    return facts.features[:MOST]


def about(feature: str, tables: Tables) -> Tables:
    """Return the tables with only the posts about a feature; accounts are still suspected by all their posts."""
    place = tables.facts.features.index(feature)
    posts = _with_features(tables["posts"], tables)
    held = posts.filter((posts.features & (1 << place)) > 0).drop("features", "aspects")
    kept = {name: tables[name] for name in ("readings", "authors") if name in tables}
    found = Tables(tables=kept | {"posts": held}, facts=tables.facts)
    found.memo["suspicion"] = judged(tables)
    return found


def negative_by_feature(query: Query, tables: Tables) -> dict[str, Negative]:
    """Count by feature and day the posts about it that were read reliably, and those of them that are negative."""
    posts = _with_features(labelled(query, tables), tables)
    posts = posts.filter(posts.usable, posts.features > 0).mutate(day=posts.created_at.date())
    counted = posts.group_by("day", "features").aggregate(n=posts.count(), ill=(posts.sentiment == "negative").sum())
    found: dict[str, dict[date, tuple[int, int]]] = {name: {} for name in features_of(tables.facts)}
    for row in counted.to_pyarrow().to_pylist():
        for place, name in enumerate(found):
            if row["features"] >> place & 1:
                n, ill = found[name].get(row["day"], (0, 0))
                found[name][row["day"]] = (n + row["n"], ill + row["ill"])
    return dict(found)


def _with_features(posts: ir.Table, tables: Tables) -> ir.Table:
    aspects = tables["readings"].select("post_id", "aspects")
    joined = posts.left_join(aspects, "post_id", rname="aspects_{name}").drop("aspects_post_id")
    return joined.mutate(features=feature_bits(joined, tables.facts))
