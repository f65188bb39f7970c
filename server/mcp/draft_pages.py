"""Draft pages: what a chat client sees of drafts. Never the recipient, whom nothing here may address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from server.desk.model import DraftState
from server.mcp.budget import LeftOut, Section, fitted, page
from server.mcp.quoting import block, code, inert
from tools.base import Model

if TYPE_CHECKING:
    from server.desk.model import DraftView, Listing


_FEWER = "Ask for one state or one dataset."


class DraftFinding(Model):
    """Something a policy rule found in a draft."""

    rule: str
    blocks: bool = Field(description="True where it forbids approval until mended.")
    message: str
    quote: str = Field(description="The words it was found in.")

    def line(self) -> str:
        """Say it in one line."""
        where = f" in {code(self.quote)}" if self.quote else ""
        return f"- {'blocks' if self.blocks else 'note'}, {self.rule}: {inert(self.message)}{where}"


class DraftReply(Model):
    """A draft as it stands. It is a proposal: only a named reviewer can approve its exact text."""

    id: str
    version: int
    state: DraftState
    dataset: str
    post_id: str
    platform: str
    draft: str | None = Field(description="The proposed words; none where a person must answer without a draft.")
    sha256: str | None = Field(description="SHA-256 of its exact UTF-8 bytes, which an approval binds.")
    cites: tuple[str, ...] = Field(description="Playbook passages it rests on.")
    findings: tuple[DraftFinding, ...] = Field(description="What the policy rules found in it.")
    notes: tuple[str, ...]
    priority: str
    reasons: tuple[str, ...] = Field(description="Why it has that priority, or why a person must take it.")
    risk: str
    approved_by: tuple[str, ...]
    approvals_needed: int
    expires_at: datetime
    next_step: str = Field(description="What a person does next, outside this chat.")
    left_out: tuple[LeftOut, ...] = ()

    def fitted(self, budget: int) -> DraftReply:
        """Cut it to the budget; the words themselves stay whole."""
        how = f"groundswell drafts show {self.id}"
        return fitted(self, {"findings": how, "notes": how, "cites": how}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        how = f"groundswell drafts show {self.id}"
        words = f"Proposed words:\n{block(self.draft)}" if self.draft else "No draft: a person answers this one."
        head = [f"**Draft {self.id}** version {self.version}, {self.state}, priority {self.priority}", words]
        sections = [
            Section("Why:", [f"- {inert(reason)}" for reason in self.reasons], how),
            Section("Rests on:", [f"- {inert(passage)}" for passage in self.cites], how),
            Section("The policy rules found:", [finding.line() for finding in self.findings], how),
            Section("Notes:", [f"- {inert(note)}" for note in self.notes], how),
            Section("", [f"Nothing was sent, and nothing can be sent from here. {inert(self.next_step)}"]),
        ]
        return page(head, sections, budget)


class DraftLine(Model):
    """A draft in a list."""

    id: str
    version: int
    state: DraftState
    dataset: str
    post_id: str
    priority: str
    approved_by: tuple[str, ...]
    approvals_needed: int

    def line(self) -> str:
        """Say it in one line."""
        signed = f"{len(self.approved_by)} of {self.approvals_needed} approvals"
        return f"- {self.id} ({self.state}, {self.priority}, {signed}) answers {self.post_id} of {self.dataset}"


class DraftList(Model):
    """Drafts, newest first."""

    drafts: tuple[DraftLine, ...]
    unreadable: tuple[str, ...] = Field((), description="Why further drafts cannot be read, one line a draft.")
    left_out: tuple[LeftOut, ...] = ()

    def fitted(self, budget: int) -> DraftList:
        """Cut it to the budget."""
        return fitted(self, {"drafts": _FEWER, "unreadable": _FEWER}, budget)

    def text(self, budget: int) -> str:
        """Say it in Markdown."""
        if not (self.drafts or self.unreadable):
            return "There is no such draft."
        lines = [draft.line() for draft in self.drafts]
        broken = [f"- {inert(why)}" for why in self.unreadable]
        sections = [Section(f"Drafts ({len(lines)}):", lines, _FEWER), Section("Beside these:", broken, _FEWER)]
        return page([], [section for section in sections if section.lines], budget)


def draft_reply(view: DraftView) -> DraftReply:
    """Return what a chat client sees of a draft: not the recipient, whom nothing here may address."""
    findings = (
        DraftFinding(rule=each.rule, blocks=each.severity == "block", message=each.message, quote=each.quote)
        for each in view.findings
    )
    return DraftReply(
        id=view.id,
        version=view.version,
        state=view.state,
        dataset=view.dataset,
        post_id=view.post_id,
        platform=view.platform,
        draft=view.text,
        sha256=view.sha256,
        cites=tuple(citation.passage for citation in view.citations),
        findings=tuple(findings),
        notes=view.notes,
        priority=view.priority,
        reasons=view.reasons,
        risk=view.risk,
        approved_by=view.approved_by,
        approvals_needed=view.approvals_needed,
        expires_at=view.expires_at,
        next_step=view.next_step,
    )


def draft_list(found: Listing) -> DraftList:
    """Return what a chat client sees of a list of drafts."""
    lines = (DraftLine(**{name: getattr(view, name) for name in DraftLine.model_fields}) for view in found.drafts)
    return DraftList(drafts=tuple(lines), unreadable=found.unreadable)
