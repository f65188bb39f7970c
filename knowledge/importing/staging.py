"""Staging: every record of a file into a Parquet file of good rows or a rejects file, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from knowledge.importing.files.nested import PARENT
from knowledge.importing.files.records import Broken, Record
from knowledge.importing.report import Reject
from knowledge.importing.rows import Made, Row, RowMaker
from knowledge.importing.values import BadValue
from knowledge.schema import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 5_000
AUTHORS = "post-authors.parquet"
SHOWN = 5
"""Rejected rows that a report shows; the file holds all."""


class Counts:
    """What happened to the records of a file."""

    def __init__(self) -> None:
        self.read = self.good = self.rejected = self.suppressed = self.authors = 0
        self.first: list[Reject] = []


def stage(
    records: Iterable[Record | Broken],
    maker: RowMaker,
    folder: Path,
    rejects: Path,
    *,
    suppressed: Callable[[str], bool],
    progress: Callable[[int], None],
) -> Counts:
    """Write `<table>.parquet` and, if the file tells of authors, AUTHORS into `folder`.

    Rejected records go to `rejects`, JSON Lines of at, reason and row. `progress` gets the records read so far.
    """
    counts = Counts()
    with _tables(maker.table, folder) as (rows, authors), _Rejects(rejects) as bad:
        for record in _unfolded(records, maker):
            counts.read += 1
            made = _made(record, maker)
            if isinstance(made, Reject) and _tells_of_erased(record, suppressed):
                counts.suppressed += 1
            elif isinstance(made, Reject):
                counts.rejected += 1
                bad.write(made, record)
                if len(counts.first) < SHOWN:
                    counts.first.append(made)
            elif _is_suppressed(made.row, suppressed):
                counts.suppressed += 1
            else:
                counts.good += 1
                rows.add(made.row)
                if made.author:
                    counts.authors += 1
                    authors.add(made.author)
            if counts.read % BATCH == 0:
                progress(counts.read)
    progress(counts.read)
    return counts


def _unfolded(records: Iterable[Record | Broken], maker: RowMaker) -> Iterator[Record | Broken]:
    unfold = maker.plan.preset.unfold
    for record in records:
        if unfold is None or isinstance(record, Broken):
            yield record
            continue
        yield from (Record(record.at, fields) for fields in unfold(record.fields))


def _made(record: Record | Broken, maker: RowMaker) -> Made | Reject:
    if isinstance(record, Broken):
        return Reject(at=record.at, reason=record.reason)
    try:
        return maker.make(record.fields)
    except BadValue as bad:
        return Reject(at=record.at, reason=str(bad))


def _is_suppressed(row: Row, suppressed: Callable[[str], bool]) -> bool:
    ids = (row.get(name) for name in ("post_id", "author_id", "user_id", "from_id", "to_id"))
    return any(suppressed(value) for value in ids if value)


def _tells_of_erased(record: Record | Broken, suppressed: Callable[[str], bool]) -> bool:
    """A bad row of somebody erased must not come back by way of the rejects file."""
    values = record.fields.values() if isinstance(record, Record) else ()
    return any(suppressed(str(value)) for value in values if isinstance(value, (str, int)))


class _Rejects:
    """The rejects file, made when the first row is rejected; one of an earlier import of the file goes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> _Rejects:
        self._path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def write(self, reject: Reject, record: Record | Broken) -> None:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace")
        row = record.raw if isinstance(record, Broken) else _without_parents(record.fields)
        line = {"at": reject.at, "reason": reject.reason, "row": row}
        self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _without_parents(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != PARENT}


class _Table:
    """A Parquet file written a batch of rows at a time; not made if there are none."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path, self._schema = path, schema
        self._rows: list[Row] = []
        self._writer: Any = None

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not self._rows:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, self._schema)
        self._writer.write_batch(pa.RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


@contextmanager
def _tables(table: str, folder: Path) -> Iterator[tuple[_Table, _Table]]:
    import pyarrow as pa

    schema = arrow_schema(table)
    if table == "posts":
        schema = schema.append(pa.field("brand_guess", pa.string())).append(pa.field("own_guess", pa.bool_()))
    rows = _Table(folder / f"{table}.parquet", schema)
    authors = _Table(folder / AUTHORS, arrow_schema("authors"))
    try:
        yield rows, authors
        rows.flush()
        authors.flush()
    finally:
        rows.close()
        authors.close()
