"""Erasing: forgetting drafts of a person's posts. Ledger rows stay, what they were about goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from knowledge.home import Home
from server.desk import ledger, views
from server.desk.outbox import alone
from server.desk.store import approvals, deciding, drafts, evidence, outbox, versions
from server.desk.store import ledger as ledger_rows
from server.state import State

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

_AT_ONCE = 500


def forget_drafts(
    state: State, home: Home, dataset: str, post_ids: Collection[str], *, author_id: str | None = None
) -> int:
    """Erase drafts that answer these posts, stand in their threads or go to the author; returns how many.

    Their texts, approvals, outbox rows and files, and the sealed details with their keys are destroyed. The
    ledger's rows stay, with one more each that says it was erased, so the chain still verifies. Call
    `state.compact()` afterwards to scrub the file.
    """
    with alone(home), deciding(state) as connection:
        ids = _drafts(connection, dataset, post_ids, author_id)
        for draft_id in ids:
            _erase(connection, home, draft_id)
    return len(ids)


def held_drafts(
    state: State, dataset: str, post_ids: Collection[str], *, author_id: str | None = None
) -> list[dict[str, object]]:
    """Return the drafts held on a person, for handing to them; of one that cannot be read, why."""
    with state.begin() as connection:
        held = views.listing(connection, _drafts(connection, dataset, post_ids, author_id))
    return [
        *(draft.model_dump(mode="json") for draft in held.drafts),
        *({"unreadable": why} for why in held.unreadable),
    ]


def _drafts(connection: Connection, dataset: str, post_ids: Collection[str], author_id: str | None) -> list[str]:
    wanted, found = sorted(post_ids), dict[str, None]()
    conditions: list[ColumnElement[bool]] = [drafts.c.recipient == author_id] if author_id else []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        conditions.append(or_(drafts.c.post_id.in_(some), drafts.c.thread_id.in_(some)))
    for condition in conditions:
        rows = connection.execute(select(drafts.c.id).where(drafts.c.dataset == dataset, condition)).scalars()
        found.update(dict.fromkeys(rows))
    return sorted(found)


def _erase(connection: Connection, home: Home, draft_id: str) -> None:
    for key in connection.execute(select(outbox.c.id).where(outbox.c.draft_id == draft_id)).scalars().all():
        for suffix in (".txt", ".json"):
            (home.outbox / f"{key}{suffix}").unlink(missing_ok=True)
    rows = select(ledger_rows.c.seq).where(ledger_rows.c.subject == draft_id)
    connection.execute(evidence.delete().where(evidence.c.seq.in_(rows)))
    for table in (outbox, approvals, versions):
        connection.execute(table.delete().where(table.c.draft_id == draft_id))
    connection.execute(drafts.delete().where(drafts.c.id == draft_id))
    ledger.append(connection, "erased", at=datetime.now(UTC), subject=draft_id, details={})
