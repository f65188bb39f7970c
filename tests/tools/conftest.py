"""Frames for tool tests: tables of a few rows, in memory, with the dataset's session set as in production."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import ibis
import pyarrow as pa

from tools.base import Query, Result, Tool
from tools.facts import Brand, Facts, ReaderError
from tools.inputs import Tables
from tools.numbers import dates_in, numbers_in
from tools.tables import TABLES

Row = Mapping[str, object]

BRANDS = (Brand(name="Acme", aliases=("@acme", "acme cloud"), is_own=True), Brand(name="Bolt"))
_MANY = 1_000_000
PERFECT = ReaderError(confusion=((_MANY, 0, 0), (0, _MANY, 0), (0, 0, _MANY)), source="by hand", borrowed=False)
FACTS = Facts(dataset="demo", brands=BRANDS, reader="test", reader_error=PERFECT)

_READ = ("sarcasm", "emotions", "intents", "plutchik", "aspects", "urgency", "distress", "offensive")
_DEFAULTS = {"platform": "x", "created_at": "2026-10-01T12:00:00+00:00", "reader": "test"}


def make_tables(*, facts: Facts = FACTS, **rows: Iterable[Row]) -> Tables:
    """Make tables of rows; columns that a row leaves out are null, and posts get an id, a platform and a time."""
    connection = ibis.duckdb.connect()
    connection.raw_sql(f"SET TimeZone = '{facts.time_zone}'")
    for name, given in rows.items():
        connection.con.register(name, _table(name, list(given)))
    return Tables(tables={name: connection.table(name) for name in rows}, facts=facts)


def read_posts(rows: Iterable[Row], *, facts: Facts = FACTS, **others: Iterable[Row]) -> Tables:
    """Make posts with readings: a row's `label` is read with probability 0.8, reliably unless `reliable` is false."""
    posts = [{"post_id": f"p_{i}"} | dict(row) for i, row in enumerate(rows)]
    readings = [_reading(row) for row in posts if "label" in row]
    kept = [{name: value for name, value in row.items() if name not in ("label", "reliable")} for row in posts]
    return make_tables(facts=facts, posts=kept, readings=readings, **others)


def borne_out(tool: Tool, query: Query, result: Result) -> list[str]:
    """Say the result, and check that figures and posts cited exist and that every number is one they show."""
    sentences = tool.say(query, result)
    evidence = {post.post_id for post in result.posts}
    for sentence in sentences:
        cited = [result.figure(name) for name in sentence.figures]
        shown = {
            number.key
            for figure in cited
            for text in (figure.shown, figure.shown_interval or "", f"{figure.n:,}")
            for number in numbers_in(text)
        }
        text = sentence.text.replace("95 % interval", "interval")
        for name in sorted({value for figure in cited for value in figure.group.values()}, key=len, reverse=True):
            text = text if dates_in(name) else text.replace(name, "_")
        stray = [number.text for number in numbers_in(text) if number.key not in shown]
        assert not stray, f"{stray} in {sentence.text!r} are shown by no cited figure"
        assert set(sentence.posts) <= evidence
    return [sentence.text for sentence in sentences]


def _reading(row: Row) -> Row:
    label = str(row["label"])
    chances = {f"p_{name}": 0.8 if name == label else 0.1 for name in ("negative", "neutral", "positive")}
    more = {name: row[name] for name in _READ if name in row}
    return {"post_id": row["post_id"], "sentiment": label, "reliable": row.get("reliable", True)} | chances | more


def _table(name: str, rows: list[Row]) -> pa.Table:
    schema = ibis.schema({column: spec.type for column, spec in TABLES[name].columns.items()}).to_pyarrow()
    numbered = [{"post_id": f"p_{i}"} | _DEFAULTS | dict(row) for i, row in enumerate(rows)]
    return pa.Table.from_pylist(
        [{c: _value(row.get(c), schema.field(c).type) for c in schema.names} for row in numbered], schema
    )


def _value(value: object, kind: pa.DataType) -> object:
    if not pa.types.is_timestamp(kind) or not isinstance(value, str):
        return value
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
