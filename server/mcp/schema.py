"""Schemas: the JSON schemas of tools, made plain enough for a model to read in one pass."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]


def input_schema(model: type[BaseModel]) -> Schema:
    """Return the schema of a tool's arguments: one piece, no titles, optional fields without a null branch."""
    schema = model.model_json_schema()
    plain = _plain(schema, schema.get("$defs", {}), nullable=False)
    plain.pop("description", None)  # the model's docstring; the tool has its own description
    return {"type": "object", "properties": {}, **plain}


@cache  # most tools share one
def output_schema(model: type[BaseModel]) -> Schema:
    """Return the schema of a tool's structured content: the same, but a field that can be null says so."""
    schema = model.model_json_schema(mode="serialization")
    return _plain(schema, schema.get("$defs", {}), nullable=True)


def _plain(node: Schema, defs: Schema, *, nullable: bool) -> Schema:
    if "$ref" in node:
        named = defs[node["$ref"].rpartition("/")[2]]
        return _plain(
            {**named, **{key: value for key, value in node.items() if key != "$ref"}}, defs, nullable=nullable
        )
    if not nullable and (only := _without_null(node)):
        rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
        return _plain({**only, **rest}, defs, nullable=nullable)
    kept = {key: value for key, value in node.items() if key not in ("title", "$defs")}
    return {key: _inside(key, value, defs, nullable=nullable) for key, value in kept.items()}


def _inside(key: str, value: Any, defs: Schema, *, nullable: bool) -> Any:  # noqa: ANN401 - any JSON
    if key == "properties":
        return {name: _plain(node, defs, nullable=nullable) for name, node in value.items()}
    if key in ("items", "additionalProperties") and isinstance(value, dict):
        return _plain(value, defs, nullable=nullable)
    if key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        return [_plain(node, defs, nullable=nullable) for node in value]
    return value


def _without_null(node: Schema) -> Schema | None:
    """Return the other branch of `X or null`; none where it is no such choice."""
    branches: list[Schema] = node.get("anyOf", [])
    others = [branch for branch in branches if branch.get("type") != "null"]
    return others[0] if len(branches) == 2 and len(others) == 1 else None
