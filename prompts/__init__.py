"""Prompts: texts for models, one Markdown file each, with a version and declared variables.

---
name: plan
version: 1
description: Chooses tools for a question.
variables: question, names
---
The question is {{question}} ...
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tools.errors import BadRequest, UnknownName

_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FIELDS = ("name", "version", "description", "variables")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt: what it is for, which version, and the variables that its text takes."""

    name: str
    version: int
    description: str
    variables: tuple[str, ...]
    text: str

    def render(self, **values: str) -> str:
        """Return the text with every variable put in, once: a value that looks like a variable stays as it is.

        Raises BadRequest for a variable that is missing or was never declared.
        """
        missing, extra = set(self.variables) - values.keys(), values.keys() - set(self.variables)
        if missing or extra:
            raise BadRequest(
                f"Prompt {self.name!r} takes {', '.join(self.variables) or 'no variable'}; "
                f"missing: {', '.join(sorted(missing)) or 'none'}; unknown: {', '.join(sorted(extra)) or 'none'}."
            )
        return _VARIABLE.sub(lambda match: values[match[1]], self.text)


@cache
def load(name: str) -> Prompt:
    """Return the prompt of that name; UnknownName if there is none, BadRequest if its file is not well formed."""
    if name not in names():
        raise UnknownName("prompt", name, names())
    return parsed(name, (files(__name__) / f"{name}.md").read_text(encoding="utf-8"))


def names() -> tuple[str, ...]:
    """Return the names of all prompts, sorted."""
    return tuple(
        sorted(path.name.removesuffix(".md") for path in files(__name__).iterdir() if path.name.endswith(".md"))
    )


def parsed(name: str, content: str) -> Prompt:
    """Read a prompt's file; BadRequest, saying what is wrong, if it is not well formed."""
    match = _FRONT.match(content)
    if match is None:
        raise BadRequest(f"Prompt {name!r} must begin with front matter between two lines of three dashes.")
    front = dict(_entry(name, line) for line in match["front"].splitlines() if line.strip())
    if sorted(front) != sorted(_FIELDS):
        raise BadRequest(f"Prompt {name!r} declares {', '.join(front)}; it must declare exactly {', '.join(_FIELDS)}.")
    if front["name"] != name or not front["version"].isdigit():
        raise BadRequest(f"Prompt {name!r} must bear its file's name and a whole number as its version.")
    declared = tuple(part.strip() for part in front["variables"].split(",") if part.strip())
    used = set(_VARIABLE.findall(match["text"]))
    if used != set(declared):
        raise BadRequest(f"Prompt {name!r} declares {sorted(declared)} and uses {sorted(used)}; make them agree.")
    return Prompt(name, int(front["version"]), front["description"], declared, match["text"].strip())


def _entry(name: str, line: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon:
        raise BadRequest(f"Prompt {name!r} has a front-matter line without a colon: {line!r}.")
    return key.strip(), value.strip()
