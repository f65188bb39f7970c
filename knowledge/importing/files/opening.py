"""Opening: the reader of rows that fits a file, by what is in it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.importing.files.delimited import Delimited
from knowledge.importing.files.jsons import open_json, opened
from knowledge.importing.files.parquet import ParquetRows
from knowledge.importing.files.records import Rows
from knowledge.importing.files.text import Checked
from tools.errors import ImportRefused


def open_rows(file: Checked, *, records: str | None, usual: Sequence[str], known: frozenset[str]) -> Rows:
    """Return the rows of a checked file.

    `records` is the path of the list of rows in nested JSON, `usual` the paths to look at where it is none;
    `known` are lower-case names of columns by which a header line is found. Raises ImportRefused.
    """
    if file.parquet:
        return ParquetRows(file)
    with opened(file) as stream:
        first = stream.read(4_096).lstrip()[:1]
    if first in (b"{", b"["):
        return open_json(file, records=records, usual=usual)
    if records is not None:
        raise ImportRefused(f"{file.path.name!r} is no JSON, so it has no list of records at {records!r}.")
    return Delimited(file, known=known)


def in_words(file: Checked, rows: Rows) -> str:
    """Say what the file is: `CSV, UTF-8, gzip`."""
    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}
    parts = [rows.kind] + ([] if file.parquet else [names.get(file.encoding, "UTF-16")])
    return ", ".join(parts + (["gzip"] if file.packed else []))
