"""Frames for tool tests: tables of a few rows, in memory, with the dataset's session set as in production."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tools.facts import Brand, Facts
from tools.inputs import Tables
from tools.tables import TABLES

Row = Mapping[str, Any]
Make = Callable[..., Tables]

FACTS = Facts(dataset="demo", brands=(Brand(name="Acme", aliases=("@acme", "acme cloud"), is_own=True), Brand(name="Bolt")))


def make_tables(*, facts: Facts = FACTS, **rows: Iterable[Row]) -> Tables:
    """Make tables of rows; columns that a row leaves out are null, and posts get an id, a platform and a time."""
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET TimeZone = '{facts.time_zone}'")
    made = {name: connection.create_table(name, _table(name, list(given))) for name, given in rows.items()}
    return Tables(tables=made, facts=facts)


def _table(name: str, rows: list[Row]) -> pa.Table:
    schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
    defaults = {"platform": "x", "created_at": "2026-10-01T12:00:00+00:00", "reader": "test"}
    filled = [
        {column: row.get(column, defaults.get(column)) for column in schema.names}
        | ({"post_id": row.get("post_id", f"p_{i}")} if "post_id" in schema.names else {})
        for i, row in enumerate(rows)
    ]
    for row in filled:
        for column in schema.names:
            if pa.types.is_timestamp(schema.field(column).type) and isinstance(row[column], str):
                row[column] = _instant(row[column])
    return pa.Table.from_pylist(filled, schema=schema)


def _instant(text: str) -> Any:
    from datetime import UTC, datetime

    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def read_as(label: str, **more: Any) -> dict[str, Any]:
    """Make a reading of one label, reliable, with 0.8 on it."""
    others = {"negative": 0.1, "neutral": 0.1, "positive": 0.1, label: 0.8}
    return {"sentiment": label, "reliable": True} | {f"p_{name}": p for name, p in others.items()} | more


@pytest.fixture
def make() -> Make:
    """Return `make_tables`."""
    return make_tables
