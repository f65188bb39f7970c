"""Formats: the files that Meta, LinkedIn and X document for lists of people.

Only the columns that matching needs are written unless more are asked for, and all that names a person is hashed,
save where a platform takes it in the clear only. What was checked, and against what, is in docs/export.md.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from server.segments.exporting import identifiers
from server.segments.exporting.contacts import Contact
from server.segments.exporting.identifiers import sha256_hex
from tools.errors import BadRequest, UnknownName

_Cell = Callable[[Mapping[str, str]], str | None]


class Platform(NamedTuple):
    """A platform's list format. A row holds a cell a column; a person needs one of `keys` to be matched."""

    name: str
    title: str
    columns: Mapping[str, _Cell]
    """All columns that it takes, in order, and how each cell is made of what a person declared."""
    keys: tuple[tuple[str, ...], ...]
    """Sets of columns of which one has to be filled for a row to match anybody."""
    default: tuple[str, ...]
    minimum: int
    """People below whom the platform serves no campaign to the list."""
    at_most: int
    """Rows that one file may have."""
    whole_template: bool = False
    """Every column stands in the header even where nothing is in it."""
    one_column: bool = False
    """One identifier a line, without a header."""

    def chosen(self, more: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the columns to fill: the default ones and `more`; of a platform with one column, that one.

        Raises UnknownName for a column that the platform does not take, BadRequest for more than one of X.
        """
        asked = tuple(dict.fromkeys(more))
        for column in asked:
            if column not in self.columns:
                raise UnknownName(f"column of {self.title}", column, self.columns)
        if not self.one_column:
            return tuple(name for name in self.columns if name in (*self.default, *asked))
        if len(asked) > 1:
            raise BadRequest(
                f"A list for {self.title} holds one kind of identifier a file, and {' and '.join(asked)} were asked "
                "for. Export one file each."
            )
        return asked or self.default

    def row(self, contact: Contact, columns: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return a person's cells for the chosen columns; none where nothing in them would match the person."""
        cells = {name: self.columns[name](contact.declared) or "" for name in columns}
        if not any(all(cells.get(name) for name in key) for key in self.keys):
            return None
        return tuple(cells.get(name, "") for name in (self.columns if self.whole_template else columns))

    def filled(self, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """Leave out the columns in which nobody of the rows has anything; all stay where there are no rows."""
        written = list(rows)
        header = self.header(columns) or columns
        kept = tuple(name for name in columns if any(row[header.index(name)] for row in written))
        return kept or columns

    def header(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Return the header's names; none for a file without one."""
        return () if self.one_column else tuple(self.columns) if self.whole_template else columns


def written(platform: Platform, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, key: bytes) -> bytes:
    """Write distinct rows as CSV in UTF-8 with LF line ends, in an order that only the holder of `key` can tell.

    The order hides more than who stands first: the file's SHA-256 is published, and in any order that others can
    work out it would tell whoever knows all members but one who the last is.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    if header := platform.header(columns):
        writer.writerow(header)
    for row in sorted(set(rows), key=lambda cells: hmac.digest(key, "\0".join(cells).encode(), hashlib.sha256)):
        writer.writerow(row)
    return target.getvalue().encode()


def platform_named(name: str) -> Platform:
    """Return a platform by its name; UnknownName if there is none."""
    if name not in PLATFORMS:
        raise UnknownName("platform", name, PLATFORMS)
    return PLATFORMS[name]


def _of(source: str, normal: Callable[[str], str | None], *, hashed: bool = True) -> _Cell:
    def cell(declared: Mapping[str, str]) -> str | None:
        value = normal(declared[source]) if source in declared else None
        return sha256_hex(value) if value and hashed else value

    return cell


def _postcode(declared: Mapping[str, str]) -> str | None:
    country = identifiers.country(declared.get("country", ""))
    value = identifiers.postcode(declared.get("postcode", ""), country)
    return sha256_hex(value) if value else None


def _clear(text: str) -> str | None:
    """Text that is sent as it is: one line, nothing that a spreadsheet would run, no address in it."""
    line = " ".join("".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text)).split())
    return None if "@" in line else line.lstrip("=+-\t ")[:100] or None


def _upper_country(text: str) -> str | None:
    code = identifiers.country(text)
    return code.upper() if code else None


META = Platform(
    name="meta",
    title="Meta",
    # Headers of the customer list template; hashing: SHA-256 of the normalised value, madid and extern_id in clear.
    columns={
        "email": _of("email", identifiers.email),
        "phone": _of("phone", identifiers.phone),
        "fn": _of("first_name", identifiers.name),
        "ln": _of("last_name", identifiers.name),
        "zip": _postcode,
        "ct": _of("city", identifiers.place),
        "st": _of("state", identifiers.place),
        "country": _of("country", identifiers.country),
        "dob": _of("birth", identifiers.birth),
        "gen": _of("gender", identifiers.gender),
        "madid": _of("device", identifiers.device, hashed=False),
        "extern_id": _of("extern_id", _clear, hashed=False),
    },
    keys=(("email",), ("phone",), ("madid",), ("extern_id",), ("fn", "ln", "zip"), ("fn", "ln", "ct", "country")),
    default=("email", "phone"),
    minimum=100,  # Meta's help page on formatting a list: avoid lists of fewer than 100 people.
    at_most=10_000_000,
)
LINKEDIN = Platform(
    name="linkedin",
    title="LinkedIn",
    # The contact list template, whose headers may not be changed or left out.
    columns={
        "email": _of("email", identifiers.email),
        "firstname": _of("first_name", _clear, hashed=False),
        "lastname": _of("last_name", _clear, hashed=False),
        "jobtitle": _of("job_title", _clear, hashed=False),
        "employeecompany": _of("company", _clear, hashed=False),
        "country": _of("country", _upper_country, hashed=False),
        "googleaid": _of("device", identifiers.device, hashed=False),
    },
    keys=(("email",), ("firstname", "lastname"), ("googleaid",)),
    default=("email",),
    minimum=300,  # LinkedIn's help, contact list requirements: at least 300 rows, and 300 matched members to serve.
    at_most=300_000,
    whole_template=True,
)
X = Platform(
    name="x",
    title="X",
    # List custom audiences: identifiers of one kind, normalised and hashed without a salt, one a line.
    columns={
        "email": _of("email", identifiers.email),
        "username": _of("handle", identifiers.handle),
        "device": _of("device", identifiers.device),
    },
    keys=(("email",), ("username",), ("device",)),
    default=("email",),
    minimum=100,  # X's help on list custom audiences: at least 100 matched users, "audience too small" below.
    at_most=10_000_000,
    one_column=True,
)
PLATFORMS: Mapping[str, Platform] = {one.name: one for one in (META, LINKEDIN, X)}
