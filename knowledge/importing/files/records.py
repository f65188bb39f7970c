"""Records: one row of a file as its reader found it, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, Protocol

Unit = Literal["line", "record"]


class Record(NamedTuple):
    """A row: the number of its line (or record) and its fields."""

    at: int
    fields: Mapping[str, Any]


class Broken(NamedTuple):
    """A row that could not be read at all: where, why, and what stood there."""

    at: int
    reason: str
    raw: str


class Rows(Protocol):
    """A file that gives rows. Can be walked any number of times."""

    @property
    def kind(self) -> str:
        """What the file is, in words: CSV, JSON Lines."""
        ...

    @property
    def unit(self) -> Unit:
        """What `at` counts."""
        ...

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The columns that every row has; none where rows may differ."""
        ...

    def __iter__(self) -> Iterator[Record | Broken]:
        """Walk the rows in order."""
        ...
