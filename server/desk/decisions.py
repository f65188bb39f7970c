"""Decisions: editing, rejecting and resolving under a reviewer's signature. Used where approvals are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from server.desk import freshness, ledger, views
from server.desk.approvals import Receipt, Shown, require_current, require_trusted
from server.desk.composing import Composed
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.desk.model import DraftState, DraftView, Risk
from server.desk.policy import LONGEST
from server.desk.risk import assess
from server.desk.signing import canonical
from server.desk.store import deciding, iso, outbox
from server.desk.storing import MOST_VERSIONS, advance, store_version
from tools.errors import BadRequest, Conflict, UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

Answer = Literal["sent", "retry", "drop", "taken"]
_FROM: dict[Answer, tuple[DraftState, ...]] = {
    "sent": ("unknown", "failed"), "retry": ("unknown", "failed"), "drop": ("unknown", "failed", "approved"),
    "taken": ("handoff",),
}  # fmt: skip
_TO: dict[Answer, DraftState] = {"sent": "sent", "retry": "approved", "drop": "rejected", "taken": "taken"}


def answer_named(name: str) -> Answer:
    """Return an answer by its name; UnknownName if there is none."""
    for answer in _FROM:
        if answer == name:
            return answer
    raise UnknownName("answer", name, _FROM)


def edit(desk: Desk, seen: Shown, text: str, signer: Signer) -> DraftView:
    """Store a reviewer's own wording as the next version, checked like any other; earlier approvals do not count.

    Raises Conflict where the draft is not what was shown or no longer pending, BadRequest for a text that no
    platform takes.
    """
    if len(text) > LONGEST:
        raise BadRequest(f"The text has {len(text):,} characters; no reply has more than {LONGEST:,}. Shorten it.")
    draft = desk.draft_status(seen.draft)
    case = desk.case(draft.dataset, draft.post_id)
    cited = tuple(desk.playbook.passage(one.passage) for one in draft.citations)
    findings = desk.examine(case, text, tuple(one.id for one in cited))
    assessed = assess(case, desk.urgency(case), cited)
    with deciding(desk.state) as connection:
        current = _decidable(connection, seen, signer, ("pending",))
        if current.version >= MOST_VERSIONS:
            raise Conflict(f"Draft {current.id} has {current.version} versions, the most there may be. Reject it.")
        composed = Composed(text, cited, f"reviewer:{signer.id}")
        version = current.version + 1
        digest = store_version(connection, current.id, version, composed, findings, at=desk.now())
        risk: Risk = "high" if "high" in (current.risk, assessed.risk) else "low"
        reasons = tuple(dict.fromkeys((*current.risk_reasons, *assessed.reasons)))
        advance(connection, current.id, version, risk=risk, reasons=reasons, at=desk.now())
        details = _signed("edit-reply/1", current, signer, desk.now(), connection, sha256=digest)
        ledger.append(
            connection, "edited", at=desk.now(), subject=current.id, version=version, actor=signer.id, details=details
        )
        return views.draft(connection, current.id)


def reject(desk: Desk, seen: Shown, signer: Signer, *, reason: str) -> Receipt:
    """Refuse a pending draft for good."""
    with deciding(desk.state) as connection:
        draft = _decidable(connection, seen, signer, ("pending",))
        details = _signed("reject-reply/1", draft, signer, desk.now(), connection, reason=reason)
        freshness.change(connection, draft, "rejected", "rejected", now=desk.now(), actor=signer.id, details=details)
        return _receipt(connection, draft, "rejected", signer, desk.now())


def resolve(desk: Desk, seen: Shown, signer: Signer, answer: Answer) -> Receipt:
    """Say what a person found out: it was `sent`, is to be tried again (`retry`) or dropped; or take a handoff."""
    with deciding(desk.state) as connection:
        draft = _decidable(connection, seen, signer, _FROM[answer])
        details = _signed("resolve-reply/1", draft, signer, desk.now(), connection, answer=answer)
        kind: ledger.Kind = "taken" if answer == "taken" else "resolved"
        freshness.change(connection, draft, _TO[answer], kind, now=desk.now(), actor=signer.id, details=details)
        mine = (outbox.c.draft_id == draft.id) & (outbox.c.version == draft.version)
        if answer == "retry":
            fresh = {"state": "queued", "attempts": 0, "next_at": iso(desk.now())}
            connection.execute(outbox.update().where(mine).values(**fresh))
        elif answer in ("sent", "drop"):
            connection.execute(outbox.update().where(mine).values(state="sent" if answer == "sent" else "dropped"))
        return _receipt(connection, draft, _TO[answer], signer, desk.now())


def _decidable(connection: Connection, seen: Shown, signer: Signer, states: Iterable[DraftState]) -> DraftView:
    require_trusted(connection, signer)
    draft = views.draft(connection, seen.draft)
    if conflict := require_current(draft, seen):
        raise conflict
    if draft.state not in states:
        raise Conflict(
            f"Draft {draft.id} is {draft.state}, and this needs one that is {' or '.join(states)}. {draft.next_step}"
        )
    return draft


def _signed(
    act: str, draft: DraftView, signer: Signer, now: datetime, connection: Connection, **more: object
) -> dict[str, object]:
    payload = canonical(
        {"act": act, "draft": draft.id, "version": draft.version, "sha256": draft.sha256, "reviewer": signer.id,
         "decided_at": iso(now), "ledger_head": ledger.head(connection), **more}
    )  # fmt: skip
    return {"payload": payload, "signature": signer.sign(payload)}


def _receipt(connection: Connection, draft: DraftView, state: DraftState, signer: Signer, now: datetime) -> Receipt:
    return Receipt(
        draft=draft.id, version=draft.version, state=state, sha256=draft.sha256, reviewer=signer.name,
        approvals=len(draft.approved_by), approvals_needed=draft.approvals_needed, decided_at=now,
        head=ledger.head(connection),
    )  # fmt: skip
