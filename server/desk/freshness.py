"""Freshness: drafts go stale when the conversation moved on, and expire when nobody decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from server.desk import ledger, views
from server.desk.context import Cases, Look
from server.desk.model import DraftState, DraftView
from server.desk.store import deciding, drafts

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.state import State


def settle(state: State, cases: Cases, draft_id: str, *, now: datetime) -> DraftState:
    """Mark an undecided draft stale or expired where it is, and return its state; NotFound if there is none."""
    with state.begin() as connection:
        before = views.draft(connection, draft_id)
    if before.state not in ("pending", "handoff"):
        return before.state
    version = cases.version(before.dataset)
    same = version == before.dataset_version
    seen = Look(version, before.snapshot) if same else cases.look(before.dataset, before.post_id)
    with deciding(state) as connection:
        current = views.draft(connection, draft_id)
        if (current.state, current.version) != (before.state, before.version):
            return current.state
        return mark(connection, current, seen, now=now)


def mark(connection: Connection, draft: DraftView, seen: Look, *, now: datetime) -> DraftState:
    """Within the caller's transaction, mark a draft whose time is over or whose conversation moved on.

    A handoff never expires: somebody may still be in danger.
    """
    if draft.state == "pending" and now >= draft.expires_at:
        return change(connection, draft, "expired", "expired", now=now)
    if draft.state in ("pending", "approved") and seen.snapshot != draft.snapshot:
        return change(connection, draft, "stale", "staled", now=now)
    if seen.version != draft.dataset_version:  # so that the next look at this version is spared
        connection.execute(drafts.update().where(drafts.c.id == draft.id).values(dataset_version=seen.version))
    return draft.state


def change(
    connection: Connection, draft: DraftView, state: DraftState, kind: ledger.Kind, *, now: datetime,
    actor: str = ledger.DESK,    details: dict[str, object] | None = None,
) -> DraftState:  # fmt: skip
    """Within the caller's transaction, move a draft to another state and write it to the ledger."""
    connection.execute(drafts.update().where(drafts.c.id == draft.id).values(state=state))
    ledger.append(
        connection,
        kind,
        at=now,
        subject=draft.id,
        version=draft.version,
        actor=actor,
        details=details or {"state": state},
    )
    return state
