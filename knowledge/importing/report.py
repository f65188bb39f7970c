"""Report: what an import did, did not do, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from tools.base import Model

Stage = Literal["checking", "rows", "storing", "reading", "indexing"]


class Progress(NamedTuple):
    """How far an import is: `done` of `total`, bytes while checking, rows or posts later; no total where unknown."""

    stage: Stage
    done: int
    total: int | None


class Reject(Model):
    """A row that was not imported."""

    at: int = Field(description="Number of the line, or of the record where a file has no lines.")
    reason: str


class ImportReport(Model):
    """What one import did."""

    dataset: str
    table: str
    file: str
    kind: str = Field(description="What the file is, in words: CSV, UTF-8, gzip.")
    preset: str
    read: int = Field(description="Rows in the file.")
    good: int = Field(description="Rows that are sound: added, changed, unchanged or repeated.")
    added: int
    changed: int
    unchanged: int
    repeated: int = Field(description="Rows that a later row of the same file replaced: same key.")
    rejected: int
    suppressed: int = Field(description="Rows of erased people or posts, which may not come back.")
    authors: int = Field(description="Authors added or changed.")
    rejects: tuple[Reject, ...] = Field(description="The first rejected rows.")
    rejects_file: Path | None
    unit: Literal["line", "record"] = Field(description="What a reject's number counts.")
    mapped: dict[str, str] = Field(description="Our column to the one of the file that fills it.")
    not_imported: tuple[str, ...] = Field(description="Columns of the file that nothing takes.")
    warnings: tuple[str, ...]
    version: str | None = Field(description="The dataset's version after it; none for a dry run.")
    seconds: float
