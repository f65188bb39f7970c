"""Storing: writing versions of segments to the state store, each with its row in the ledger."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from server.desk import ledger
from server.desk.signing import canonical, sha256
from server.desk.store import iso
from server.segments.membership import key_of
from server.segments.model import Content, Registered
from server.segments.store import keys, segments, versions
from server.segments.views import folded

if TYPE_CHECKING:
    from sqlalchemy import Connection


def text_of(content: Content) -> str:
    """Return a version's canonical JSON: the bytes that are stored, hashed and signed."""
    return canonical(content.model_dump(mode="json"))


def add(connection: Connection, content: Content, key: str, *, at: datetime) -> str:
    """Store a new segment as a draft within the caller's transaction; returns its random id."""
    segment_id = "sg_" + secrets.token_hex(8)
    row = {"id": segment_id, "dataset": content.dataset, "name": content.name, "folded": folded(content.name)}
    connection.execute(segments.insert().values(**row))
    details = {"sha256": _version(connection, segment_id, 1, content, key, at=at)}
    ledger.append(connection, "defined", at=at, subject=segment_id, version=1, details=details)
    return segment_id


def change(
    connection: Connection, was: Registered, content: Content, *, key: str | None = None, note: str, at: datetime
) -> None:
    """Store the next version, a draft that nobody approved, within the caller's transaction.

    The key of the membership digest stays that of the version before where none is given.
    """
    details = {"sha256": next_version(connection, was, content, key=key, at=at), "note": note}
    ledger.append(connection, "changed", at=at, subject=was.id, version=was.version + 1, details=details)


def next_version(
    connection: Connection, was: Registered, content: Content, *, key: str | None = None, at: datetime
) -> str:
    """Store the next version and return its SHA-256. The caller writes the ledger."""
    kept = key or key_of(connection, was.id, was.version)
    return _version(connection, was.id, was.version + 1, content, kept, at=at)


def _version(
    connection: Connection, segment_id: str, version: int, content: Content, key: str | None, *, at: datetime
) -> str:
    body = text_of(content)
    digest = sha256(body.encode())
    row = {"segment_id": segment_id, "version": version}
    connection.execute(versions.insert().values(**row, body=body, sha256=digest, written_at=iso(at)))
    if key:
        connection.execute(keys.insert().values(**row, key=key))
    return digest
