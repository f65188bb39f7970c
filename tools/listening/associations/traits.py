"""Traits: the closed list of what can be held against what, found by name, and as columns of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.errors import BadRequest, MissingData, UnknownName
from tools.features import feature_bits, short_forms
from tools.groups import grouped
from tools.inputs import Tables
from tools.phrases import holds_any
from tools.reader.reading import INTENTS
from tools.reader.views import EKMAN, FEEDBACK
from tools.suspicion import suspects

if TYPE_CHECKING:
    import ibis.expr.types as ir

Kind = Literal[
    "mentions", "feature", "platform", "region", "format", "tenure", "suspected_bot", "event",
    "negative", "positive", "intent", "emotion", "outcome",
]  # fmt: skip

TENURES = ("new customers", "established customers", "long-time customers")
EXPOSURE_KINDS: tuple[Kind, ...] = (
    "mentions", "feature", "platform", "region", "format", "tenure", "suspected_bot", "event",
)  # fmt: skip
OUTCOME_KINDS: tuple[Kind, ...] = ("negative", "positive", "intent", "emotion", "outcome")
EMOTIONS: Mapping[str, tuple[str, ...]] = {
    **{str(k): v for k, v in EKMAN.items()},
    **{str(k): v for k, v in FEEDBACK.items()},
}
USUAL_OUTCOMES = ("negative", "intent: complaint", "intent: praise", "intent: suggestion", "emotion: frustration")
_ALONE = ("suspected_bot", "negative", "positive")
_GROUPS: tuple[Literal["platform", "format", "region"], ...] = ("platform", "format", "region")
_NAMED: tuple[Kind, ...] = ("feature", "platform", "format", "tenure", "region")
_MOST_VALUES, _MOST_EVENTS = 12, 30


class Trait(NamedTuple):
    """Something that holds of a post or of its author: its kind, and which."""

    kind: Kind
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}" if self.value else self.kind

    def who(self, *, people: bool) -> str:
        """Return how a sentence names the posts or the people of whom it holds: `posts on reddit`."""
        return (_PEOPLE if people else _POSTS)[self.kind].format(self.value)

    def what(self, *, people: bool) -> str:
        """Return how a sentence says that it comes about, after `likely to`: `be negative`, `complain`, `churn`."""
        if self.kind == "intent":
            return _INTENTS.get(self.value, f"have the intent {self.value}")
        if self.kind == "outcome":
            return _OUTCOMES.get(self.value, f"have the outcome “{self.value}”")
        if self.kind == "emotion":
            return f"express {self.value}"
        return f"write something {self.kind}" if people else f"be {self.kind}"


_POSTS: Mapping[Kind, str] = {
    "mentions": "posts that mention “{}”",
    "feature": "posts about {}",
    "platform": "posts on {}",
    "region": "posts from {}",
    "format": "posts of format {}",
    "tenure": "posts by {}",
    "suspected_bot": "posts by suspected bots",
    "event": "posts by people who did “{}”",
}
_PEOPLE: Mapping[Kind, str] = {
    "mentions": "people who mention “{}”",
    "feature": "people who write about {}",
    "platform": "people on {}",
    "region": "people who write from {}",
    "format": "people who post in the format {}",
    "tenure": "{}",
    "suspected_bot": "suspected bots",
    "event": "people who did “{}”",
}
_INTENTS = {"complaint": "complain", "praise": "praise", "suggestion": "suggest something"}
_OUTCOMES = {"churned": "churn", "converted": "convert", "purchased": "buy", "lead": "become a lead"}


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


def with_features(posts: ir.Table, tables: Tables) -> ir.Table:
    """Add the bits of features that posts are about, computed once."""
    return posts.mutate(features=feature_bits(posts, tables.facts))


def column(trait: Trait, posts: ir.Table, tables: Tables) -> ir.BooleanValue:
    """Return whether a trait holds of each post, never null. `posts` are joined with readings (`labelled_posts`)."""
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


def _parts(said: str) -> tuple[Kind | None, str]:
    kind, colon, value = said.strip().partition(":")
    word = kind.strip().lower().replace(" ", "_")
    if colon and word in (*EXPOSURE_KINDS, *OUTCOME_KINDS):
        return word, value.strip()
    if said.strip().lower().replace(" ", "_").rstrip("s") in _ALONE:
        return said.strip().lower().replace(" ", "_").rstrip("s"), ""  # type: ignore[return-value]
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
