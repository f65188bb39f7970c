"""Audit: the ledger's chain, and whether everything the tables claim stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field
from sqlalchemy import select

from server.desk import ledger as chain
from server.desk.model import APPROVALS_NEEDED
from server.desk.reviewers import trusted
from server.desk.signing import is_signed, signed_of
from server.desk.store import approvals, deciding, drafts, evidence, ledger, outbox
from server.segments import auditing
from tools.base import Model
from tools.errors import NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.state import State


class Audit(Model):
    """What checking the ledger showed."""

    whole: bool
    rows: int
    head: str = Field(description="Hash of the last row; receipts print it.")
    checked_against: str | None = Field(None, description="The head that a receipt printed, if one was given.")
    rows_since: int | None = Field(None, description="Rows added since that head.")
    faults: tuple[str, ...] = ()


def audit(state: State, receipt_head: str | None = None) -> Audit:
    """Check the chain, every signature, and that tables and ledger tell the same story.

    Give a head from a receipt to find a ledger that was cut short or rewritten as a whole.
    """
    with deciding(state) as connection:
        report = chain.check_chain(connection, receipt_head)
        faults = [*report.faults, *_trust(connection), *_decisions(connection), *_tables(connection)]
        faults += auditing.faults(connection)
        since = select(ledger.c.seq).where(ledger.c.hash == receipt_head)
        at = connection.execute(since).scalar() if receipt_head else None
        last = connection.execute(select(ledger.c.seq).order_by(ledger.c.seq.desc()).limit(1)).scalar() or 0
    return Audit(
        whole=not faults, rows=report.rows, head=report.head, checked_against=receipt_head,
        rows_since=None if at is None else last - at, faults=tuple(dict.fromkeys(faults)),
    )  # fmt: skip


def _trust(connection: Connection) -> Iterator[str]:
    try:
        trusted(connection)
    except NotPermitted as error:
        yield str(error)


def _decisions(connection: Connection) -> Iterator[str]:
    """Every signed decision in the ledger verifies, and the head it was signed over stands before it."""
    try:
        keys = {one.id: one.public_key for one in trusted(connection).values()}
    except NotPermitted:
        return
    seen = {chain.START}
    columns = (ledger.c.seq, ledger.c.hash, ledger.c.kind, ledger.c.actor, ledger.c.subject, evidence.c.details)
    rows = select(*columns).outerjoin(evidence, ledger.c.seq == evidence.c.seq)
    for row in connection.execute(rows.order_by(ledger.c.seq)):
        if row.actor != chain.DESK and row.details is not None:
            signed = signed_of(row.details)
            if not is_signed(signed.payload, signature=signed.signature, public_key=keys.get(row.actor, "")):
                yield f"The signature of row {row.seq} ({row.kind} {row.subject}) does not verify."
            elif signed.said.get("ledger_head") not in seen:
                yield f"Row {row.seq} was signed over a ledger that is not this one: rows before it were replaced."
        seen.add(row.hash)


def _tables(connection: Connection) -> Iterator[str]:
    """Approvals, states and sendings that the tables claim are in the ledger."""
    recorded: dict[tuple[str, int], set[str]] = {}
    kinds: dict[str, set[str]] = {}
    rows = select(ledger.c.subject, ledger.c.version, ledger.c.kind, evidence.c.details).outerjoin(
        evidence, ledger.c.seq == evidence.c.seq
    )
    for row in connection.execute(rows):
        kinds.setdefault(row.subject, set()).add(row.kind)
        if row.kind == "approved" and row.details:
            recorded.setdefault((row.subject, row.version), set()).add(signed_of(row.details).payload)
    for row in connection.execute(select(approvals)):
        if row.payload not in recorded.get((row.draft_id, row.version), set()):
            yield f"An approval of draft {row.draft_id} is in the table but not in the ledger."
    for row in connection.execute(select(drafts.c.id, drafts.c.state, drafts.c.version, drafts.c.risk)):
        held = len(recorded.get((row.id, row.version), ()))
        if row.state in ("approved", "sent", "failed", "unknown") and held < APPROVALS_NEEDED[row.risk]:
            needed = APPROVALS_NEEDED[row.risk]
            yield f"Draft {row.id} is {row.state} with {held} recorded approvals; {needed} are needed."
        if row.state not in _WRITTEN_AS or not _WRITTEN_AS[row.state] & kinds.get(row.id, set()):
            yield f"Draft {row.id} is {row.state}, and the ledger does not know why."
    for row in connection.execute(select(outbox)):
        if (row.draft_id, row.version) not in recorded:
            yield f"The outbox holds draft {row.draft_id}, which the ledger never saw approved."


_WRITTEN_AS = {
    "pending": {"drafted"}, "approved": {"approved"}, "rejected": {"rejected", "resolved"}, "stale": {"staled"},
    "expired": {"expired"}, "sent": {"sent", "resolved"}, "failed": {"failed"}, "unknown": {"unknown"},
    "handoff": {"handed_off"}, "taken": {"taken"},
}  # fmt: skip
