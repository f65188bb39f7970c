"""Arguments: what a client sent, bounded, unpacked and validated; anything unknown is refused.

The protocol library ignores unknown arguments; a misspelt filter would then silently widen an answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools.errors import BadRequest

MAX_BYTES = 65_536
MAX_DEPTH = 12

M = TypeVar("M", bound=BaseModel)


def parsed(tool: str, model: type[M], arguments: Mapping[str, Any]) -> M:
    """Return the arguments as a model; BadRequest, one sentence a fault, if they do not fit."""
    try:
        return model.model_validate(dict(arguments))
    except ValidationError as error:
        raise BadRequest(f"{tool} was not run. {_faults(model, error)}") from None


def unpacked(arguments: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with objects and lists that came as JSON strings unpacked: several clients send such.

    Raises BadRequest where they are larger than 64 KiB or nested deeper than 12 levels.
    """
    _bounded(arguments)
    known = schema.get("properties", {})
    found = {name: _unpacked(value, known.get(name, {}).get("type")) for name, value in arguments.items()}
    _bounded(found)
    return found


def _unpacked(value: Any, kind: str | None) -> Any:  # noqa: ANN401 - any JSON
    if kind not in ("object", "array") or not isinstance(value, str):
        return value
    try:
        inner = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return inner if isinstance(inner, dict | list) else value


def _bounded(arguments: Mapping[str, Any]) -> None:
    if _depth(arguments) > MAX_DEPTH:
        raise BadRequest(f"The arguments are nested deeper than {MAX_DEPTH} levels. Send flat ones.")
    size = len(json.dumps(arguments, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise BadRequest(
            f"The arguments take {size:,} bytes; at most {MAX_BYTES:,} are read. Send fewer or shorter ones."
        )


def _depth(value: object) -> int:
    """Return how deep a value nests, without recursion, and no deeper than one level past the bound."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [inner for outer in level for inner in _children(outer)]
    return depth


def _children(value: object) -> list[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for each in inner if isinstance(each, dict | list)]


def _faults(model: type[BaseModel], error: ValidationError) -> str:
    known = ", ".join(model.model_fields) or "none"
    sentences = []
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        where = ".".join(map(str, fault["loc"])) or "arguments"
        unknown = fault["type"] == "extra_forbidden"
        sentences.append(f"{where}: no such argument (there are: {known})." if unknown else f"{where}: {fault['msg']}.")
    return " ".join(sentences)
