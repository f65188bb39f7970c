"""Ledger: every decision, in a chain of hashes that shows any edit, deletion, reordering or truncation.

A row holds random ids and a keyed hash of the details; the details and the key of each row lie in a table of
their own, which erasing empties while the chain stays whole. Every receipt prints the head of the chain, and
every signature of a reviewer covers the head as it was then, so a chain rewritten from the start contradicts
both.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import func, select

from server.desk.signing import canonical
from server.desk.store import evidence, iso, ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

Kind = Literal[
    "drafted", "redrafted", "handed_off", "edited", "approved", "rejected", "staled", "expired",
    "sent", "failed", "unknown", "resolved", "taken", "erased", "reviewer_added",
    "defined", "changed", "submitted", "lowered", "reviewed", "archived", "exported",
    "suppressed", "opted_out", "removed",
]  # fmt: skip
START = "0" * 64
DESK = "desk"


class ChainReport(NamedTuple):
    """What checking the chain showed: rows, the last row's hash, and every fault in words."""

    rows: int
    head: str
    faults: tuple[str, ...]


def append(
    connection: Connection, kind: Kind, *, at: datetime, subject: str, version: int = 0, actor: str = DESK,
    details: Mapping[str, object],
) -> str:  # fmt: skip
    """Add a row within the caller's transaction and return the new head."""
    last = connection.execute(select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, START)
    key, text = secrets.token_hex(32), canonical(details)
    row = {
        "seq": seq, "at": iso(at), "kind": kind, "subject": subject, "version": version, "actor": actor,
        "seal": seal(key, text), "previous": previous,
    }  # fmt: skip
    new_head = _hash(row)
    connection.execute(ledger.insert().values(**row, hash=new_head))
    connection.execute(evidence.insert().values(seq=seq, key=key, details=text))
    return new_head


def head(connection: Connection) -> str:
    """Return the hash of the last row; 64 zeros before the first."""
    found = connection.execute(select(ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)).scalar()
    return found or START


def seal(key: str, details: str) -> str:
    """HMAC-SHA-256 of a row's details under the row's own random key, in hex."""
    return hmac.new(bytes.fromhex(key), details.encode(), hashlib.sha256).hexdigest()


def check_chain(connection: Connection, receipt_head: str | None = None) -> ChainReport:
    """Follow the chain from its first row. `receipt_head` is a head that some receipt printed: it must be in it."""
    faults: list[str] = []
    seen = {START}
    expected_seq, previous = 1, START
    for row in connection.execute(select(ledger).order_by(ledger.c.seq)):
        faults += _faults_of(row, expected_seq, previous)
        expected_seq, previous = row.seq + 1, row.hash
        seen.add(row.hash)
    if receipt_head is not None and receipt_head not in seen:
        faults.append(
            f"The head {receipt_head[:12]}... that a receipt printed is not in the ledger: rows were removed from "
            "its end, or it was rewritten."
        )
    faults += _evidence_faults(connection)
    rows = connection.execute(select(func.count()).select_from(ledger)).scalar_one()
    return ChainReport(rows, previous, tuple(faults))


def _faults_of(row: Row[tuple[object, ...]], expected_seq: int, previous: str) -> Iterator[str]:
    fields = dict(row._mapping)
    stored = fields.pop("hash")
    if row.seq != expected_seq:
        yield f"Row {expected_seq} is missing: the next one is row {row.seq}."
    if row.previous != previous:
        yield f"Row {row.seq} does not follow the row before it: one was removed, moved or changed."
    if _hash(fields) != stored:
        yield f"Row {row.seq} ({row.kind} {row.subject}) was changed after it was written."


def _evidence_faults(connection: Connection) -> Iterator[str]:
    erased = set(connection.execute(select(ledger.c.subject).where(ledger.c.kind == "erased")).scalars())
    joined = ledger.outerjoin(evidence, ledger.c.seq == evidence.c.seq)
    rows = connection.execute(
        select(ledger.c.seq, ledger.c.subject, ledger.c.seal, evidence.c.key, evidence.c.details)
        .select_from(joined)
        .order_by(ledger.c.seq)
    )
    for row in rows:
        if row.key is None and row.subject not in erased:
            yield f"The details of row {row.seq} ({row.subject}) are gone, and no erasure is recorded."
        elif row.key is not None and not hmac.compare_digest(seal(row.key, row.details), row.seal):
            yield f"The details of row {row.seq} ({row.subject}) were changed after they were sealed."


def _hash(row: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical(row).encode()).hexdigest()
