"""Storing: writing versions of segments to the state store, each with its row in the ledger."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from server.desk import ledger
from server.desk.signing import canonical, sha256
from server.desk.store import iso
from server.segments.model import Content, Registered, State
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
    connection.execute(
        segments.insert().values(
            id=segment_id, dataset=content.dataset, name=content.name, folded=folded(content.name), state="draft",
            version=1, created_at=iso(at), changed_at=iso(at), review_at=None,
        )
    )  # fmt: skip
    digest = _version(connection, segment_id, 1, content, key, at=at)
    ledger.append(connection, "defined", at=at, subject=segment_id, version=1, details={"sha256": digest})
    return segment_id


def next_version(connection: Connection, was: Registered, content: Content, key: str | None, *, at: datetime) -> str:
    """Store the next version within the caller's transaction, as a draft that nobody approved; returns its SHA-256.

    The key of the membership digest stays that of the version before where none is given. The caller writes the ledger.
    """
    version = was.version + 1
    key = key or key_of(connection, was.id, was.version)
    digest = _version(connection, was.id, version, content, key, at=at)
    stands = {"name": content.name, "version": version, "state": "draft", "changed_at": iso(at), "review_at": None}
    connection.execute(segments.update().where(segments.c.id == was.id).values(**stands))
    return digest


def change_state(
    connection: Connection, was: Registered, state: State, kind: ledger.Kind, *, at: datetime, actor: str = ledger.DESK,
    details: Mapping[str, object], review_at: datetime | None = None,
) -> str:  # fmt: skip
    """Move a segment to a state within the caller's transaction; returns the ledger's new head."""
    stands = {"state": state, "changed_at": iso(at), "review_at": iso(review_at) if review_at else None}
    connection.execute(segments.update().where(segments.c.id == was.id).values(**stands))
    return ledger.append(connection, kind, at=at, subject=was.id, version=was.version, actor=actor, details=details)


def key_of(connection: Connection, segment_id: str, version: int) -> str | None:
    """Return the key of a version's membership digest; none once erasing destroyed it."""
    mine = (keys.c.segment_id == segment_id) & (keys.c.version == version)
    return connection.execute(select(keys.c.key).where(mine)).scalar()


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
