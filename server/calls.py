"""Calls: a tool call that was run, how its arguments are checked, and the id that recomputes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import SerializeAsAny, ValidationError

from tools.base import Model, Query, Result, Sentence, Tool
from tools.errors import BadRequest
from tools.registry import tool_named


class Call(Model):
    """A tool call that was run: what was asked, what came out, and the id that recomputes it."""

    id: str
    tool: str
    query: SerializeAsAny[Query]
    result: SerializeAsAny[Result]
    dataset_version: str
    latency_ms: float

    def sentences(self) -> tuple[Sentence, ...]:
        """Return the result in plain sentences, as the tool says it."""
        return tuple(tool_named(self.tool).say(self.query, self.result))


def validated(tool: Tool, arguments: Mapping[str, Any]) -> Query:
    """Return the arguments as the tool's query; BadRequest, one line a fault, if they do not fit."""
    try:
        return tool.query.model_validate(dict(arguments))
    except ValidationError as error:
        raise BadRequest(f"{tool.name} was not run. {_faults(tool, error)}") from None


def result_id(tool: Tool, query: Query, dataset_version: str) -> str:
    """`r_` + 16 hex digits of the SHA-256 of tool, version, canonical query and dataset version."""
    parts = [tool.name, tool.version, query.model_dump(mode="json"), dataset_version]
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "r_" + hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _faults(tool: Tool, error: ValidationError) -> str:
    known = ", ".join(tool.query.model_fields)
    lines = []
    for fault in error.errors(include_url=False, include_context=False):
        where = ".".join(map(str, fault["loc"])) or "arguments"
        if fault["type"] == "extra_forbidden":
            lines.append(f"{where}: no such argument (there are: {known}).")
        else:
            lines.append(f"{where}: {fault['msg']}.")
    return " ".join(lines)
