"""Storing: writing drafts and their versions to the state store, each with its row in the ledger."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from server.desk import ledger, views
from server.desk.composing import Composed
from server.desk.context import Case
from server.desk.model import Citation, DraftView, Finding, Risk
from server.desk.risk import assess
from server.desk.signing import sha256
from server.desk.store import deciding, drafts, iso, versions
from server.desk.wording import Written
from server.state import State
from tools.errors import Conflict
from tools.service.urgency import Urgency

if TYPE_CHECKING:
    from sqlalchemy import Connection

LIFETIME = timedelta(hours=72)
MOST_VERSIONS = 50


def hand_off(state: State, case: Case, verdict: Urgency, *, at: datetime) -> DraftView:
    """Put a conversation before a person, without a text."""
    draft_id = _new_id()
    why = list(map(str, verdict.handoff))
    with deciding(state) as connection:
        row = _row(draft_id, case, verdict, at=at) | {"state": "handoff", "version": 0, "risk": "high"}
        connection.execute(drafts.insert().values(**row, risk_reasons="[]"))
        ledger.append(connection, "handed_off", at=at, subject=draft_id, details={"reasons": why})
        return views.draft(connection, draft_id)


def propose(
    state: State, case: Case, verdict: Urgency, written: Written, *, standing: DraftView | None, at: datetime
) -> DraftView:
    """Put a reply before the reviewers: as the next version of the `standing` draft, or as a new one.

    Raises Conflict where the standing draft changed since it was looked at, or has too many versions.
    """
    assessed = assess(case, verdict, written.composed.passages)
    with deciding(state) as connection:
        if standing:
            draft_id, version = standing.id, _next_version(connection, standing)
            risk: Risk = "high" if "high" in (standing.risk, assessed.risk) else "low"
            reasons = dict.fromkeys((*standing.risk_reasons, *assessed.reasons))
            advance(connection, draft_id, version, risk=risk, reasons=tuple(reasons), at=at)
        else:
            draft_id, version = _new_id(), 1
            row = _row(draft_id, case, verdict, at=at) | {"state": "pending", "version": 1, "risk": assessed.risk}
            connection.execute(drafts.insert().values(**row, risk_reasons=json.dumps(assessed.reasons)))
        digest = store_version(connection, draft_id, version, written.composed, written.findings, at=at)
        kind: ledger.Kind = "redrafted" if standing else "drafted"
        ledger.append(connection, kind, at=at, subject=draft_id, version=version, details={"sha256": digest})
        return views.draft(connection, draft_id)


def advance(
    connection: Connection, draft_id: str, version: int, *, risk: Risk, reasons: tuple[str, ...], at: datetime
) -> None:
    """Within the caller's transaction, make `version` the one that counts and let its time begin anew."""
    changed = {"version": version, "risk": risk, "risk_reasons": json.dumps(reasons), "expires_at": iso(at + LIFETIME)}
    connection.execute(drafts.update().where(drafts.c.id == draft_id).values(**changed))


def store_version(
    connection: Connection, draft_id: str, version: int, composed: Composed, findings: tuple[Finding, ...], *,
    at: datetime,
) -> str:  # fmt: skip
    """Store a version's exact bytes within the caller's transaction and return their SHA-256."""
    body = composed.text.encode()
    citations = [Citation(passage=one.id, title=one.title, quote=one.text).model_dump() for one in composed.passages]
    connection.execute(
        versions.insert().values(
            draft_id=draft_id, version=version, body=body, sha256=sha256(body), citations=json.dumps(citations),
            findings=json.dumps([one.model_dump() for one in findings]), notes=json.dumps(composed.notes),
            written_by=composed.written_by, written_at=iso(at),
        )
    )  # fmt: skip
    return sha256(body)


def _new_id() -> str:
    """Make a draft id: random, so that it tells nothing about anybody."""
    return "d_" + secrets.token_hex(8)


def _row(draft_id: str, case: Case, verdict: Urgency, *, at: datetime) -> dict[str, object]:
    post = case.post
    return {
        "id": draft_id, "dataset": case.dataset, "dataset_version": case.dataset_version, "post_id": post.post_id,
        "thread_id": post.thread_id, "recipient": post.author_id, "platform": post.platform,
        "snapshot": case.snapshot, "priority": verdict.priority,
        "reasons": json.dumps(list(dict.fromkeys(map(str, verdict.reasons)))),
        "created_at": iso(at), "expires_at": iso(at + LIFETIME),
    }  # fmt: skip


def _next_version(connection: Connection, standing: DraftView) -> int:
    now = views.draft(connection, standing.id)
    if now.state != "pending" or now.version != standing.version:
        raise Conflict(f"Draft {standing.id} changed meanwhile: it is {now.state}, version {now.version}. Look again.")
    if now.version >= MOST_VERSIONS:
        raise Conflict(
            f"Draft {standing.id} has {now.version} versions, the most there may be. Reject it and begin anew."
        )
    return now.version + 1
