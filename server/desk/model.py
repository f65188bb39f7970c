"""Model: what a draft is, as everybody but the store sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple, get_args

from pydantic import Field

from tools.base import Model
from tools.errors import UnknownName
from tools.service.urgency import Priority

DraftState = Literal[
    "pending", "approved", "rejected", "stale", "expired", "sent", "failed", "unknown", "handoff", "taken"
]
Risk = Literal["low", "high"]
Severity = Literal["block", "warn"]

APPROVALS_NEEDED: dict[Risk, int] = {"low": 1, "high": 2}


def state_named(name: str) -> DraftState:
    """Return a state by its name; UnknownName if there is none."""
    states: tuple[DraftState, ...] = get_args(DraftState)
    for state in states:
        if state == name:
            return state
    raise UnknownName("state", name, states)


class Finding(Model):
    """Something a policy rule found in a text. One that blocks cannot be approved, whoever signs."""

    rule: str
    severity: Severity
    message: str = Field(description="What was found and what to do about it.")
    quote: str = Field("", description="The words it was found in, hidden characters made visible.")


class Citation(Model):
    """A playbook passage that a reply rests on."""

    passage: str = Field(description="Page and section: `refunds#when-a-refund-is-possible`.")
    title: str
    quote: str = Field(description="The passage, whole.")


class DraftView(Model):
    """A draft as it stands. `text` is none where a person must answer without one."""

    id: str
    version: int = Field(description="Rises with every edit; 0 for a handoff, which has no text.")
    state: DraftState
    dataset: str
    dataset_version: str = Field(description="Newest version of the dataset on which it was found fresh.")
    post_id: str
    thread_id: str | None
    recipient: str | None = Field(description="author_id of the post answered; never taken from any text.")
    platform: str
    snapshot: str = Field(description="SHA-256 of what customer and brand had written when it was drafted.")
    text: str | None
    sha256: str | None = Field(description="SHA-256 of the exact UTF-8 bytes of `text`.")
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    written_by: str = Field("", description="local, model:NAME or the reviewer's id.")
    risk: Risk
    risk_reasons: tuple[str, ...] = ()
    priority: Priority
    reasons: tuple[str, ...] = Field((), description="Why it has that priority, or why a person must take it.")
    approved_by: tuple[str, ...] = Field((), description="Names of the reviewers who approved this version.")
    approvals_needed: int
    created_at: datetime
    expires_at: datetime

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that forbid approval."""
        return tuple(finding for finding in self.findings if finding.severity == "block")

    @property
    def next_step(self) -> str:
        """Say what a person can do now."""
        if self.state == "pending" and self.blocking:
            return f"Mend it: groundswell drafts edit {self.id}"
        if self.state == "pending":
            left = self.approvals_needed - len(self.approved_by)
            more = f" ({left} different reviewers needed)" if left > 1 else ""
            return f"A reviewer approves it at a terminal{more}: groundswell drafts approve {self.id}"
        return _NEXT[self.state].format(id=self.id, dataset=self.dataset, post_id=self.post_id)


class Listing(NamedTuple):
    """Drafts, newest first, and of those whose rows cannot be read, why."""

    drafts: tuple[DraftView, ...]
    unreadable: tuple[str, ...] = ()


_NEXT = {
    "approved": "It is signed and waits for the sender: groundswell drafts deliver",
    "rejected": "Nothing more to do; a new draft can be made: groundswell draft {dataset} {post_id}",
    "stale": "The conversation moved on. Draft again: groundswell draft {dataset} {post_id}",
    "expired": "It waited too long. Draft again: groundswell draft {dataset} {post_id}",
    "sent": "Nothing more to do.",
    "failed": "The sender gave up. A reviewer decides: groundswell drafts resolve {id} retry|sent|drop",
    "unknown": "It may have been sent. Look there, then: groundswell drafts resolve {id} sent|retry|drop",
    "handoff": "A person answers this one. When somebody has: groundswell drafts resolve {id} taken",
    "taken": "A person answers this one.",
}
