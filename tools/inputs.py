"""Inputs of a tool: the tables of one dataset version, and the facts that go with them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.errors import MissingData
from tools.facts import Facts

if TYPE_CHECKING:
    import ibis.expr.types as ir

_HELD = itertools.count()
"""Numbers of tables held: several may be in one connection."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Ibis tables by name, with the dataset's facts. Reading one that was never imported raises MissingData."""

    tables: Mapping[str, ir.Table]
    facts: Facts
    memo: dict[str, ir.Table] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was computed of these tables and several queries need; a run of a tool opens tables afresh."""

    def __getitem__(self, name: str) -> ir.Table:
        try:
            return self.tables[name]
        except KeyError:
            raise MissingData(
                f"Dataset {self.facts.dataset!r} has no table {name!r} (it has {', '.join(self.tables) or 'none'}). "
                f"Import one: groundswell import FILE --dataset {self.facts.dataset} --table {name}"
            ) from None

    def __contains__(self, name: object) -> bool:
        return name in self.tables


def held(table: ir.Table) -> ir.Table:
    """Return the same rows, worked out once and kept in the database for as long as its connection lives.

    For what several queries read and is dear to work out. Where the backend is not DuckDB the table itself.
    """
    backend = table.get_backend()
    if backend.name != "duckdb":
        return table
    return backend.create_table(f"held_{next(_HELD)}", table, temp=True)
