"""Approvals: a person's signature under exact bytes. Used by the command line (and the inbox) only.

Nothing that a model can call imports this module; a test walks the import graph. An approval binds the draft, its
version, the SHA-256 of the bytes shown, the recipient, the conversation as it was, the reviewer and an expiry.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from server.desk import ledger, views
from server.desk.context import Look
from server.desk.drafting import Desk
from server.desk.freshness import mark
from server.desk.keys import Signer
from server.desk.model import DraftState, DraftView, Finding
from server.desk.reviewers import trusted
from server.desk.risk import Assessment, assess
from server.desk.signing import canonical, is_signed, sha256
from server.desk.store import approvals, deciding, drafts, iso, outbox
from tools.base import Model
from tools.errors import Conflict, GroundswellError, NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection

VALID_FOR = timedelta(hours=24)
Step = Callable[[str], None]
"""Called between steps with the step's name; tests stop the process there."""


class Receipt(Model):
    """What was decided, and the ledger's head since: keep it, `ledger verify --head` checks against it."""

    draft: str
    version: int
    state: DraftState
    sha256: str | None
    reviewer: str
    approvals: int
    approvals_needed: int
    decided_at: datetime
    head: str


class Shown(Model):
    """What a reviewer saw before deciding. A draft that is no longer this cannot be decided."""

    draft: str
    version: int
    sha256: str | None


def shown(draft: DraftView) -> Shown:
    """Note what is being shown."""
    return Shown(draft=draft.id, version=draft.version, sha256=draft.sha256)


def approve(desk: Desk, seen: Shown, signer: Signer, *, step: Step = lambda _name: None) -> Receipt:
    """Sign for the exact bytes seen; with enough signatures the draft goes to the outbox in the same transaction.

    Raises Conflict where the draft changed since it was shown, was decided by somebody else, went stale or
    expired, or where this reviewer has signed already; NotPermitted where the policy blocks it, the reviewer is
    not trusted, or anything was tampered with.
    """
    draft = desk.draft_status(seen.draft)
    examined = _examined(desk, draft)
    now, latest = desk.now(), desk.cases.look(draft.dataset, draft.post_id)
    step("looked")
    with deciding(desk.state) as connection:
        refusal = _refusal(connection, seen, signer, latest, now) or _moved_on(desk, draft.dataset, latest)
        if refusal is None:
            current = _raised(connection, views.draft(connection, seen.draft), examined)
            if blocked := [one.message for one in examined.findings if one.severity == "block"]:
                refusal = NotPermitted(f"Draft {seen.draft} is blocked. {' '.join(blocked)} {current.next_step}")
        receipt = None if refusal else _sign(connection, current, signer, now, step)
        step("signed")
    if refusal:
        raise refusal
    assert receipt is not None  # noqa: S101 - the branch above raised otherwise
    step("committed")
    return receipt


def require_current(draft: DraftView, seen: Shown) -> Conflict | None:
    """Return the conflict if a draft is no longer what was shown."""
    if (draft.version, draft.sha256) != (seen.version, seen.sha256):
        return Conflict(
            f"Draft {draft.id} was changed after it was shown: version {seen.version} then, {draft.version} now. "
            f"Look again: groundswell drafts show {draft.id}"
        )
    return None


def require_trusted(connection: Connection, signer: Signer) -> None:
    """Refuse a signer whose key is not the one that the trusted reviewers' record holds."""
    known = trusted(connection).get(signer.id)
    if known is None or known.public_key != signer.public_key or known.name != signer.name:
        raise NotPermitted(f"Reviewer {signer.name!r} is not trusted here. See: groundswell reviewers list")


def _refusal(
    connection: Connection, seen: Shown, signer: Signer, latest: Look, now: datetime
) -> GroundswellError | None:
    """Why a draft cannot be approved now; none if it can. A stale or expired one is marked on the way."""
    require_trusted(connection, signer)
    if faults := ledger.check_chain(connection).faults:
        return NotPermitted(
            f"The ledger does not hold together: {faults[0]} Nothing can be approved until it is looked into."
        )
    draft = views.draft(connection, seen.draft)
    if conflict := require_current(draft, seen):
        return conflict
    state = mark(connection, draft, latest, now=now) if draft.state == "pending" else draft.state
    if state != "pending":
        return Conflict(f"Draft {draft.id} is {state}; only a pending one can be approved. "
                        f"{draft.model_copy(update={'state': state}).next_step}")  # fmt: skip
    mine = select(approvals.c.reviewer).where(
        approvals.c.draft_id == draft.id, approvals.c.version == draft.version, approvals.c.reviewer == signer.id
    )
    if connection.execute(mine).first():
        return Conflict(f"{signer.name} has approved this version already; it needs another reviewer.")
    return _answered(connection, draft)


def _answered(connection: Connection, draft: DraftView) -> Conflict | None:
    other = select(drafts.c.id, drafts.c.state).where(
        drafts.c.dataset == draft.dataset, drafts.c.post_id == draft.post_id, drafts.c.snapshot == draft.snapshot,
        drafts.c.id != draft.id, drafts.c.state.in_(("approved", "sent", "unknown", "failed")),
    )  # fmt: skip
    if found := connection.execute(other).first():
        return Conflict(f"Draft {found.id} already answers this post and is {found.state}. Reject this one.")
    return None


def _moved_on(desk: Desk, dataset: str, latest: Look) -> Conflict | None:
    if desk.cases.version(dataset) != latest.version:
        return Conflict(f"Dataset {dataset!r} was changed at this moment. Approve again.")
    return None


class _Examined(NamedTuple):
    findings: tuple[Finding, ...]
    risk: Assessment | None


def _examined(desk: Desk, draft: DraftView) -> _Examined:
    """Check the text and its risk once more, against the rules and the conversation as they are now."""
    if draft.state != "pending" or draft.text is None:
        return _Examined(draft.findings, None)
    case = desk.case(draft.dataset, draft.post_id)
    cited = tuple(desk.playbook.passage(one.passage) for one in draft.citations)
    findings = desk.examine(case, draft.text, tuple(one.id for one in cited))
    return _Examined(findings, assess(case, desk.urgency(case), cited))


def _raised(connection: Connection, draft: DraftView, examined: _Examined) -> DraftView:
    """Raise a draft's risk to what it is now; nothing lowers it, least of all the database."""
    if examined.risk is None or examined.risk.risk == "low" or draft.risk == "high":
        return draft
    values = {"risk": "high", "risk_reasons": json.dumps(examined.risk.reasons)}
    connection.execute(drafts.update().where(drafts.c.id == draft.id).values(**values))
    return views.draft(connection, draft.id)


def _sign(connection: Connection, draft: DraftView, signer: Signer, now: datetime, step: Step) -> Receipt:
    body = views.body(connection, draft.id, draft.version)
    payload = binding(draft, body, signer, now, ledger.head(connection))
    signature = signer.sign(payload)
    if not is_signed(payload, signature=signature, public_key=signer.public_key):
        raise NotPermitted("The key made a signature that does not verify; its file is damaged.")
    step("before approval row")
    connection.execute(
        approvals.insert().values(
            draft_id=draft.id, version=draft.version, reviewer=signer.id, payload=payload, signature=signature
        )
    )
    details = {"payload": payload, "signature": signature}
    head = ledger.append(
        connection, "approved", at=now, subject=draft.id, version=draft.version, actor=signer.id, details=details
    )
    step("between approval and outbox rows")
    count, state = len(draft.approved_by) + 1, draft.state
    if count >= draft.approvals_needed:
        state = "approved"
        _enqueue(connection, draft, now)
    return Receipt(
        draft=draft.id, version=draft.version, state=state, sha256=sha256(body), reviewer=signer.name, approvals=count,
        approvals_needed=draft.approvals_needed, decided_at=now, head=head,
    )  # fmt: skip


def binding(draft: DraftView, body: bytes, signer: Signer, now: datetime, head: str) -> str:
    """Return the canonical payload that an approval signs."""
    return canonical(
        {
            "act": "approve-reply/1", "draft": draft.id, "version": draft.version, "sha256": sha256(body),
            "bytes": len(body), "reviewer": signer.id, "decided_at": iso(now), "expires_at": iso(now + VALID_FOR),
            "dataset": draft.dataset, "platform": draft.platform, "recipient": draft.recipient, "post": draft.post_id,
            "risk": draft.risk, "thread": draft.thread_id, "snapshot": draft.snapshot, "ledger_head": head,
        }
    )  # fmt: skip


def _enqueue(connection: Connection, draft: DraftView, now: datetime) -> None:
    connection.execute(drafts.update().where(drafts.c.id == draft.id).values(state="approved"))
    connection.execute(
        outbox.insert().values(
            id="o_" + secrets.token_hex(8), draft_id=draft.id, version=draft.version, state="queued", attempts=0,
            next_at=iso(now), error=None,
        )
    )  # fmt: skip


def signed_approvals(connection: Connection, draft: DraftView) -> list[dict[str, object]]:
    """Return a version's approvals whose signatures hold for exactly this draft; NotPermitted if any does not."""
    known = trusted(connection)
    body = views.body(connection, draft.id, draft.version)
    rows = connection.execute(
        select(approvals).where(approvals.c.draft_id == draft.id, approvals.c.version == draft.version)
    ).all()
    found = []
    for row in rows:
        said, reviewer = json.loads(row.payload), known.get(row.reviewer)
        bound = {
            "act": "approve-reply/1", "draft": draft.id, "version": draft.version, "sha256": sha256(body),
            "reviewer": row.reviewer, "dataset": draft.dataset, "platform": draft.platform,
            "recipient": draft.recipient, "post": draft.post_id, "thread": draft.thread_id, "snapshot": draft.snapshot,
            "risk": draft.risk,
        }  # fmt: skip
        holds = reviewer and is_signed(row.payload, signature=row.signature, public_key=reviewer.public_key)
        if not holds or any(said.get(name) != value for name, value in bound.items()):
            raise NotPermitted(
                f"An approval of draft {draft.id} does not verify; nothing is sent. See: groundswell ledger verify"
            )
        found.append(
            {"reviewer": reviewer.name if reviewer else "", "payload": row.payload, "signature": row.signature}
        )
    return found
