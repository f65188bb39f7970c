"""Freshness: drafts go stale when the conversation moved on, and expire when nobody decided."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from knowledge.manifest import current_version
from server.desk import ledger, views
from server.desk.context import open_case
from server.desk.model import DraftView, State
from server.desk.store import deciding, drafts
from tools.errors import BadRequest, NotFound, NotPermitted, UnknownName

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.runtime import Runtime


class Look(NamedTuple):
    """A look at a conversation: the dataset version it was taken on, and its snapshot.

    No snapshot where the post is gone, or may no longer be answered.
    """

    version: str
    snapshot: str | None


def look(runtime: Runtime, dataset: str, post_id: str) -> Look:
    """Look at a conversation as the dataset has it now."""
    try:
        opened = runtime.dataset(dataset)
    except (NotFound, UnknownName):
        return Look("", None)
    try:
        return Look(opened.version, open_case(opened, post_id).snapshot)
    except (NotFound, BadRequest, NotPermitted):
        return Look(opened.version, None)


def version_now(runtime: Runtime, dataset: str) -> str:
    """Return the dataset's version at this moment, from one small file; empty where it is gone."""
    try:
        return current_version(runtime.home.dataset(dataset))
    except NotFound:
        return ""


def settle(runtime: Runtime, draft_id: str, *, now: datetime) -> State:
    """Mark an undecided draft stale or expired where it is, and return its state; NotFound if there is none."""
    with runtime.state.begin() as connection:
        before = views.draft(connection, draft_id)
    if before.state not in ("pending", "handoff"):
        return before.state
    seen = look(runtime, before.dataset, before.post_id)
    with deciding(runtime.state) as connection:
        current = views.draft(connection, draft_id)
        if (current.state, current.version) != (before.state, before.version):
            return current.state
        return mark(connection, current, seen, now=now)


def mark(connection: Connection, draft: DraftView, seen: Look, *, now: datetime) -> State:
    """Within the caller's transaction, mark a draft whose time is over or whose conversation moved on.

    A handoff never expires: somebody may still be in danger.
    """
    if draft.state == "pending" and now >= draft.expires_at:
        return change(connection, draft, "expired", "expired", now=now)
    if draft.state in ("pending", "approved") and seen.snapshot != draft.snapshot:
        return change(connection, draft, "stale", "staled", now=now)
    return draft.state


def change(
    connection: Connection, draft: DraftView, state: State, kind: ledger.Kind, *, now: datetime, actor: str = ledger.DESK,
    details: dict[str, object] | None = None,
) -> State:  # fmt: skip
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
