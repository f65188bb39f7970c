"""Reviewers: whose signatures count. The first is trusted on first use, each later one was signed for by another.

Rows of the table are believed only as far as signatures and the ledger carry them: a key that was swapped in the
database contradicts both.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from server.desk import ledger as chain
from server.desk.signing import canonical, is_signed, signed_of
from server.desk.store import evidence, iso, ledger, reviewers
from tools.errors import NotPermitted, UnknownName

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row


class Reviewer(NamedTuple):
    """Somebody whose signature counts."""

    id: str
    name: str
    public_key: str
    added_at: datetime
    added_by: str

    @property
    def fingerprint(self) -> str:
        """First 16 hex digits of the public key, for comparing by eye."""
        return self.public_key[:16]


def trusted(connection: Connection) -> dict[str, Reviewer]:
    """Return all reviewers by id, oldest first.

    Raises NotPermitted when any row is not covered by a signature and by the ledger: somebody changed the
    database, and no signature can be believed until it is known what.
    """
    believed: dict[str, Reviewer] = {}
    recorded = _recorded(connection)
    for row in connection.execute(select(reviewers).order_by(reviewers.c.seq)):
        said = _said(row.payload)
        reviewer = Reviewer(row.id, row.name, row.public_key, _moment(said.get("added_at")), row.added_by)
        voucher = believed.get(row.added_by) or (reviewer if not believed else None)
        claims = canonical(said) == row.payload and said == {**said, **_claims(row)}
        signed = voucher is not None and is_signed(row.payload, signature=row.signature, public_key=voucher.public_key)
        if not (claims and signed and recorded.get(row.id) == row.public_key):
            raise NotPermitted(
                f"The record of reviewer {row.name!r} was changed outside Groundswell: its signature or the ledger "
                "contradicts it. Nothing can be approved or sent. See: groundswell ledger verify"
            )
        believed[reviewer.id] = reviewer
    if missing := set(recorded) - set(believed):
        raise NotPermitted(f"Reviewers {sorted(missing)} are in the ledger but not in the table: rows were removed.")
    return believed


def named(connection: Connection, name: str) -> Reviewer:
    """Return the reviewer of that name; UnknownName if there is none."""
    known = {reviewer.name: reviewer for reviewer in trusted(connection).values()}
    if name not in known:
        raise UnknownName("reviewer", name, known)
    return known[name]


def enrolment(
    *, reviewer_id: str, name: str, public_key: str, added_by: str, added_at: datetime, ledger_head: str
) -> str:
    """Return the canonical payload that the voucher signs to add a reviewer."""
    return canonical(
        {
            "act": "add-reviewer/1", "id": reviewer_id, "name": name, "public_key": public_key, "added_by": added_by,
            "added_at": iso(added_at), "ledger_head": ledger_head,
        }
    )  # fmt: skip


def record(connection: Connection, payload: str, signature: str, *, at: datetime) -> str:
    """Add a reviewer from a signed payload within the caller's transaction; returns the ledger's head."""
    row = json.loads(payload)
    connection.execute(
        reviewers.insert().values(
            id=row["id"], name=row["name"], public_key=row["public_key"], payload=payload,
            added_by=row["added_by"], signature=signature,
        )
    )  # fmt: skip
    details = {"payload": payload, "signature": signature}
    return chain.append(connection, "reviewer_added", at=at, subject=row["id"], actor=row["added_by"], details=details)


def _said(payload: str) -> dict[str, object]:
    """What a payload says; nothing where it was damaged."""
    try:
        said = json.loads(payload)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _moment(written: object) -> datetime:
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _claims(row: Row[tuple[object, ...]]) -> dict[str, object]:
    return {
        "act": "add-reviewer/1", "id": row.id, "name": row.name, "public_key": row.public_key, "added_by": row.added_by,
    }  # fmt: skip


def _recorded(connection: Connection) -> dict[str, str]:
    """Public keys by reviewer id as the ledger's sealed details have them."""
    rows = connection.execute(
        select(ledger.c.subject, ledger.c.seal, evidence.c.key, evidence.c.details)
        .join(evidence, ledger.c.seq == evidence.c.seq)
        .where(ledger.c.kind == "reviewer_added")
    )
    return {
        row.subject: str(signed_of(row.details).said.get("public_key"))
        for row in rows
        if chain.seal(row.key, row.details) == row.seal
    }
