"""JSON: records of a JSON document of any size, or of JSON Lines, with one record in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

from knowledge.importing.files.nested import unfold
from knowledge.importing.files.records import Broken, Record, Unit
from knowledge.importing.files.text import Checked
from tools.errors import ImportRefused

_LONGEST_LINE = 64 << 20  # bytes; a longer line is no record
_HEAD = 4 << 20  # bytes in which the shape of a file must show
_SCRIPT = re.compile(rb"\s*window\.YTD\.[\w.]+\s*=\s*")  # how the files of an X archive begin


class JsonLines:
    """The rows of a JSON Lines file."""

    unit: Unit = "line"
    kind = "JSON Lines"
    columns = None

    def __init__(self, file: Checked, *, records: str | None) -> None:
        self._file, self._records = file, records

    def __iter__(self) -> Iterator[Record | Broken]:
        """Walk the rows; a line that is no JSON object is Broken."""
        with self._file.utf8() as stream:
            for at, line in enumerate(_lines(stream, self._file.path.name), start=1):
                if line.strip():
                    yield from self._parsed(at, line)

    def _parsed(self, at: int, line: bytes) -> Iterator[Record | Broken]:
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Broken(at, f"not JSON: {error}", line.decode("utf-8", "replace").rstrip("\n"))
            return
        if not isinstance(fields, dict):
            yield Broken(at, "a JSON value, but not an object", line.decode("utf-8", "replace").rstrip("\n"))
        elif self._records is None:
            yield Record(at, fields)
        else:
            yield from (Record(at, row) for row in unfold(fields, self._records))


class JsonDocument:
    """The rows of one JSON document: those of the list at `prefix`, or the document itself."""

    unit: Unit = "record"
    kind = "JSON"
    columns = None

    def __init__(self, file: Checked, *, prefix: str | None, rest: str = "") -> None:
        """Read the list at `prefix` (`""`: the document is the list; none: it is one record), then unfold `rest`."""
        self._file, self._prefix, self._rest = file, prefix, rest

    def __iter__(self) -> Iterator[Record | Broken]:
        """Walk the rows; ImportRefused where the document ends too soon or is no JSON."""
        import ijson

        at = 0
        with opened(self._file) as stream:
            items = self._items(stream)
            while True:
                at += 1
                try:
                    fields = next(items)
                except StopIteration:
                    return
                except (ijson.JSONError, UnicodeDecodeError) as error:
                    raise _damaged(self._file.path.name, at, error) from None
                if not isinstance(fields, dict):
                    yield Broken(at, "a JSON value, but not an object", json.dumps(fields, default=str))
                elif self._rest:
                    yield from (Record(at, row) for row in unfold(fields, self._rest))
                else:
                    yield Record(at, fields)

    def _items(self, stream: IO[bytes]) -> Iterator[Any]:
        import ijson

        path = "" if self._prefix is None else f"{self._prefix}.item" if self._prefix else "item"
        return iter(ijson.items(stream, path))


def open_json(file: Checked, *, records: str | None, usual: Sequence[str]) -> JsonLines | JsonDocument:
    """Tell JSON Lines from a document, and find the list that holds the rows.

    It is at `records` if given, else at the first of `usual` that exists, else the first list of objects there is;
    a document without one is a single row. Raises ImportRefused where there is no list at `records`.
    """
    with opened(file) as stream:
        head = stream.read(_HEAD)
    if head.lstrip()[:1] == b"{" and _is_lines(head):
        return JsonLines(file, records=records)
    if head.lstrip()[:1] == b"[":
        return JsonDocument(file, prefix="", rest=records or "")
    if records is not None:
        return _document_at(file, records)
    lists = list(dict.fromkeys(_lists(file, limit=_HEAD)))
    chosen = next((path for path in usual if path in lists), lists[0] if lists else None)
    return JsonDocument(file, prefix=chosen)


@contextmanager
def opened(file: Checked) -> Iterator[IO[bytes]]:
    """Open the JSON of a file, past what an X archive puts before it."""
    with file.utf8() as stream:
        start = stream.read(256)
        script = _SCRIPT.match(start)
        skip = script.end() if script else 0
        yield _Joined(start[skip:], stream)  # type: ignore[misc]


class _Joined:
    """Bytes already read, then the rest of their stream."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start, self._rest = start, rest

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            taken, self._start = self._start, b""
            return taken + self._rest.read()
        taken, self._start = self._start[:size], self._start[size:]
        return taken + self._rest.read(size - len(taken)) if len(taken) < size else taken


def _is_lines(head: bytes) -> bool:
    """True where the first lines are objects, each by itself, and there is more than one."""
    lines = [line for line in head.split(b"\n")[:21] if line.strip()]
    if len(head) == _HEAD and len(lines) > 1:
        lines = lines[:-1]
    objects = sum(map(_is_object, lines))
    return len(lines) > 1 and objects >= max(1, len(lines) / 2) and (objects > 1 or _is_object(lines[0]))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lists(file: Checked, *, limit: int | None) -> Iterator[str]:
    """Yield the paths of the lists of objects that lie in no other list, in order; look at `limit` bytes."""
    import ijson

    with opened(file) as stream:
        source = _Joined(stream.read(limit), _NoMore()) if limit else stream  # type: ignore[arg-type]
        before = ""
        try:
            for prefix, event, _ in ijson.parse(source):
                if event == "start_map" and before and prefix == f"{before}.item":
                    yield before
                before = prefix if event == "start_array" and "item" not in prefix.split(".") else ""
        except (ijson.JSONError, UnicodeDecodeError):
            return  # the head ends somewhere in the document; damage shows when the rows are read


class _NoMore:
    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - a stream's signature
        return b""


def _document_at(file: Checked, records: str) -> JsonDocument:
    seen = []
    for path in _lists(file, limit=None):
        if records == path or records.startswith(f"{path}."):
            return JsonDocument(file, prefix=path, rest=records[len(path) + 1 :])
        if path not in seen:
            seen.append(path)
    there = f"There are lists at: {', '.join(seen[:10])}." if seen else "It holds no list of objects at all."
    raise ImportRefused(f"{file.path.name!r} has no list of objects at {records!r}. {there}")


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    while line := stream.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise ImportRefused(f"{name!r} has a line of more than {_LONGEST_LINE >> 20} MiB, which is no record.")
        yield line


def _damaged(name: str, at: int, error: Exception) -> ImportRefused:
    what = str(error).strip().splitlines()[0] if str(error).strip() else "unreadable"
    if "EOF" in what.upper() or "incomplete" in what.lower():
        return ImportRefused(
            f"{name!r} is JSON that ends in the middle of record {at:,}: the file was cut short. "
            "Copy or export it again."
        )
    return ImportRefused(f"{name!r} is not sound JSON at record {at:,} ({what}). Export it again.")
