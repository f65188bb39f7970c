"""Output: JSON for programs, in which nothing that a terminal would obey, hide or turn round stands as it is."""

from __future__ import annotations

import json

from pydantic import BaseModel

from server.desk.visible import replaced


def print_json(value: object, *, indent: int | None = 1) -> None:
    """Print a model, or plain values that may hold models, as JSON; no `indent` puts it on one line."""
    print(json_text(value, indent=indent))


def json_text(value: object, *, indent: int | None = 1) -> str:
    """Return what `print_json` prints."""
    return inert(json.dumps(value, ensure_ascii=False, indent=indent, default=_dumped))


def inert(text: str) -> str:
    r"""Return JSON with direction marks, zero-width and control characters written as `\uXXXX`: the same value."""
    return replaced(text, lambda character: json.dumps(character)[1:-1])


def _dumped(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")
