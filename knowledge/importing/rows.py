"""Rows: one record of a file as one row of ours, or the reason why it is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from knowledge.importing.brands import BrandMatcher
from knowledge.importing.plan import Fill, Plan
from knowledge.importing.times import Times
from knowledge.importing.values import BadValue, as_bool, as_float, as_id, as_int, as_text, as_word
from knowledge.importing.words import language_named, platform_named
from tools.tables import TABLES

Row = dict[str, Any]

_IDS = frozenset(
    {"source_id", "author_id", "thread_id", "reply_to", "user_id", "from_id", "to_id", "item_id", "path_id", "assignee"}
)
_VERBATIM = frozenset({"text", "author.bio"})


class Made(NamedTuple):
    """A row of the table, and one of its author where the file tells more than an id."""

    row: Row
    author: Row | None = None


class RowMaker:
    """Makes rows of one table by a plan. Raises BadValue, with the column, for a record that is no row."""

    def __init__(self, table: str, plan: Plan, times: Times) -> None:
        self.table, self.plan, self.times = table, plan, times
        self.filled: set[str] = set()
        self.brands_given: dict[str, None] = {}
        self._required = [name for name, column in TABLES[table].columns.items() if column.required]
        self._readers = {fill.ours: self._reader(fill) for fill in plan.fills}

    def make(self, fields: Mapping[str, Any]) -> Made:
        """Make the row of a record."""
        row = self._values(fields)
        if self.table == "tickets":
            _name_thread(row)
        for name in self._required:
            if row.get(name) is None:
                raise BadValue(f"{name} is missing")
        return Made(row)

    def _values(self, fields: Mapping[str, Any]) -> Row:
        row: Row = {}
        for fill in self.plan.fills:
            value = fill.constant if fill.constant is not None else self._found(fill, fields)
            if value is None:
                continue
            try:
                row[fill.ours] = self._readers[fill.ours](value)
            except BadValue as bad:
                raise BadValue(f"{fill.ours}: {bad}") from None
        return row

    def _found(self, fill: Fill, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever a file holds
        for source in fill.sources:
            value = source.read(fields)
            if value is None or value == "":
                continue
            if source.how != "has" or value:
                self.filled.add(source.path)
            if source.how != "not":
                return value
            opposite = as_bool(value)
            return None if opposite is None else not opposite
        return None

    def _reader(self, fill: Fill) -> Callable[[Any], Any]:
        if fill.type.startswith("timestamp"):
            return self.times.read
        if fill.type == "int64":
            return lambda value: as_int(value, short=self.plan.preset.short_counts)
        if fill.type == "float64":
            return as_float
        if fill.type == "boolean":
            return as_bool
        if fill.ours in _IDS:
            return as_id
        return as_text if fill.ours in _VERBATIM else as_word


class PostMaker(RowMaker):
    """Makes posts: with ids of ours, and with the brand and authorship that the dataset's brands suggest.

    Suggestions stand in `brand_guess` and `own_guess`: they fill only what neither the file nor the dataset says.
    """

    def __init__(self, plan: Plan, times: Times, brands: BrandMatcher, *, source: str) -> None:
        super().__init__("posts", plan, times)
        self.brands, self.source = brands, source
        self.latest: datetime | None = None

    def make(self, fields: Mapping[str, Any]) -> Made:
        """Make the post of a record."""
        row = self._values(fields)
        author = {name.removeprefix("author."): row.pop(name) for name in list(row) if name.startswith("author.")}
        row["author_id"] = row.get("author_id") or author.get("handle")
        for name in ("platform", "created_at"):
            if row.get(name) is None:
                raise BadValue(f"{name} is missing")
        self._name_things(row)
        self._identify(row)
        row["brand_guess"] = self.brands.first_mentioned(row.get("text"))
        row["own_guess"] = self.brands.is_own(row["author_id"], author.get("handle")) or None
        row["source"] = self.source
        self.latest = max(self.latest or row["created_at"], row["created_at"])
        known = {name: value for name, value in author.items() if value is not None}
        return Made(row, {"author_id": row["author_id"], **known} if known and row["author_id"] else None)

    def _name_things(self, row: Row) -> None:
        row["platform"] = platform_named(row["platform"])
        if row.get("lang"):
            row["lang"] = language_named(row["lang"])
        if row.get("brand"):
            row["brand"] = self.brands.canonical(row["brand"])
            if len(self.brands_given) < 1_000:
                self.brands_given.setdefault(row["brand"])

    def _identify(self, row: Row) -> None:
        platform = row["platform"]
        row["post_id"] = post_id(platform, row["source_id"]) if row.get("source_id") else _unnamed_id(row)
        if row.get("reply_to"):
            row["reply_to"] = _ours(row["reply_to"]) or post_id(platform, row["reply_to"])
            if row["reply_to"] == row["post_id"]:
                row["reply_to"] = None
        if row.get("thread_id"):
            posts = self.plan.preset.threads_are_posts or (platform == "x" and row["thread_id"].isdigit())
            named = post_id if posts else conversation_id
            row["thread_id"] = _ours(row["thread_id"]) or named(platform, row["thread_id"])


def post_id(platform: str, source_id: str) -> str:
    """`p_` + the first 16 hex digits of the SHA-256 of `platform:source_id`."""
    return "p_" + _hash(f"{platform}:{source_id}")


def conversation_id(platform: str, source_id: str) -> str:
    """`t_` + the first 16 hex digits of the SHA-256 of `platform:source_id`, for threads named after no post."""
    return "t_" + _hash(f"{platform}:{source_id}")


def _name_thread(ticket: Row) -> None:
    """Give a ticket the thread_id that its posts have, unless it has it already."""
    platform, thread = ticket.pop("platform", None), ticket.get("thread_id")
    if thread is None or _ours(thread):
        return
    if platform is None:
        raise BadValue("thread_id: it is the platform's own id, so the platform is needed; --set platform=zendesk, say")
    ticket["thread_id"] = conversation_id(platform_named(platform), thread)


def _ours(given: str) -> str | None:
    """Return an id that a file has from us, as it is; none if it is the platform's."""
    return given if re.fullmatch(r"[pt]_[0-9a-f]{16}", given) else None


def _unnamed_id(row: Row) -> str:
    """Make the id of a post that the platform gives none: from its platform, author, time and text."""
    author, text, at = row.get("author_id"), row.get("text"), row["created_at"]
    if author is None and text is None:
        raise BadValue("there is no id, and neither an author nor a text to make one from")
    assert isinstance(at, datetime)  # noqa: S101 - narrows a value of Any
    return "p_" + _hash("\x1f".join([row["platform"], author or "", at.isoformat(), text or ""]))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
