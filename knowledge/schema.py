"""Schemas: the table specs as Arrow schemas, which importing and storing share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.tables import ASPECTS, TABLES

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table; times are microseconds in UTC."""
    import pyarrow as pa

    mention = [("name", pa.string()), ("start", pa.int64()), ("end", pa.int64())]
    mention += [(f"p_{polarity}", pa.float64()) for polarity in ("negative", "neutral", "positive")]
    kinds = {
        "string": pa.string(),
        "boolean": pa.bool_(),
        "int64": pa.int64(),
        "float64": pa.float64(),
        "timestamp('UTC')": pa.timestamp("us", tz="UTC"),
        "map<string, float64>": pa.map_(pa.string(), pa.float64()),
        "array<float32>": pa.list_(pa.float32()),
        "array<string>": pa.list_(pa.string()),
        ASPECTS: pa.list_(pa.struct(mention)),
    }
    return pa.schema([(name, kinds[column.type]) for name, column in TABLES[table].columns.items()])
