"""Nested: records inside records, and the dotted paths that reach into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

PARENT = "^"


def lookup(fields: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what lies at a dotted path; none if nothing does.

    A field whose very name is the path wins. A number steps into a list; `^` to the enclosing record.
    """
    if path in fields:
        return fields[path]
    value: Any = fields
    for part in path.replace(PARENT, f"{PARENT}.").split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value


def unfold(fields: Mapping[str, Any], path: str) -> Iterator[Mapping[str, Any]]:
    """Yield the records of the list at a path, each with the fields of those around it where it has none itself.

    The record around is `^`, so that `^id` differs from the row's own `id`.
    """
    step, _, rest = _list_step(fields, path)
    if step is None:
        return
    for child in step:
        if not isinstance(child, Mapping):
            continue
        row = {**fields, **child, PARENT: fields}
        if rest:
            yield from unfold(row, rest)
        else:
            yield row


def _list_step(fields: Mapping[str, Any], path: str) -> tuple[list[Any] | None, str, str]:
    """Split a path at its first list: the list, the path to it, the path beyond."""
    parts = path.split(".")
    for number in range(1, len(parts) + 1):
        here = ".".join(parts[:number])
        value = lookup(fields, here)
        if isinstance(value, list):
            return value, here, ".".join(parts[number:])
    return None, path, ""


def flat_names(fields: Mapping[str, Any], *, prefix: str = "", depth: int = 4) -> Iterator[str]:
    """Yield the dotted names of everything in a record that is no record itself."""
    for name, value in fields.items():
        if name == PARENT:
            continue
        full = f"{prefix}{name}"
        if isinstance(value, Mapping) and value and depth > 1:
            yield from flat_names(value, prefix=f"{full}.", depth=depth - 1)
        else:
            yield full
