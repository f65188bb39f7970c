"""Store: the desk's tables in the state database. Times are ISO 8601 in UTC, texts are bytes, lists are JSON."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from server.state import State, metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("dataset", String(64), nullable=False, index=True),
    Column("dataset_version", String(40), nullable=False),
    Column("post_id", String(200), nullable=False, index=True),
    Column("thread_id", String(200)),
    Column("recipient", String(200)),
    Column("platform", String(40), nullable=False),
    Column("snapshot", String(64), nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("risk", String(6), nullable=False),
    Column("risk_reasons", Text, nullable=False),
    Column("priority", String(2), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

versions = Table(
    "draft_versions",
    metadata,
    Column("draft_id", String(24), ForeignKey("drafts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("citations", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("written_by", String(80), nullable=False),
    Column("written_at", String(32), nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("draft_id", String(24), ForeignKey("drafts.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("reviewer", String(24), primary_key=True),
    Column("payload", Text, nullable=False),
    Column("signature", String(128), nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("draft_id", String(24), ForeignKey("drafts.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("next_at", String(32), nullable=False),
    Column("error", Text),
    UniqueConstraint("draft_id", "version"),
)

reviewers = Table(
    "reviewers",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(24), nullable=False, unique=True),
    Column("name", String(60), nullable=False, unique=True),
    Column("public_key", String(64), nullable=False, unique=True),
    Column("payload", Text, nullable=False),
    Column("added_by", String(24), nullable=False),
    Column("signature", String(128), nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(24), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("actor", String(24), nullable=False),
    Column("seal", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)

evidence = Table(
    "ledger_evidence",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
    Column("details", Text, nullable=False),
)


@contextmanager
def deciding(state: State) -> Iterator[Connection]:
    """Open a transaction in which nobody else decides: SQLite's write lock, or a lock on Postgres's ledger."""
    with state.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
        yield connection


def iso(moment: datetime) -> str:
    """Write a moment as the tables hold it: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
