"""Options: everything a user can say about a file to import, checked before the file is opened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from tools.base import Model
from tools.errors import BadRequest, UnknownName
from tools.facts import Brand
from tools.tables import DERIVED, TABLES

AUTHOR_COLUMNS = ("handle", "name", "bio", "followers", "following", "created_at")
"""Columns of the authors table that a file of posts may give, written `author.handle` and so on."""

COMPUTED = {"posts": ("post_id", "source")}
"""Columns that importing works out, which no file column is mapped to."""


class ImportOptions(Model):
    """What to import a file as."""

    dataset: str = Field(description="Name of the dataset; made if it does not exist.")
    table: str = Field("posts", description="Table that the rows belong to.")
    preset: str = Field("auto", description="Name of a preset; `auto` recognises one by the file's columns.")
    mapping: Mapping[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Our column to theirs; of several the first that a row fills is taken."
    )
    constants: Mapping[str, str] = Field(default_factory=dict, description="Our column to a value for every row.")
    records: str | None = Field(None, description="Dotted path of the list that holds the rows, for nested JSON.")
    time_zone: str | None = Field(None, description="Zone of times that name none; the dataset's own by default.")
    date_order: Literal["auto", "dmy", "mdy"] = Field("auto", description="How to read 03/04/2025.")
    purposes: tuple[str, ...] = Field((), description="What the posts were collected for; analytics by default.")
    retention_days: int | None = Field(None, gt=0, le=36_500, description="Erase posts older when `retain` is run.")
    brands: tuple[Brand, ...] = Field((), description="Own brand and competitors to track from now on.")
    features: tuple[str, ...] = Field((), description="The product's features to track from now on.")
    milestones: Mapping[str, date] = Field(default_factory=dict, description="Days that questions name: launch.")
    accept_rejects: bool = Field(False, description="Import the good rows even if many are bad.")
    max_unpacked_gb: float = Field(
        20, gt=0, allow_inf_nan=False, description="Largest size that a packed file may unpack to."
    )
    dry_run: bool = Field(False, description="Read and check every row, change nothing.")

    @field_validator("mapping", mode="before")
    @classmethod
    def _as_tuples(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return {ours: (theirs,) if isinstance(theirs, str) else theirs for ours, theirs in value.items()}


def importable(table: str) -> tuple[str, ...]:
    """Return the columns of a table that a file can fill; UnknownName for a table that files do not fill."""
    known = [name for name in TABLES if name not in DERIVED]
    if table not in known:
        raise UnknownName("table", table, known)
    own = tuple(name for name in TABLES[table].columns if name not in COMPUTED.get(table, ()))
    if table == "tickets":  # with it the platform's id of a conversation becomes ours
        return (*own, "platform")
    return own + tuple(f"author.{name}" for name in AUTHOR_COLUMNS) if table == "posts" else own


def check(options: ImportOptions) -> None:
    """Raise BadRequest, or UnknownName with near ones, for options that fit no table, column or time zone."""
    columns = importable(options.table)
    for name in (*options.mapping, *options.constants):
        if name not in columns:
            raise UnknownName(f"column of {options.table}", name, columns)
    both = sorted(set(options.mapping) & set(options.constants))
    if both:
        raise BadRequest(f"{both[0]!r} is given both by --map and by --set. Leave one out.")
    if options.time_zone:
        checked_zone(options.time_zone)


def checked_zone(name: str) -> ZoneInfo:
    """Return a time zone; BadRequest for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f"{name!r} is no time zone. Use an IANA name such as Europe/Berlin or UTC.") from None
