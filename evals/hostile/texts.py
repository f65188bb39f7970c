"""Texts: prompt injections to post and to ask, from a folder or our own few that ship."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.errors import NotFound

OWN = Path(__file__).parent.parent / "data" / "hostile.jsonl"


class Hostile(NamedTuple):
    """A text, and what sort of attack it is; some are benign and only look like one."""

    kind: str
    text: str


def load_texts(data: Path | None, *, limit: int | None = None) -> tuple[Hostile, ...]:
    """Read the texts of `data`/hostile/*.jsonl, those that ship where no folder is named; each text once.

    With `limit` at most so many, spread evenly over the whole. Raises NotFound for a folder that holds none.
    """
    paths = sorted((data / "hostile").glob("*.jsonl")) if data else [OWN]
    found = list(dict.fromkeys(text for path in paths for text in _read(path)))
    if not found:
        raise NotFound(f"There is no hostile/*.jsonl in {str(data)!r}. Name another folder with --data, or none.")
    step = max(1, -(-len(found) // limit)) if limit else 1
    return tuple(found[::step])


def _read(path: Path) -> Iterator[Hostile]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Hostile(row["kind"], row["text"])
