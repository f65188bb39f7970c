"""Plan: which field of the file fills which column of ours, decided before the first row is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from knowledge.importing.files.nested import flat_names, lookup
from knowledge.importing.files.records import Record
from knowledge.importing.options import ImportOptions, importable
from knowledge.importing.presets import GENERIC, PRESETS, Preset, preset_named
from knowledge.importing.values import BadValue, as_float, as_int, as_word
from tools.errors import ImportRefused, UnknownName
from tools.tables import TABLES

SAMPLE = 500
"""Records looked at before the first is imported."""
_RECOGNISED_IN = 20

How = Literal["value", "has", "not"]


class Source(NamedTuple):
    """Where a value comes from: a field, whether a field is there (`has:`), or a field's opposite (`not:`)."""

    path: str
    how: How

    def read(self, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever a file holds
        """Return the value in a record; none where the record has none."""
        value = lookup(fields, self.path)
        return as_word(value) is not None if self.how == "has" else value

    def __str__(self) -> str:
        return self.path if self.how == "value" else f"{self.how}:{self.path}"


class Fill(NamedTuple):
    """A column of ours and what fills it: sources in order, or one value for all rows."""

    ours: str
    type: str
    sources: tuple[Source, ...] = ()
    constant: str | None = None


class Plan(NamedTuple):
    """How rows are read: the preset, the columns filled, and the file's columns that nothing takes."""

    preset: Preset
    fills: tuple[Fill, ...]
    unused: tuple[str, ...]
    by_user: tuple[Source, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def mapped(self) -> dict[str, str]:
        """Our column to the file's, as shown to the user."""
        return {
            fill.ours: repr(fill.constant) if fill.constant is not None else " or ".join(map(str, fill.sources))
            for fill in self.fills
        }


def choose_preset(options: ImportOptions, sample: Sequence[Record]) -> Preset:
    """Return the preset asked for, or the one whose fields the first records show, or the generic one."""
    if options.preset != "auto":
        return preset_named(options.preset)
    if options.table == "posts" and options.records is None:
        for preset in PRESETS:
            if preset.shows and any(_shows(preset, record.fields) for record in sample[:_RECOGNISED_IN]):
                return preset
    return GENERIC


def make_plan(options: ImportOptions, preset: Preset, sample: Sequence[Record], names: tuple[str, ...] | None) -> Plan:
    """Decide how to read a file from its first records and the names of its fields.

    Without names they are those that the preset unfolds from the sample. Raises UnknownName for a field that the
    user named and the file lacks, and ImportRefused where nothing fills a column that rows cannot do without, with
    the option that would.
    """
    rows = [row for record in sample for row in (preset.unfold(record.fields) if preset.unfold else (record.fields,))]
    fixed = names is not None and preset.unfold is None
    if names is None or preset.unfold:
        names = tuple(dict.fromkeys(name for row in rows for name in flat_names(row)))
    known = {_plain(name): name for name in reversed(names)}
    chosen: dict[str, Fill] = {}
    used: list[Source] = []
    for ours in importable(options.table):
        kind = column_type(options.table, ours)
        if ours in options.constants:
            chosen[ours] = Fill(ours, kind, constant=options.constants[ours])
        elif ours in options.mapping:
            sources = tuple(_named(text, names, known, strict=fixed) for text in options.mapping[ours])
            used += sources
            chosen[ours] = Fill(ours, kind, sources)
        elif guessed := _guessed(preset, options.table, ours, kind, known, rows):
            chosen[ours] = Fill(ours, kind, guessed)
        elif ours in preset.constants:
            chosen[ours] = Fill(ours, kind, constant=preset.constants[ours])
    notes = _take_platform(chosen, options, names)
    _need(options, chosen, names)
    taken = {source.path for fill in chosen.values() for source in fill.sources} | {options.records or ""}
    unused = () if preset.unfold else tuple(name for name in names if not _within(name, taken))
    return Plan(preset, tuple(chosen.values()), unused, tuple(used), names, notes)


def column_type(table: str, ours: str) -> str:
    """Return the Ibis type of a column of ours, `author.` ones included."""
    if ours.startswith("author."):
        return TABLES["authors"].columns[ours.removeprefix("author.")].type
    known = TABLES[table].columns
    return known[ours].type if ours in known else "string"


def known_headers() -> frozenset[str]:
    """Return the names, in lower case, by which a header line is told from the lines above it."""
    mine = {name for spec in TABLES.values() for name in spec.columns}
    theirs = {path for preset in PRESETS for paths in preset.fields.values() for path in paths}
    return frozenset(name.lower() for name in (*mine, *theirs))


def _shows(preset: Preset, fields: Mapping[str, Any]) -> bool:
    return any(all(lookup(fields, path) is not None for path in paths) for paths in preset.shows)


def _named(text: str, names: tuple[str, ...], known: Mapping[str, str], *, strict: bool) -> Source:
    """Read `--map ours=text`; UnknownName if the file surely has no such field."""
    how, _, path = text.rpartition(":") if text.startswith(("has:", "not:")) else ("", "", text)
    kind: How = "has" if how == "has" else "not" if how == "not" else "value"
    if path in names or path.startswith("^"):
        return Source(path, kind)
    if _plain(path) in known:
        return Source(known[_plain(path)], kind)
    if strict:
        raise UnknownName("column", path, names)
    return Source(path, kind)


def _guessed(
    preset: Preset, table: str, ours: str, kind: str, known: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
) -> tuple[Source, ...]:
    candidates = preset.fields.get(ours, ()) if table == "posts" else (ours,)
    found = []
    for candidate in candidates:
        how, _, path = candidate.rpartition(":")
        name = known.get(_plain(path))
        if name is None:
            continue
        source = Source(name, "not" if how == "not" else "has" if how == "has" else "value")
        if preset is not GENERIC or _fits(kind, [source.read(row) for row in rows]):
            found.append(source)
    return tuple(dict.fromkeys(found))


def _fits(kind: str, values: list[Any]) -> bool:
    """False where most of the values of a guessed column are not of our column's type."""
    given = [value for value in values if value is not None]
    bad = sum(not _reads(kind, value) for value in given)
    return 2 * bad <= len(given)


def _reads(kind: str, value: object) -> bool:
    if isinstance(value, (dict, list)):
        return False
    try:
        if kind == "int64":
            as_int(value)
        elif kind == "float64":
            as_float(value)
    except BadValue:
        return False
    return True


def _take_platform(chosen: dict[str, Fill], options: ImportOptions, names: tuple[str, ...]) -> tuple[str, ...]:
    """Where nothing says the platform but columns speak of tweets, the platform is X."""
    if options.table != "posts" or "platform" in chosen:
        return ()
    telling = next((name for name in names if re.search(r"tweet", name, re.IGNORECASE)), None)
    if telling is None:
        return ()
    chosen["platform"] = Fill("platform", "string", constant="x")
    return (
        f"The platform was taken to be x, as the file has a column {telling!r}; --set platform=... says otherwise.",
    )


def _need(options: ImportOptions, chosen: Mapping[str, Fill], names: tuple[str, ...]) -> None:
    required = [name for name, column in TABLES[options.table].columns.items() if column.required and name != "post_id"]
    missing = [name for name in required if name not in chosen]
    if not missing:
        return
    shown = ", ".join(names[:25]) + (f" and {len(names) - 25} more" if len(names) > 25 else "")
    first = missing[0]
    how = "--set platform=x" if first == "platform" else f"--map {first}={_example(first, names)}"
    raise ImportRefused(
        f"Nothing in the file fills {' and '.join(map(repr, missing))}, which every row needs. "
        f"The file has the columns: {shown or 'none'}. Try: {how}"
    )


def _example(ours: str, names: tuple[str, ...]) -> str:
    clues = {"created_at": ("date", "time", "when", "day"), "at": ("date", "time", "when"), "text": ("text", "body")}
    for clue in clues.get(ours, (ours.partition("_")[0],)):
        for name in names:
            if clue in name.lower():
                return f'"{name}"' if " " in name else name
    return "COLUMN"


def _within(name: str, taken: Iterable[str]) -> bool:
    return any(name == path or path.startswith(f"{name}.") or name.startswith(f"{path}.") for path in taken)


def _plain(name: str) -> str:
    """Return a name without case, blanks and punctuation, save the dots of a path: `Full Text` is `fulltext`."""
    return re.sub(r"[^\w.]|_", "", name.lower())
