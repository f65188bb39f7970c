"""Schemas: plain enough to read in one pass."""

from __future__ import annotations

from pydantic import Field

from server.mcp.schema import input_schema, output_schema
from tools.base import Model, Query


class Inner(Model):
    size: int = Field(1, description="How large.")


class Outer(Model):
    inner: Inner = Field(default_factory=Inner, description="The inner one.")
    maybe: str | None = Field(None, description="Left out or given.")
    many: tuple[Inner, ...] = ()


def test_an_input_schema_is_one_piece_without_titles_or_null_branches():
    size = {"type": "integer", "default": 1, "description": "How large."}
    inner = {"type": "object", "additionalProperties": False, "properties": {"size": size}}
    schema = input_schema(Outer)
    assert schema["properties"]["inner"] == {**inner, "description": "The inner one."}
    assert schema["properties"]["maybe"] == {"type": "string", "description": "Left out or given."}
    assert schema["properties"]["many"]["items"] == inner
    assert schema["additionalProperties"] is False
    assert "$defs" not in schema


def test_an_output_schema_says_what_can_be_null():
    assert output_schema(Outer)["properties"]["maybe"]["anyOf"] == [{"type": "string"}, {"type": "null"}]


def test_a_query_keeps_period_and_filter_as_objects_with_described_fields():
    schema = input_schema(Query)
    assert schema["required"] == ["dataset"]
    assert set(schema["properties"]["period"]["properties"]) == {"start", "end"}
    assert all("description" in field for field in schema["properties"]["filter"]["properties"].values())


def keys(node: object) -> set[str]:
    if isinstance(node, dict):
        return set(node) | {key for value in node.values() for key in keys(value)}
    return {key for value in node for key in keys(value)} if isinstance(node, list) else set()


def test_no_reference_is_left_anywhere():
    assert not keys(input_schema(Query)) & {"$ref", "$defs"}
    assert not keys(output_schema(Outer)) & {"$ref", "$defs"}
