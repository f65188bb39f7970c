"""Preset: one export's shape, told by where it is documented."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Fields = Mapping[str, Any]


class Page(NamedTuple):
    """Where a shape is documented."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Preset:
    """How to read one kind of export of posts.

    `shows` are sets of fields, any of which tells it from all others; without one it must be asked for by name.
    `records` are paths of the list of rows in a JSON document. `unfold` makes flat rows of a record, where
    fields alone cannot say it; `fields` then name what it yields.
    """

    name: str
    title: str
    pages: tuple[Page, ...]
    fields: Mapping[str, tuple[str, ...]]
    shows: tuple[tuple[str, ...], ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    unfold: Callable[[Fields], Iterable[Fields]] | None = None
    threads_are_posts: bool = False
    short_counts: bool = False
