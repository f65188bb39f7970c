"""Approvals: reviewers' signatures under the exact bytes of a segment's version. Used by the command line only.

Nothing that a model can call imports this module. A segment passes through three pairs of eyes if it is sensitive, two
if not: its owner submits it, and reviewers with no part in it approve it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from server.desk import ledger
from server.desk.approvals import require_trusted
from server.desk.keys import Signer
from server.desk.signing import canonical, is_signed
from server.desk.store import deciding, iso
from server.segments import history, storing, views
from server.segments.model import Lowered, Registered, State
from server.segments.registry import Registry
from tools.base import Model
from tools.errors import BadRequest, Conflict, GroundswellError, NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection

Refusal = Callable[[Registered], GroundswellError | None]
_SHORTEST_REASON = 15


class Shown(Model):
    """What a reviewer saw before deciding. A segment that is no longer this cannot be decided."""

    id: str
    version: int
    sha256: str


class Receipt(Model):
    """What was decided, and the ledger's head since: keep it, `ledger verify --head` checks against it."""

    segment: str
    name: str
    version: int
    state: State
    sha256: str
    reviewer: str
    approvals: int
    approvals_needed: int
    decided_at: datetime
    head: str


def shown(found: Registered) -> Shown:
    """Note what is being shown."""
    return Shown(id=found.id, version=found.version, sha256=found.sha256)


def submit(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
    """Put a draft before the reviewers, in the name of its owner, who signs for it.

    Raises NotPermitted for anybody but the owner, for a sensitive segment without a complete assessment that is in date
    and for a purpose that the data may no longer be used for; Conflict for one that is no draft.
    """

    def refusal(now: Registered) -> GroundswellError | None:
        if now.state != "draft":
            return _not(now, "submitted", "draft")
        if not history.same_person(signer.name, now.content.owner):
            return NotPermitted(
                f"{now.content.owner} owns {now.name!r} and submits it; you are {signer.name}. To hand it over: "
                f"groundswell segments define {now.content.dataset} {now.name!r} ... --owner {signer.name} --change WHY"
            )
        return _unassessed(now) or registry.purpose_refusal(now)

    return _decided(registry, seen, signer, "submitted", refusal)


def approve(registry: Registry, seen: Shown, signer: Signer) -> Receipt:
    """Sign for the exact version seen; with enough signatures it is approved, its assessment with it.

    Raises NotPermitted for whoever has a part in it, without the assessment that a sensitive one needs, and for a
    purpose that the data may no longer be used for; Conflict where it changed since it was shown, is not in review, or
    was approved by this reviewer already.
    """

    def refusal(now: Registered) -> GroundswellError | None:
        if now.state != "in review":
            return _not(now, "approved", "in review")
        if signer.name.casefold() in history.involved(now.content, now.submitted_by):
            return NotPermitted(
                f"{signer.name} has a part in {now.name!r}: who owns, submits or assesses a segment, or lowered its "
                "class, cannot approve it. It needs another reviewer: groundswell reviewers list"
            )
        if signer.name in now.approved_by:
            return Conflict(f"{signer.name} has approved this version already; it needs another reviewer.")
        return _unassessed(now) or registry.purpose_refusal(now)

    return _decided(registry, seen, signer, "approved", refusal)


def reject(registry: Registry, seen: Shown, signer: Signer, *, reason: str) -> Receipt:
    """Send a version back for good; its owner can make the next one."""
    _require_reason(reason)

    def refusal(now: Registered) -> GroundswellError | None:
        return None if now.state == "in review" else _not(now, "rejected", "in review")

    return _decided(registry, seen, signer, "rejected", refusal, note=reason)


def archive(registry: Registry, seen: Shown, signer: Signer, *, reason: str) -> Receipt:
    """Take a segment out of use: it stays on record and recomputes, and nothing is exported of it."""
    _require_reason(reason)

    def refusal(now: Registered) -> GroundswellError | None:
        return Conflict(f"Segment {now.name!r} is archived already.") if now.state == "archived" else None

    return _decided(registry, seen, signer, "archived", refusal, note=reason)


def review(registry: Registry, seen: Shown, signer: Signer, *, note: str) -> Receipt:
    """Record that an approved segment was looked at again and may stay as it is for another quarter."""
    _require_reason(note)

    def refusal(now: Registered) -> GroundswellError | None:
        return None if now.state == "approved" else _not(now, "reviewed", "approved")

    return _decided(registry, seen, signer, "reviewed", refusal, note=note)


def lower(registry: Registry, seen: Shown, signer: Signer, *, reason: str) -> Receipt:
    """Count a segment as ordinary though something makes it sensitive: its next version, with the reason, signed for.

    Raises NotPermitted for its owner, Conflict where nothing made it sensitive. Who lowers a class cannot approve.
    """
    _require_reason(reason)
    with deciding(registry.state) as connection:
        now = _current(registry, connection, seen, signer)
        if now.sensitivity == "ordinary":
            raise Conflict(f"Segment {now.name!r} is ordinary already.")
        if history.same_person(signer.name, now.content.owner):
            raise NotPermitted(f"{signer.name} owns {now.name!r} and cannot lower its class; another reviewer can.")
        lowered = Lowered(reason=reason, reviewer=signer.name)
        sensitivity = now.content.sensitivity.model_copy(update={"lowered": lowered})
        made = now.content.model_copy(update={"sensitivity": sensitivity, "change": f"class lowered: {reason}"})
        at = registry.now()
        sha256 = storing.next_version(connection, now, made, at=at)
        next_one = now.model_copy(update={"version": now.version + 1, "sha256": sha256})
        return _signed(connection, next_one, signer, "lowered", at=at, note=reason)


def _decided(
    registry: Registry, seen: Shown, signer: Signer, kind: ledger.Kind, refusal: Refusal, *, note: str = ""
) -> Receipt:
    with deciding(registry.state) as connection:
        now = _current(registry, connection, seen, signer)
        if refused := refusal(now):
            raise refused
        return _signed(connection, now, signer, kind, at=registry.now(), note=note)


def _current(registry: Registry, connection: Connection, seen: Shown, signer: Signer) -> Registered:
    """Return the segment as it stands if it is still what was shown, the signer trusted and the ledger whole."""
    require_trusted(connection, signer)
    if faults := ledger.check_chain(connection).faults:
        raise NotPermitted(
            f"The ledger does not hold together: {faults[0]} Nothing can be decided until it is looked into."
        )
    now = views.named(connection, seen.id, today=views.today_of(registry.now()))
    if (now.version, now.sha256) != (seen.version, seen.sha256):
        raise Conflict(
            f"Segment {now.name!r} was changed after it was shown: version {seen.version} then, {now.version} now. "
            f"Look again: groundswell segments show {now.id}"
        )
    return now


def _signed(
    connection: Connection, now: Registered, signer: Signer, kind: ledger.Kind, *, at: datetime, note: str
) -> Receipt:
    said: dict[str, Any] = {
        "act": history.act(kind), "segment": now.id, "version": now.version, "sha256": now.sha256, "note": note,
        "dataset": now.content.dataset, "reviewer": signer.id, "decided_at": iso(at),
        "ledger_head": ledger.head(connection),
    }  # fmt: skip
    payload = canonical(said)
    details = {"payload": payload, "signature": signer.sign(payload)}
    if not is_signed(payload, signature=details["signature"], public_key=signer.public_key):
        raise NotPermitted("The key made a signature that does not verify; its file is damaged.")
    head = ledger.append(connection, kind, at=at, subject=now.id, version=now.version, actor=signer.id, details=details)
    since = views.named(connection, now.id, today=views.today_of(at))
    return Receipt(
        segment=since.id, name=since.name, version=since.version, state=since.state, sha256=since.sha256,
        reviewer=signer.name, approvals=len(since.approved_by), approvals_needed=since.approvals_needed, decided_at=at,
        head=head,
    )  # fmt: skip


def _unassessed(now: Registered) -> NotPermitted | None:
    if now.dpia == "needed":
        return NotPermitted(
            f"Segment {now.name!r} is sensitive and has no impact assessment. Write one: groundswell segments dpia "
            f"{now.name!r} --write FILE, then --file FILE"
        )
    if now.dpia == "expired":
        return NotPermitted(
            f"The impact assessment of {now.name!r} ran out. Write it anew: groundswell segments dpia {now.name!r} "
            "--write FILE, then --file FILE"
        )
    return None


def _not(now: Registered, done: str, needed: State) -> Conflict:
    return Conflict(f"Segment {now.name!r} is {now.state}; only one that is {needed} can be {done}. {now.next_step}")


def _require_reason(reason: str) -> None:
    if len(reason.split()) < 3 or len(reason) < _SHORTEST_REASON:
        raise BadRequest(f"{reason!r} is no reason that somebody can follow in a year. Say it in a sentence.")
