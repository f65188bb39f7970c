"""Lookup: which exposure or outcome is meant, and which are tried where none is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, cast

from tools.errors import BadRequest, MissingData, UnknownName
from tools.features import short_forms
from tools.inputs import Tables
from tools.listening.associations.traits import EMOTIONS, EXPOSURE_KINDS, OUTCOME_KINDS, TENURES, Kind, Trait
from tools.reader.reading import INTENTS

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ALONE = ("suspected_bot", "negative", "positive")
_GROUPS: tuple[Literal["platform", "format", "region"], ...] = ("platform", "format", "region")
_NAMED: tuple[Kind, ...] = ("feature", "platform", "format", "tenure", "region")
_MOST_VALUES, _MOST_EVENTS = 12, 30


def exposure_named(said: str, tables: Tables) -> Trait:
    """Return the exposure that is meant: by kind and value, or by a bare name; what is nothing else is a phrase."""
    kind, value = _parts(said)
    if kind is None:
        return _looked_up(value, tables)
    if kind not in EXPOSURE_KINDS:
        raise UnknownName("kind of exposure", kind, EXPOSURE_KINDS)
    trait = Trait(kind, value)
    if kind == "suspected_bot":
        return Trait(kind)
    if not value:
        raise BadRequest(f"The exposure {said!r} names nothing: write it as `{kind}: value`.")
    if kind == "mentions":
        return trait
    if kind == "event":
        return _event(value, tables)
    return Trait(kind, _known(kind, value, _values(kind, tables)))


def outcome_named(said: str, tables: Tables) -> Trait:
    """Return the outcome that is meant, by kind and value or by a bare name."""
    kind, value = _parts(said)
    if kind in ("negative", "positive"):
        return Trait(kind)
    named: dict[Kind, tuple[str, ...]] = {
        "intent": INTENTS,
        "emotion": tuple(EMOTIONS),
        "outcome": _distinct(tables, "outcomes", "kind") if "outcomes" in tables else (),
    }
    if kind is None:
        for each, names in named.items():
            for name in names:
                if value.casefold() in (name.casefold(), f"{name}s".casefold()):
                    return Trait(each, name)
        raise UnknownName("outcome", value, ("negative", "positive", *(n for names in named.values() for n in names)))
    if kind not in named:
        raise UnknownName("kind of outcome", kind, OUTCOME_KINDS)
    if kind == "outcome" and "outcomes" not in tables:
        raise MissingData(_no_outcomes(tables))
    return Trait(kind, _known(kind, value, named[kind]))


def usual_exposures(posts: ir.Table, tables: Tables) -> Iterator[Trait]:
    """Yield the exposures of posts that are tried where none is asked for."""
    for name in tables.facts.features:
        yield Trait("feature", name)
    for kind in _GROUPS:
        given = posts.filter(posts[kind].notnull())
        rows = given.group_by(kind).aggregate(n=given.count()).to_pyarrow().to_pylist()
        for row in sorted(rows, key=lambda row: (-row["n"], row[kind]))[:_MOST_VALUES]:
            yield Trait(kind, row[kind])
    if "authors" in tables:
        for tenure in TENURES:
            yield Trait("tenure", tenure)


def usual_events(tables: Tables) -> Iterator[Trait]:
    """Yield the events that are tried for outcomes of people, the commonest first."""
    events = tables["events"]
    rows = events.group_by("kind", "object").aggregate(n=events.user_id.nunique()).to_pyarrow().to_pylist()
    for row in sorted(rows, key=lambda row: (-row["n"], row["kind"], row["object"] or ""))[:_MOST_EVENTS]:
        yield Trait("event", f"{row['kind']} {row['object'] or ''}".strip())


def _parts(said: str) -> tuple[Kind | None, str]:
    kind, colon, value = said.strip().partition(":")
    word = cast("Kind", kind.strip().lower().replace(" ", "_"))
    if colon and word in (*EXPOSURE_KINDS, *OUTCOME_KINDS):
        return word, value.strip()
    alone = said.strip().lower().replace(" ", "_").rstrip("s")
    if alone in _ALONE:
        return cast("Kind", alone), ""
    return None, said.strip()


def _looked_up(name: str, tables: Tables) -> Trait:
    if not name:
        raise BadRequest("The exposure is empty: leave it out to try them all.")
    for feature, short in short_forms(tables.facts).items():
        if name.casefold() in short:
            return Trait("feature", feature)
    for named in _NAMED:
        for value in _values(named, tables):
            if value.casefold() == name.casefold():
                return Trait(named, value)
    if "events" in tables:
        try:
            return _event(name, tables)
        except UnknownName:
            pass
    return Trait("mentions", name)


def _event(value: str, tables: Tables) -> Trait:
    events = tables["events"]
    rows = events.group_by("kind", "object").aggregate(n=events.count()).to_pyarrow().to_pylist()
    kinds = {row["kind"] for row in rows}
    both = {f"{row['kind']} {row['object']}" for row in rows if row["object"]}
    known = {name.casefold().replace("_", " "): name for name in sorted(kinds | both)}
    found = known.get(value.casefold().replace("_", " "))
    if found is None:
        raise UnknownName("event", value, kinds | both)
    return Trait("event", found)


def _values(kind: Kind, tables: Tables) -> tuple[str, ...]:
    if kind == "feature":
        return tables.facts.features
    if kind == "tenure":
        return TENURES
    return _distinct(tables, "posts", kind)


def _distinct(tables: Tables, table: str, of: str) -> tuple[str, ...]:
    found = tables[table].select(of).distinct().to_pyarrow()[of].to_pylist()
    return tuple(sorted(value for value in found if value))


def _known(kind: str, value: str, names: tuple[str, ...]) -> str:
    for name in names:
        if name.casefold() == value.casefold():
            return name
    raise UnknownName(kind, value, names)


def _no_outcomes(tables: Tables) -> str:
    return (
        f"Dataset {tables.facts.dataset!r} has no table 'outcomes', which says who churned or converted. Import one: "
        f"groundswell import FILE --dataset {tables.facts.dataset} --table outcomes"
    )
