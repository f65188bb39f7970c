"""Drafting: proposing replies. This side of the desk can make, list and show drafts, and can decide nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from knowledge.passages import find_passages
from knowledge.playbook import Passage, Playbook, load_playbook
from server.desk import ledger, policy, views
from server.desk.composing import Brief, Composed, Composer, LocalComposer, asks_for, is_praise
from server.desk.context import Case, Cases, DatasetCases
from server.desk.freshness import settle
from server.desk.model import Citation, DraftState, DraftView, Finding, Risk
from server.desk.policy.reply import reply_to
from server.desk.risk import assess
from server.desk.signing import sha256
from server.desk.store import deciding, drafts, iso, versions
from server.runtime import Runtime
from tools.errors import BadRequest, Conflict
from tools.service.urgency import Reason, Urgency, urgency

if TYPE_CHECKING:
    from sqlalchemy import Connection

LIFETIME = timedelta(hours=72)
MOST_VERSIONS = 50
LONGEST_INSTRUCTIONS = 2_000
_PRESSING = {"outage": "outage", "locked_out": "locked out of my account"}
_OPEN: tuple[DraftState, ...] = ("pending", "approved", "handoff")


class Desk:
    """Proposes replies and shows them. Approving lives in `server.desk.approvals`, which nothing here imports."""

    def __init__(
        self,
        runtime: Runtime,
        *,
        composer: Composer | None = None,
        clock: Callable[[], datetime] | None = None,
        cases: Cases | None = None,
    ) -> None:
        self.settings, self.state, self.home = runtime.settings, runtime.state, runtime.home
        self.cases = cases or DatasetCases(runtime.home)
        self._composer = composer
        self.now = clock or (lambda: datetime.now(UTC))

    @property
    def playbook(self) -> Playbook:
        """The playbook that counts."""
        return load_playbook(self.home)

    def draft_reply(self, dataset: str, post_id: str, instructions: str | None = None) -> DraftView:
        """Draft a reply to a post, or hand it to a person; an open draft that still fits is returned as it is.

        Given `instructions`, an open draft is written anew as its next version. Raises NotPermitted where the
        dataset was not collected for support, NotFound and BadRequest for posts that cannot be answered, Conflict
        where a reply is approved or sent already.
        """
        if instructions and len(instructions) > LONGEST_INSTRUCTIONS:
            raise BadRequest(
                f"The instructions have {len(instructions):,} characters; at most {LONGEST_INSTRUCTIONS:,}."
            )
        case = self.case(dataset, post_id)
        standing = self._standing(case)
        if standing and (standing.state == "handoff" or not instructions):
            return standing
        verdict = self.urgency(case)
        if verdict.handoff:
            return self._store_handoff(case, verdict)
        written = self._written(case, verdict, instructions)
        return self._store(case, verdict, written, standing)

    def list_drafts(
        self, dataset: str | None = None, *, state: DraftState | None = None, limit: int = 50
    ) -> tuple[DraftView, ...]:
        """Return drafts, newest first, after marking those that went stale or expired."""
        wanted = select(drafts.c.id).order_by(drafts.c.created_at.desc(), drafts.c.id)
        if dataset:
            wanted = wanted.where(drafts.c.dataset == dataset)
        with self.state.begin() as connection:
            settling = wanted.where(drafts.c.state.in_(("pending", "handoff"))).limit(limit)
            open_ids = connection.execute(settling).scalars().all()
        for draft_id in open_ids:
            settle(self.state, self.cases, draft_id, now=self.now())
        if state:
            wanted = wanted.where(drafts.c.state == state)
        with self.state.begin() as connection:
            ids = connection.execute(wanted.limit(limit)).scalars().all()
            return tuple(views.draft(connection, draft_id) for draft_id in ids)

    def draft_status(self, draft_id: str) -> DraftView:
        """Return a draft as it stands, after marking it where it went stale or expired; NotFound if there is none."""
        settle(self.state, self.cases, draft_id, now=self.now())
        with self.state.begin() as connection:
            return views.draft(connection, draft_id)

    def case(self, dataset: str, post_id: str) -> Case:
        """Collect what is known around a post, from the dataset's current version."""
        return self.cases.open(dataset, post_id)

    def urgency(self, case: Case) -> Urgency:
        """Return how urgent a case is, from everything its writer said in the conversation."""
        before = [p.text or "" for p in case.theirs if p.created_at < case.post.created_at]
        after = [p.text or "" for p in case.theirs if p.created_at > case.post.created_at]
        said = urgency(case.post.text, earlier=before[-20:], reach=case.reach, read_as_distress=case.read_as_distress)
        later: list[Reason] = [reason for text in after for reason in urgency(text).handoff]
        return said.model_copy(update={"reasons": (*said.reasons, *later)}) if later else said

    def examine(self, case: Case, text: str, citations: tuple[str, ...]) -> tuple[Finding, ...]:
        """Run the policy over a text that cites passages by id."""
        passages = tuple(self.playbook.passage(one) for one in citations)
        return policy.check(reply_to(case, text, passages, self.playbook))

    def _written(self, case: Case, verdict: Urgency, instructions: str | None) -> _Written:
        brief = Brief(case, verdict, self._passages(case, verdict, instructions), self.playbook, instructions)
        if not (instructions or asks_for(verdict) or is_praise(brief)):
            raise BadRequest(
                f"Post {case.post.post_id!r} asks for nothing and praises nothing, so no reply was drafted. "
                f"To write one all the same, say what: groundswell draft {case.dataset} {case.post.post_id} --say '...'"
            )
        local = LocalComposer()
        composed = _offered(brief, (self._composer or self._configured()).compose(brief))
        findings = self._check(case, composed)
        if composed.written_by != "local" and any(one.severity == "block" for one in findings):
            broken = ", ".join(sorted({one.rule for one in findings if one.severity == "block"}))
            note = f"The model's reply was thrown away, since it failed the policy ({broken})."
            composed = local.compose(brief)
            composed = composed._replace(notes=(*composed.notes, note))
            findings = self._check(case, composed)
        return _Written(composed, findings)

    def _passages(self, case: Case, verdict: Urgency, instructions: str | None) -> tuple[Passage, ...]:
        """What answers the message; where its own words find nothing, what answers the rule that made it urgent."""
        known = self.playbook.support(case.brand)
        said = " ".join(filter(None, (case.post.text, instructions)))
        pressing = " ".join(_PRESSING[reason.rule] for reason in verdict.reasons if reason.rule in _PRESSING)
        found = find_passages(said, known) or find_passages(pressing, known)
        return tuple(one.passage for one in found)

    def _check(self, case: Case, composed: Composed) -> tuple[Finding, ...]:
        return policy.check(reply_to(case, composed.text, composed.passages, self.playbook))

    def _configured(self) -> Composer:
        if not self.settings.model:
            return LocalComposer()
        from server.desk.model_composer import ModelComposer

        return ModelComposer.of(self.settings)

    def _standing(self, case: Case) -> DraftView | None:
        """The open draft of the same post, if it still fits; Conflict if a reply is approved or sent already."""
        mine = select(drafts.c.id).where(drafts.c.dataset == case.dataset, drafts.c.post_id == case.post.post_id)
        with self.state.begin() as connection:
            ids = connection.execute(mine.order_by(drafts.c.created_at)).scalars().all()
        found = [self.draft_status(draft_id) for draft_id in ids]
        for one in found:
            if one.state in ("approved", "sent", "unknown", "failed") and one.snapshot == case.snapshot:
                raise Conflict(f"Draft {one.id} already answers this post and is {one.state}. {one.next_step}")
        return next((one for one in reversed(found) if one.state in _OPEN), None)

    def _store_handoff(self, case: Case, verdict: Urgency) -> DraftView:
        draft_id = new_id()
        why = tuple(map(str, verdict.handoff))
        with deciding(self.state) as connection:
            connection.execute(
                drafts.insert().values(**self._row(draft_id, case, verdict), state="handoff", version=0, risk="high",
                                       risk_reasons="[]")
            )  # fmt: skip
            ledger.append(connection, "handed_off", at=self.now(), subject=draft_id, details={"reasons": list(why)})
            return views.draft(connection, draft_id)

    def _store(self, case: Case, verdict: Urgency, written: _Written, standing: DraftView | None) -> DraftView:
        assessed = assess(case, verdict, written.composed.passages)
        with deciding(self.state) as connection:
            if standing:
                draft_id, version = standing.id, _next_version(connection, standing)
                risk: Risk = "high" if "high" in (standing.risk, assessed.risk) else "low"
                reasons = tuple(dict.fromkeys((*standing.risk_reasons, *assessed.reasons)))
                connection.execute(
                    drafts.update().where(drafts.c.id == draft_id).values(
                        version=version, risk=risk, risk_reasons=json.dumps(reasons),
                        expires_at=iso(self.now() + LIFETIME),
                    )
                )  # fmt: skip
            else:
                draft_id, version = new_id(), 1
                connection.execute(
                    drafts.insert().values(**self._row(draft_id, case, verdict), state="pending", version=1,
                                           risk=assessed.risk, risk_reasons=json.dumps(assessed.reasons))
                )  # fmt: skip
            digest = store_version(connection, draft_id, version, written.composed, written.findings, at=self.now())
            kind: ledger.Kind = "redrafted" if standing else "drafted"
            ledger.append(
                connection, kind, at=self.now(), subject=draft_id, version=version, details={"sha256": digest}
            )
            return views.draft(connection, draft_id)

    def _row(self, draft_id: str, case: Case, verdict: Urgency) -> dict[str, object]:
        post, now = case.post, self.now()
        return {
            "id": draft_id, "dataset": case.dataset, "dataset_version": case.dataset_version, "post_id": post.post_id,
            "thread_id": post.thread_id, "recipient": post.author_id, "platform": post.platform,
            "snapshot": case.snapshot, "priority": verdict.priority,
            "reasons": json.dumps(list(dict.fromkeys(map(str, verdict.reasons)))),
            "created_at": iso(now), "expires_at": iso(now + LIFETIME),
        }  # fmt: skip


def _offered(brief: Brief, composed: Composed) -> Composed:
    """Keep only passages that were offered, and only text that UTF-8 can hold: a composer may be hijacked."""
    known = {passage.id: passage for passage in brief.passages}
    cited = tuple(known[one.id] for one in composed.passages if one.id in known)
    return composed._replace(text=composed.text.encode("utf-8", errors="replace").decode(), passages=cited)


class _Written(NamedTuple):
    composed: Composed
    findings: tuple[Finding, ...]


def new_id() -> str:
    """Make a draft id: random, so that it tells nothing about anybody."""
    return "d_" + secrets.token_hex(8)


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


def _next_version(connection: Connection, standing: DraftView) -> int:
    now = views.draft(connection, standing.id)
    if now.state != "pending" or now.version != standing.version:
        raise Conflict(f"Draft {standing.id} changed meanwhile: it is {now.state}, version {now.version}. Look again.")
    if now.version >= MOST_VERSIONS:
        raise Conflict(
            f"Draft {standing.id} has {now.version} versions, the most there may be. Reject it and begin anew."
        )
    return now.version + 1
