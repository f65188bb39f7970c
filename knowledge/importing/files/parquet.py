"""Parquet: rows of Parquet files, a row group's slice in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.importing.files.records import Broken, Record, Unit
from knowledge.importing.files.text import Checked
from tools.errors import ImportRefused


class ParquetRows:
    """The rows of a Parquet file."""

    unit: Unit = "record"
    kind = "Parquet"

    def __init__(self, file: Checked) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        if file.packed:
            raise ImportRefused(f"{file.path.name!r} is Parquet inside gzip. Unpack it and import that.")
        self._file = file
        try:
            with pq.ParquetFile(file.path) as parquet:
                self.columns: tuple[str, ...] | None = tuple(parquet.schema_arrow.names)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(file, error) from None

    def __iter__(self) -> Iterator[Record | Broken]:
        """Walk the rows; ImportRefused where the file is damaged."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        at = 0
        try:
            with pq.ParquetFile(self._file.path) as parquet:
                for batch in parquet.iter_batches(batch_size=2_000):
                    for fields in batch.to_pylist():
                        at += 1
                        yield Record(at, fields)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(self._file, error) from None


def _damaged(file: Checked, error: Exception) -> ImportRefused:
    what = (str(error).strip() or "unreadable").splitlines()[0]
    return ImportRefused(f"{file.path.name!r} is a damaged Parquet file ({what}). Export it again.")
