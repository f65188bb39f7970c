"""Storing: staged rows into the dataset, read and indexed, and published as its next version."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from knowledge.importing.reading import read_posts, with_language
from knowledge.importing.report import Progress, Stage
from knowledge.importing.staging import AUTHORS, Counts
from knowledge.importing.threads import complete
from knowledge.manifest import ImportRecord
from knowledge.merging import Upserted
from knowledge.writing import Writer
from tools.services import Embedder

if TYPE_CHECKING:
    from tools.reader import Reader

_NOTHING = Upserted(0, 0, 0, None)


class Stored(NamedTuple):
    """What changed: rows, authors, posts of other threads that joined one, and the version that holds it."""

    rows: Upserted
    authors: int
    moved: int
    version: str


def store(
    writer: Writer,
    table: str,
    counts: Counts,
    *,
    file: str,
    preset: str,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None],
) -> Stored:
    """Store what was staged and publish it; the same version as before if nothing is new."""
    staging, rows, moved = writer.folder.staging, _NOTHING, 0
    progress(Progress("storing", 0, counts.good))
    if counts.good and table == "posts":
        with writer.database() as db:
            moved = complete(db, staging / "posts.parquet", writer.files("posts"), staging / "complete.parquet")
        rows = _store_posts(writer, embedder=embedder, reader=reader, progress=progress)
    elif counts.good:
        rows = writer.upsert(table, staging / f"{table}.parquet")
    authors = writer.upsert("authors", staging / AUTHORS) if counts.authors else _NOTHING
    progress(Progress("storing", counts.good, counts.good))
    if rows.touched or authors.touched:
        record = ImportRecord(
            id=f"i_{secrets.token_hex(6)}",
            file=file,
            table=table,
            preset=preset,
            at=datetime.now(UTC),
            added=rows.added,
            changed=rows.changed,
            rejected=counts.rejected,
        )
        writer.change(imports=(*writer.manifest.imports, record))
    return Stored(rows, authors.added + authors.changed, moved, writer.publish())


def _store_posts(
    writer: Writer, *, embedder: Embedder, reader: Reader, progress: Callable[[Progress], None]
) -> Upserted:
    def step(stage: Stage) -> Callable[[int, int], None]:
        return lambda done, total: progress(Progress(stage, done, total))

    complete_file, final = writer.folder.staging / "complete.parquet", writer.folder.staging / "final.parquet"
    readings = read_posts(
        writer, complete_file, embedder=embedder, reader=reader, reading=step("reading"), indexing=step("indexing")
    )
    if readings is None:
        return writer.upsert("posts", complete_file)
    with_language(writer, complete_file, readings, final)
    return writer.upsert("posts", final)
