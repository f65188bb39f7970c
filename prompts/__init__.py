"""Prompts: every text a model is given, one Markdown file each, with a version and declared variables.

---
name: crisis_check
version: 1
title: Crisis check
description: One line that says what it is for.
variables:
  dataset: Name of the dataset.
  focus?: What to look at; the question mark says it may be left out.
---
Text with {{dataset}} and {{focus}}.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import NamedTuple

from tools.errors import BadRequest, UnknownName

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class Variable(NamedTuple):
    """A value that a prompt's text has a place for."""

    description: str
    required: bool


class Prompt(NamedTuple):
    """A prompt: what it is for, the variables it takes, and its text."""

    name: str
    version: int
    title: str
    description: str
    variables: MappingProxyType[str, Variable]
    text: str

    def fill(self, **values: str) -> str:
        """Return the text with its variables put in; those left out become empty.

        Raises BadRequest for a variable it does not have, or one it requires that is missing.
        """
        if unknown := sorted(set(values) - set(self.variables)):
            raise BadRequest(f"Prompt {self.name!r} has no variable {', '.join(unknown)}. It has: {self._listing()}.")
        missing = [name for name, each in self.variables.items() if each.required and not values.get(name)]
        if missing:
            raise BadRequest(f"Prompt {self.name!r} needs {', '.join(missing)}. It has: {self._listing()}.")
        return _PLACE.sub(lambda place: values.get(place[1], ""), self.text).strip()

    def _listing(self) -> str:
        return ", ".join(self.variables) or "none"


@cache
def load(name: str) -> Prompt:
    """Return the prompt of that name, `journeys/weekly_brief` or `plan`; UnknownName if there is none."""
    known = dict(_files(files("prompts"), ""))
    if name not in known:
        raise UnknownName("prompt", name, known)
    return parse(known[name].read_text(encoding="utf-8"), source=name)


def names(folder: str = "") -> tuple[str, ...]:
    """Return the names of all prompts in a folder, sorted."""
    return tuple(sorted(name for name, _ in _files(files("prompts"), "") if name.startswith(folder)))


def parse(content: str, *, source: str) -> Prompt:
    """Read a prompt's front matter and text.

    Raises BadRequest where the front matter is incomplete, or its variables are not those of the text.
    """
    _, _, rest = content.partition("---\n")
    head, found, text = rest.partition("\n---\n")
    fields, variables = _fields(head)
    absent = {"name", "version", "description"} - set(fields)
    if not found or absent:
        raise BadRequest(f"Prompt file {source!r} lacks {', '.join(sorted(absent)) or 'its closing ---'}.")
    if (used := set(_PLACE.findall(text))) != set(variables):
        raise BadRequest(
            f"Prompt file {source!r} uses {sorted(used)} and declares {sorted(variables)}; make them the same."
        )
    title = fields.get("title", fields["name"].replace("_", " ").capitalize())
    return Prompt(
        fields["name"], int(fields["version"]), title, fields["description"], MappingProxyType(variables), text.strip()
    )


def _fields(head: str) -> tuple[dict[str, str], dict[str, Variable]]:
    fields: dict[str, str] = {}
    variables: dict[str, Variable] = {}
    for line in head.splitlines():
        name, _, value = line.partition(":")
        if line.startswith(" "):
            variables[name.strip().rstrip("?")] = Variable(value.strip(), required=not name.strip().endswith("?"))
        elif name.strip() != "variables":
            fields[name.strip()] = value.strip()
    return fields, variables


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".md"):
            yield prefix + entry.name.removesuffix(".md"), entry
