"""Presence: from when to when people were there, from becoming customers until they left for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.inputs import Tables
from tools.segmentation.features.staying import Stay
from tools.segmentation.features.window import Window

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEFT = "churned"
"""Kind of outcome by which people leave."""


class There(NamedTuple):
    """People in the order of their ids, and from when to when they were there."""

    people: tuple[str, ...]
    stay: Stay


def there(who: ir.Table) -> There:
    """Return people and stays of `presence`."""
    rows = who.order_by("person").to_pyarrow()
    first, last, left = (rows[name].to_numpy(zero_copy_only=False) for name in ("first", "last", "left"))
    return There(tuple(rows["person"].to_pylist()), Stay(first, last, left.astype(bool)))


def presence(seen: ir.Table, window: Window, tables: Tables) -> ir.Table:
    """Return `person`, `first`, `last` (days of the window) and `left` (on the last), of people seen doing something.

    `seen` has `person`, `did_first` and `did_last`. A day before people became customers counts from what they did
    first, and who did something after leaving has not left.
    """
    import ibis

    since, gone = _since(window, tables), _gone(window, tables)
    nothing = {"since": ibis.null("int64"), "gone": ibis.null("int64")}
    told = seen.left_join(since, "person", rname="since_{name}") if since is not None else seen
    told = told.left_join(gone, "person", rname="gone_{name}") if gone is not None else told
    told = told.mutate(**{name: value for name, value in nothing.items() if name not in told.columns})
    left = (told.gone >= told.did_last).fill_null(False)
    return told.select(
        "person",
        first=ibis.least(told.since.fill_null(0), told.did_first),
        last=ibis.ifelse(left, told.gone, window.days - 1),
        left=left,
    )


def _since(window: Window, tables: Tables) -> ir.Table | None:
    """Who became a customer within the window, on which day."""
    if "authors" not in tables:
        return None
    joined = window.within(tables["authors"], "customer_since")
    return joined.select(person="author_id", since="day")


def _gone(window: Window, tables: Tables) -> ir.Table | None:
    """Who left within the window, on which day."""
    if "outcomes" not in tables:
        return None
    outcomes = tables["outcomes"]
    left = window.within(outcomes.filter(outcomes.kind == LEFT), "at")
    return left.group_by(person=left.user_id).aggregate(gone=left.day.max())
