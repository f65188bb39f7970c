"""Drafting: proposing replies. This side of the desk can make, list and show drafts, and can decide nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select

from knowledge.playbook import Playbook, load_playbook
from server.desk import policy, storing, views
from server.desk.composing import Composer, LocalComposer
from server.desk.context import Case, Cases, DatasetCases
from server.desk.freshness import settle
from server.desk.model import DraftState, DraftView, Finding, Listing
from server.desk.policy.reply import reply_to
from server.desk.store import drafts
from server.desk.wording import written
from server.runtime import Runtime
from tools.errors import BadRequest, Conflict
from tools.service.urgency import Reason, Urgency, urgency

LONGEST_INSTRUCTIONS = 2_000
_OPEN: tuple[DraftState, ...] = ("pending", "approved", "handoff")
_ANSWERED: tuple[DraftState, ...] = ("approved", "sent", "unknown", "failed")


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
                f"The instructions have {len(instructions):,} characters; at most {LONGEST_INSTRUCTIONS:,}. Shorten "
                "them."
            )
        case = self.case(dataset, post_id)
        standing = self._standing(case)
        if standing and (standing.state == "handoff" or not instructions):
            return standing
        verdict = self.urgency(case)
        if verdict.handoff:
            return storing.hand_off(self.state, case, verdict, at=self.now())
        composer = self._composer or self._configured()
        reply = written(case, verdict, instructions, playbook=self.playbook, composer=composer)
        return storing.propose(self.state, case, verdict, reply, standing=standing, at=self.now())

    def list_drafts(self, dataset: str | None = None, *, state: DraftState | None = None, limit: int = 50) -> Listing:
        """Return drafts, newest first, after marking those that went stale or expired, and which cannot be read."""
        wanted = select(drafts.c.id).order_by(drafts.c.created_at.desc(), drafts.c.id)
        if dataset:
            wanted = wanted.where(drafts.c.dataset == dataset)
        with self.state.begin() as connection:
            settling = wanted.where(drafts.c.state.in_(("pending", "handoff"))).limit(limit)
            open_ids = connection.execute(settling).scalars().all()
        for draft_id in open_ids:
            self._settled(draft_id)
        if state:
            wanted = wanted.where(drafts.c.state == state)
        with self.state.begin() as connection:
            return views.listing(connection, connection.execute(wanted.limit(limit)).scalars().all())

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

    def _configured(self) -> Composer:
        if not self.settings.model:
            return LocalComposer()
        from server.desk.model_composer import ModelComposer

        return ModelComposer.of(self.settings)

    def _settled(self, draft_id: str) -> None:
        try:
            settle(self.state, self.cases, draft_id, now=self.now())
        except views.Unreadable:
            return  # it stays as it is, and is listed as one that cannot be read

    def _standing(self, case: Case) -> DraftView | None:
        """The open draft of the same post, if it still fits; Conflict if a reply is approved or sent already."""
        columns = select(drafts.c.id, drafts.c.state).order_by(drafts.c.created_at)
        mine = columns.where(drafts.c.dataset == case.dataset, drafts.c.post_id == case.post.post_id)
        with self.state.begin() as connection:
            rows = connection.execute(mine).all()
        found = []
        for draft_id, state in rows:
            try:
                found.append(self.draft_status(draft_id))
            except views.Unreadable:
                if state in _ANSWERED:  # it may have been sent
                    raise
        for one in found:
            if one.state in _ANSWERED and one.snapshot == case.snapshot:
                raise Conflict(f"Draft {one.id} already answers this post and is {one.state}. {one.next_step}")
        return next((one for one in reversed(found) if one.state in _OPEN), None)
