"""Doing: what people did a week of each kind of thing, how varied and how lately, by the table events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.groups import slugs
from tools.inputs import Tables, held
from tools.segmentation.features.columns import Columns
from tools.segmentation.features.presence import There, presence, there
from tools.segmentation.features.sensitive import sensitivity_of
from tools.segmentation.features.staying import Done, Stay, stays
from tools.segmentation.features.window import Window
from tools.segmentation.matrix import Feature

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

MOST = 30
"""Things done, each a kind and an object, that are features: those that most people did."""
_STEP = 2
_PLURALS: Mapping[str, str] = {"rate": "ratings", "reply": "replies", "like": "likes given", "buy": "purchases"}


class Thing(NamedTuple):
    """A thing done: a kind of event and its object, or the kind whatever the object (`object` none)."""

    kind: str
    object: str | None
    alone: bool = False
    """Whether the kind has this one object only, so that it goes without saying."""

    def among(self, done: ir.Table) -> ir.BooleanValue:
        """Return which rows are of it."""
        of_kind = done.kind == self.kind
        return of_kind if self.object is None else of_kind & (done.object == self.object)


class Acts(NamedTuple):
    """What was done in a window, by whom, and when they were there."""

    daily: ir.Table
    """`person`, `kind`, `object`, `day`, `n` times."""
    who: ir.Table
    """`person`, `first`, `last`, `left`: see `presence`."""
    there: There
    things: tuple[Thing, ...]
    features: tuple[Feature, ...]


def acts(events: ir.Table, window: Window, tables: Tables) -> Acts:
    """Count what the people measured did in a window, day by day."""
    seen = window.within(events, "at")
    seen = seen.select("day", "kind", person="user_id", object=seen.object.fill_null(""))
    daily = held(seen.group_by("person", "kind", "object", "day").aggregate(n=seen.count()))
    did = daily.group_by("person").aggregate(did_first=daily.day.min(), did_last=daily.day.max())
    who = held(presence(did, window, tables))
    things = _things(daily)
    return Acts(daily, who, there(who), things, tuple(_features(things)))


def rates(done: Acts, window: Window) -> Columns:
    """Return how often a week each person did each thing, over the days that they were there and that it could be done.

    A thing can be done from the day on which somebody first did it.
    """
    import numpy as np

    daily = done.daily.mutate(counted=done.daily.n * window.counts(done.daily.day))
    sums = {f"t{i}": daily.counted.sum(where=thing.among(daily)) for i, thing in enumerate(done.things)}
    rows = daily.group_by("person").aggregate(**sums).order_by("person").to_pyarrow()
    counts = np.column_stack([np.nan_to_num(rows[name].to_numpy().astype(np.float64)) for name in sums])
    weights, totals = window.weights(), _done(done, window)
    could = np.maximum.accumulate(totals.used > 0, axis=1)
    known = np.where(could.any(axis=1), could @ weights, weights.sum())
    begun = {f.name: int(row.argmax()) for f, row in zip(done.features, could, strict=True) if row.any() and not row[0]}
    return Columns(done.features, counts / stays(totals, done.there.stay, weights) * 7 / known, begun)


def variety(done: Acts) -> Columns:
    """Return how many different things each person did, and how many days before the end (or leaving) they last did."""
    import numpy as np

    things = done.daily.select("person", "day", thing=done.daily.kind + "\x1f" + done.daily.object)
    seen = things.group_by("person").aggregate(breadth=things.thing.nunique(), last=things.day.max())
    rows = seen.order_by("person").to_pyarrow()
    features = (
        Feature("breadth", "different things done", "things", "activity"),
        Feature("recency", "days since they last did something", "days", "activity"),
    )
    since = done.there.stay.last - rows["last"].to_numpy()
    return Columns(features, np.column_stack([rows["breadth"].to_numpy(), since]).astype(np.float64))


def _things(daily: ir.Table) -> tuple[Thing, ...]:
    """Choose the things that most people did, and each kind as a whole that has several objects; by name."""
    counted = daily.group_by("kind", "object").aggregate(people=daily.person.nunique())
    rows = counted.order_by([counted.people.desc(), "kind", "object"]).limit(MOST).to_pyarrow().to_pylist()
    objects = counted.group_by("kind").aggregate(n=counted.count()).to_pyarrow().to_pylist()
    several = {row["kind"]: row["n"] > 1 for row in objects}
    found = [Thing(row["kind"], row["object"], alone=not several[row["kind"]]) for row in rows]
    whole = [Thing(kind, None) for kind in sorted({thing.kind for thing in found}) if several[kind]]
    return tuple(sorted([*found, *whole], key=lambda thing: (thing.kind, thing.object or "")))


def _features(things: Sequence[Thing]) -> Iterator[Feature]:
    kinds = slugs(dict.fromkeys(thing.kind for thing in things))
    objects = slugs(dict.fromkeys(thing.object for thing in things if thing.object))
    for thing in things:
        object_ = "all" if thing.object is None else objects.get(thing.object, "unnamed")
        of = f" of {_plain(thing.object) or 'nothing named'}" if thing.object is not None and not thing.alone else ""
        touched = sensitivity_of(f"{thing.kind} {thing.object or ''}")
        yield Feature(f"{kinds[thing.kind]}.{object_}", f"{_plural(thing.kind)}{of} a week", "per week", "use", touched)


def _plain(word: str) -> str:
    return word.replace("_", " ").strip()


def _plural(kind: str) -> str:
    word = _plain(kind)
    if word in _PLURALS:
        return _PLURALS[word]
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"


def _done(done: Acts, window: Window) -> Done:
    """Sum what was done over those who stayed, by day, and over leavers, by days before they left."""
    import numpy as np

    told = held(done.daily.inner_join(done.who, "person"))
    usual = told.semi_join(_usual(told, done.there.stay), ["kind", "object"])
    stayed, left = usual.filter(~usual.left), usual.filter(usual.left)
    by_day = stayed.group_by("day").aggregate(n=stayed.n.sum()).to_pyarrow().to_pylist()
    before = left.group_by(day=left["last"] - left.day).aggregate(n=left.n.sum()).to_pyarrow().to_pylist()
    used = np.zeros((len(done.things), window.days))
    for place, row in _used(told.filter(~told.left), done.things):
        used[place, row["day"]] = row["n"]
    return Done(used, _spread(by_day, window.days), _spread(before, window.days))


def _usual(told: ir.Table, stay: Stay) -> ir.Table:
    """Return the things that are no step of leaving: leavers are not over twice as likely to do them as those who stay.

    Who is about to go looks at the way out the more; that must not pass for being active.
    """
    doers = told.group_by("kind", "object").aggregate(
        left=told.person.nunique(where=told.left), stayed=told.person.nunique(where=~told.left)
    )
    leavers, others = int(stay.left.sum()), int((~stay.left).sum())
    return doers.filter(doers.left * others <= _STEP * doers.stayed * leavers)


def _used(stayed: ir.Table, things: Sequence[Thing]) -> Iterator[tuple[int, Mapping[str, int]]]:
    """Yield how often each thing was done on each day, with its place among the things."""
    import ibis

    places = {(thing.kind, thing.object): place for place, thing in enumerate(things)}
    named = [thing.among(stayed) for thing in things if thing.object is not None]
    of_object = stayed.filter(ibis.or_(*named)).group_by("kind", "object", "day")
    of_kind = stayed.group_by("kind", "day")
    for rows in (of_object, of_kind):
        for row in rows.aggregate(n=lambda table: table.n.sum()).to_pyarrow().to_pylist():
            if (place := places.get((row["kind"], row.get("object")))) is not None:
                yield place, row


def _spread(rows: Sequence[Mapping[str, int]], days: int) -> NDArray[np.float64]:
    """Sum rows of `day` and `n` by day."""
    import numpy as np

    spread = np.zeros(days)
    for row in rows:
        spread[row["day"]] += row["n"]
    return spread
