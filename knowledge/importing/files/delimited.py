"""Delimited: rows of CSV and TSV files, which have a header line, perhaps after a few lines of title."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.importing.files.records import Broken, Record, Unit
from knowledge.importing.files.text import Checked
from tools.errors import ImportRefused

_NAMES = {",": "CSV", ";": "CSV (semicolons)", "\t": "TSV", "|": "CSV (bars)"}
_LOOK_AHEAD = 30  # lines in which the header must come
_LONGEST_FIELD = 1_000_000  # characters; an open quote is noticed after as many


class Layout(NamedTuple):
    """Which character parts the cells, the line the header stands on, and its cells."""

    delimiter: str
    header_line: int
    header: tuple[str, ...]


class Delimited:
    """The rows of a CSV or TSV file, each a mapping from header cell to text."""

    unit: Unit = "line"

    def __init__(self, file: Checked, *, known: frozenset[str] = frozenset()) -> None:
        """Find the header: of the first lines the one with most `known` columns (lower case), else the first."""
        self._file = file
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
        with file.text() as text:
            self.layout = _layout(file.path.name, list(itertools.islice(text, _LOOK_AHEAD)), known)

    @property
    def kind(self) -> str:
        """CSV or TSV."""
        return _NAMES[self.layout.delimiter]

    @property
    def columns(self) -> tuple[str, ...]:
        """The header."""
        return self.layout.header

    def __iter__(self) -> Iterator[Record | Broken]:
        """Walk the rows; ImportRefused where a quote is left open, with the line on which it opened."""
        with self._file.text() as text:
            for _ in range(self.layout.header_line - 1):
                next(text)
            yield from self._rows(text)

    def _rows(self, text: Iterable[str]) -> Iterator[Record | Broken]:
        tape = _Tape(text, before=self.layout.header_line - 1)
        cells = csv.reader(tape, delimiter=self.layout.delimiter, strict=True)
        next(cells)
        width = len(self.layout.header)
        while True:
            first = tape.line + 1
            tape.lines.clear()
            try:
                row = next(cells)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._unreadable(first, tape, error)
                continue
            if len(row) == width:
                yield Record(first, dict(zip(self.layout.header, row, strict=True)))
            elif any(cell.strip() for cell in row):
                yield Broken(first, _ragged(row, width, first, tape.line), "".join(tape.lines))

    def _unreadable(self, first: int, tape: _Tape, error: csv.Error) -> Broken:
        if tape.line > first or "unexpected end" in str(error):
            raise ImportRefused(
                f"{self._file.path.name!r}: a quote opened on line {first:,} is not closed as it should be. Close "
                'it, double quotes that belong to the text (""), or export the file again.'
            )
        return Broken(first, "a quote stands where none may: double those that belong to the text", "".join(tape.lines))


class _Tape:
    """Lines that pass by, counted; those of the current row are kept for the rejects file."""

    def __init__(self, lines: Iterable[str], *, before: int) -> None:
        self._source, self.line = iter(lines), before
        self.lines: list[str] = []

    def __iter__(self) -> _Tape:
        return self

    def __next__(self) -> str:
        line = next(self._source)
        self.line += 1
        self.lines.append(line)
        return line


def _ragged(row: list[str], width: int, first: int, last: int) -> str:
    reason = f"{len(row)} cells where the header has {width}"
    if last > first:
        reason += f"; the row runs on to line {last:,}, so a quote may have been left open"
    return reason


def _layout(name: str, head: list[str], known: frozenset[str]) -> Layout:
    found = [
        Layout(delimiter, number, cells)
        for number, line in enumerate(head, start=1)
        for delimiter in _NAMES
        if (cells := _cells(line, delimiter))
    ]
    if not found:
        raise ImportRefused(f"{name!r} has no header line. Its first line must name the columns.")
    best = max(found, key=lambda layout: (_score(layout, known), -layout.header_line, len(layout.header)))
    if not _score(best, known):
        first = min(layout.header_line for layout in found)
        best = max((layout for layout in found if layout.header_line == first), key=lambda layout: len(layout.header))
    return best._replace(header=_distinct(best.header))


def _score(layout: Layout, known: frozenset[str]) -> int:
    matches = len({cell.strip().lower() for cell in layout.header} & known)
    return matches if matches > 1 else 0


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        row = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    cells = tuple(cell.strip().lstrip("\ufeff") for cell in row)
    return cells if any(cells) else ()


def _distinct(header: tuple[str, ...]) -> tuple[str, ...]:
    """Name unnamed columns and tell equal names apart, as every cell needs a name of its own."""
    seen: dict[str, int] = {}
    names = []
    for number, cell in enumerate(header, start=1):
        name = cell or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)
