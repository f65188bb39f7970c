"""Store: exports, whom they held and who may not be exported, all of people as keyed hashes.

The key is this installation's own: the state database without it says nothing about anybody, and erasing a person
removes the hashes too.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import Column, Integer, String, Table, Text, select

from knowledge.erasing.suppression import key_at
from server.desk.store import iso
from server.state import metadata
from tools.errors import NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from knowledge.home import Home

Kind = Literal["person", "identifier"]
_AT_ONCE = 400

exports = Table(
    "segment_exports",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("dataset", String(64), nullable=False, index=True),
    Column("segment", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("platform", String(12), nullable=False),
    Column("at", String(32), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("receipt", Text, nullable=False),
)
members = Table(
    "segment_export_members",
    metadata,
    Column("export", String(24), primary_key=True),
    Column("hash", String(64), primary_key=True, index=True),
)
suppressed = Table(
    "segment_suppressed",
    metadata,
    Column("dataset", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("why", String(12), nullable=False),
    Column("at", String(32), nullable=False),
)
removals = Table(
    "segment_removals",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("dataset", String(64), nullable=False, index=True),
    Column("platform", String(12), nullable=False),
    Column("at", String(32), nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("done_at", String(32)),
)
removed = Table(
    "segment_removed",
    metadata,
    Column("removal", String(24), primary_key=True),
    Column("export", String(24), primary_key=True),
    Column("hash", String(64), primary_key=True, index=True),
)


checks = Table(
    "segment_hash_keys",
    metadata,
    Column("dataset", String(64), primary_key=True),
    Column("check", String(64), nullable=False),
)


class Keyed:
    """Makes keyed hashes of one dataset's people and identifiers."""

    def __init__(self, home: Home, dataset: str) -> None:
        self.dataset = dataset
        self.key = hmac.digest(key_at(home.keys / "segments.key"), dataset.encode(), hashlib.sha256)

    def hash(self, kind: Kind, value: str) -> str:
        """HMAC-SHA-256 in hex of a person's id, or of an identifier as it is exported."""
        text = f"{kind} {value}".encode("utf-8", "surrogatepass")
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()

    def people(self, ids: Iterable[str]) -> dict[str, str]:
        """Return people's ids by their hashes."""
        return {self.hash("person", one): one for one in ids}

    def require_same(self, connection: Connection) -> None:
        """Refuse a key other than the one that everything stored was hashed by, and note the first.

        With another key nobody on the suppression list would be known again.
        """
        check = hmac.new(self.key, b"check", hashlib.sha256).hexdigest()
        known = connection.execute(select(checks.c.check).where(checks.c.dataset == self.dataset)).scalar()
        if known is None:
            connection.execute(checks.insert().values(dataset=self.dataset, check=check))
        elif known != check:
            raise NotPermitted(
                "The file keys/segments.key of the data folder is not the one by which people were suppressed and "
                "exports noted, so that nobody of them can be recognised. Restore it from a backup."
            )


class Held(NamedTuple):
    """An earlier export as overlap control sees it."""

    id: str
    platform: str
    purpose: str
    columns: tuple[str, ...]
    members: frozenset[str]
    """Hashes of those whom it held and who were not erased since."""


def earlier(connection: Connection, keyed: Keyed) -> list[Held]:
    """Return all exports of a dataset, oldest first; NotPermitted for another key than theirs."""
    keyed.require_same(connection)
    mine = select(exports).where(exports.c.dataset == keyed.dataset)
    rows = connection.execute(mine.order_by(exports.c.at, exports.c.id))
    found = []
    for row in rows.all():
        hashes = connection.execute(select(members.c.hash).where(members.c.export == row.id)).scalars()
        said = json.loads(row.receipt)
        found.append(Held(row.id, row.platform, said["purpose"], tuple(said["columns"]), frozenset(hashes)))
    return found


def remember(connection: Connection, export: str, hashes: Collection[str]) -> None:
    """Keep whom an export held."""
    rows = [{"export": export, "hash": one} for one in sorted(hashes)]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(members.insert(), rows[start : start + _AT_ONCE])


def suppress(connection: Connection, keyed: Keyed, hashes: Collection[str], *, why: str, at: datetime) -> int:
    """Put hashes on a dataset's list and return how many were not on it."""
    new = sorted(set(hashes) - listed(connection, keyed))
    rows = [{"dataset": keyed.dataset, "hash": one, "why": why, "at": iso(at)} for one in new]
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(suppressed.insert(), rows[start : start + _AT_ONCE])
    return len(rows)


def listed(connection: Connection, keyed: Keyed) -> frozenset[str]:
    """Return the hashes of those who may not be exported; NotPermitted for another key than theirs."""
    keyed.require_same(connection)
    mine = select(suppressed.c.hash).where(suppressed.c.dataset == keyed.dataset)
    return frozenset(connection.execute(mine).scalars())
