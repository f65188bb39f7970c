"""Writing: changing a dataset. One writer at a time, all or nothing.

A writer holds the dataset's lock, adds versions to Delta tables, builds the next index generation beside the
current one, and publishes a manifest at the end. Whatever it did before that is invisible; what a killed writer
left behind, the next one takes back before it begins.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.dataset import table_files
from knowledge.home import DatasetFolder, Home
from knowledge.leftovers import generation_number, sweep, take_back
from knowledge.manifest import Manifest, TableRef, current_version, load, publish
from knowledge.merging import Upserted, diff, work_database
from knowledge.schema import arrow_schema
from tools.errors import Conflict
from tools.facts import Facts
from tools.tables import TABLES

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Writer:
    """Changes one dataset. Made by `writing`, which holds the lock."""

    def __init__(self, folder: DatasetFolder, manifest: Manifest, *, parent: str | None) -> None:
        self.folder, self.manifest, self._parent = folder, manifest, parent
        self._open = ExitStack()
        self._database: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def database(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a session of this writer's in-memory DuckDB, with temporary tables of its own."""
        if self._database is None:  # opening one takes longer than a small import
            self._database = self._open.enter_context(work_database(self.folder))
        with self._database.cursor() as session:
            yield session

    def close(self) -> None:
        """Let go of what the writer holds open; `writing` calls it."""
        self._open.close()

    def upsert(self, table: str, staged: Path, *, whole: bool = False) -> Upserted:
        """Add or change rows of a table from a Parquet file of the table's schema.

        Of rows with equal keys in the file the last wins. A value absent from the file leaves the stored one as
        it is: exports differ in what they know. `whole` has rows replace stored ones, absent values included.
        """
        target = self.folder.staging / f"{table}-upsert.parquet"
        with self.database() as db:
            counts = diff(db, table, staged, self.files(table), target, whole=whole)
        if counts.touched is None:
            return counts
        self._append(table, target, replacing=counts.changed > 0)
        return counts

    def rebuild(self, table: str, survivors: Path) -> None:
        """Replace a table by the rows of a Parquet file, in a new folder; the old one goes when published.

        Erasing needs it: Delta's log and statistics keep values of rows that were deleted.
        """
        import pyarrow.parquet as pq
        from deltalake import write_deltalake

        ref = self.manifest.tables.get(table)
        number = int(ref.folder.rpartition("-")[2]) + 1 if ref else 1
        name = f"{table}-{number}"
        with pq.ParquetFile(survivors) as file:
            write_deltalake(str(self.folder.tables / name), _reader(file, table))
        self._pin(table, TableRef(folder=name, version=0))

    def change(self, **fields: object) -> None:
        """Change fields of the manifest that will be published."""
        self.manifest = Manifest.model_validate({**dict(self.manifest), **fields})

    def next_generation(self, *, erasing: bool = False) -> str:
        """Name the index generation that follows the current one: `g_000002` after `g_000001`.

        One generation before the current one is kept for readers that have it open. Erasing skips a number, so
        that none is kept, even if the eraser is killed before it has cleaned up.
        """
        return f"g_{generation_number(self.manifest.index) + (2 if erasing else 1):06d}"

    def publish(self) -> str:
        """Make the changes the current version and return its id; the same id as before if nothing changed."""
        unchanged = self._parent is not None and self.manifest == load(self.folder, self._parent)
        if unchanged and self._parent:
            return self._parent
        self.change(parent=self._parent)
        self._parent = publish(self.folder, self.manifest)
        sweep(self.folder, self.manifest)
        return self._parent

    def _append(self, table: str, rows: Path, *, replacing: bool) -> None:
        import pyarrow.parquet as pq
        from deltalake import DeltaTable, write_deltalake

        ref = self.manifest.tables.get(table)
        name = ref.folder if ref else f"{table}-1"
        path = self.folder.tables / name
        with pq.ParquetFile(rows) as file:
            reader = _reader(file, table)
            if replacing:
                same = " AND ".join(f'(t."{key}" IS NOT DISTINCT FROM s."{key}")' for key in TABLES[table].key)
                merge = DeltaTable(str(path)).merge(reader, same, source_alias="s", target_alias="t", merge_schema=True)
                merge.when_matched_update_all().when_not_matched_insert_all().execute()
            else:
                write_deltalake(str(path), reader, mode="append", schema_mode="merge")
        self._pin(table, TableRef(folder=name, version=DeltaTable(str(path)).version()))

    def _pin(self, table: str, ref: TableRef) -> None:
        self.change(tables={**self.manifest.tables, table: ref})

    def files(self, table: str) -> list[str]:
        """Return the Parquet files of a table as it stands in this writer; none where there is no such table."""
        ref = self.manifest.tables.get(table)
        return table_files(self.folder, ref) if ref else []


@contextmanager
def writing(home: Home, name: str, *, facts: Facts | None = None, wait_s: float = 30) -> Iterator[Writer]:
    """Hold a dataset's write lock and give a Writer on its current version.

    `facts` makes the dataset if it does not exist. Raises Conflict when another process holds the lock for
    longer than `wait_s` seconds, UnknownName when the dataset does not exist and no facts are given.
    """
    from filelock import FileLock, Timeout

    folder = home.dataset(name) if facts else home.existing(name)
    folder.path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder.lock), timeout=wait_s)
    try:
        lock.acquire()
    except Timeout:
        raise Conflict(
            f"Another process is writing to dataset {name!r} and did not finish within {wait_s:g} s. Try again later."
        ) from None
    finished = False
    try:
        parent = current_version(folder) if folder.current.exists() or facts is None else None
        manifest = load(folder, parent) if parent or facts is None else Manifest(facts=facts)
        take_back(folder, manifest)
        with closing(Writer(folder, manifest, parent=parent)) as writer:
            yield writer
        finished = True
    finally:
        shutil.rmtree(folder.staging, ignore_errors=True)
        if not finished:  # an empty one tells the next writer to look for what this one left
            with suppress(OSError):
                folder.staging.mkdir()
        lock.release()


def _reader(file: object, table: str) -> pa.RecordBatchReader:
    import pyarrow as pa
    import pyarrow.parquet as pq

    assert isinstance(file, pq.ParquetFile)  # noqa: S101 - narrows the untyped library's type
    schema = arrow_schema(table)
    batches = (_fitted(batch, schema) for batch in file.iter_batches(batch_size=20_000))
    return pa.RecordBatchReader.from_batches(schema, batches)


def _fitted(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Put columns in the schema's order; those that an earlier release did not know hold nothing."""
    import pyarrow as pa

    there = set(batch.schema.names)
    columns = [
        batch.column(field.name).cast(field.type) if field.name in there else pa.nulls(len(batch), field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
