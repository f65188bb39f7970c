"""Naming: whom a list of people may name, by what the dataset was collected for and what each person allowed.

A list of detractors is a list of people to be wary of, so it names nobody in a dataset that was collected for analytics
alone; who answers customers (support, service) or asks people (outreach) may have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tools.facts import Facts
from tools.inputs import Tables
from tools.listening.voices.asked import Kind

_CARE = ("support", "service", "outreach")
_ANY = ("analytics", "marketing", *_CARE)


class Named(NamedTuple):
    """Those who may be named, in the order given, and how many may not since they opted out or allowed other uses."""

    ids: tuple[str, ...]
    withheld: int


def may_name(kind: Kind, facts: Facts) -> bool:
    """Tell whether the dataset was collected for something that a list of such people serves."""
    return bool(set(_purposes(kind)) & {purpose.strip().lower() for purpose in facts.purposes})


def not_named(kind: Kind, facts: Facts) -> str:
    """Return the sentence on a list that names nobody."""
    wanted = ", ".join(_purposes(kind)[:-1]) + f" or {_purposes(kind)[-1]}"
    return (
        f"Who they are is not shown: dataset {facts.dataset!r} was collected for {', '.join(facts.purposes)}, and a "
        f"list of {kind} by name serves {wanted}. If its people were told of that use, add it: groundswell dataset "
        f"{facts.dataset} --purpose {','.join((*facts.purposes, _purposes(kind)[0]))}"
    )


def nameable(kind: Kind, ids: Sequence[str], tables: Tables) -> Named:
    """Leave out who opted out, and who allowed certain purposes but none that such a list serves."""
    if "authors" not in tables or not ids:
        return Named(tuple(ids), 0)
    people = tables["authors"]
    rows = people.filter(people.author_id.isin(ids)).select("author_id", "purposes", "opt_out").to_pyarrow().to_pylist()
    barred = {row["author_id"] for row in rows if row["opt_out"] or not _allowed(kind, row["purposes"])}
    kept = tuple(author for author in ids if author not in barred)
    return Named(kept, len(ids) - len(kept))


def _purposes(kind: Kind) -> tuple[str, ...]:
    return _CARE if kind == "detractors" else _ANY


def _allowed(kind: Kind, purposes: str | None) -> bool:
    given = {purpose.strip().lower() for purpose in (purposes or "").split(",")} - {""}
    return not given or bool(given & set(_purposes(kind)))
