"""Inbox schema: a pending draft as an interrupt of the agent-inbox form, so that other inboxes can show it.

Showing is all it gives: what such an inbox answers approves nothing. Only a signature does (ADR 0006).
"""

from __future__ import annotations

from pydantic import Field

from server.desk.model import DraftView
from server.desk.visible import escaped
from tools.base import Model


class ActionRequest(Model):
    """What is to be decided."""

    action: str
    args: dict[str, str | int | None]


class HumanInterruptConfig(Model):
    """Which answers the inbox may offer."""

    allow_ignore: bool
    allow_respond: bool
    allow_edit: bool
    allow_accept: bool


class HumanInterrupt(Model):
    """One item of an agent inbox."""

    action_request: ActionRequest
    config: HumanInterruptConfig
    description: str = Field(description="Markdown-free text for the reviewer; hidden characters are spelled out.")


def interrupt(draft: DraftView) -> HumanInterrupt:
    """Return a draft as an inbox item; a blocked one cannot be accepted, a handoff only answered or ignored."""
    open_for_words = draft.state == "pending"
    findings = "\n".join(f"{one.severity}: {one.message} {one.quote}".strip() for one in draft.findings)
    why = "; ".join((*draft.reasons, *draft.risk_reasons))
    return HumanInterrupt(
        action_request=ActionRequest(
            action="take_over" if draft.state == "handoff" else "send_reply",
            args={"draft": draft.id, "version": draft.version, "sha256": draft.sha256, "text": draft.text},
        ),
        config=HumanInterruptConfig(
            allow_ignore=True, allow_respond=True, allow_edit=open_for_words,
            allow_accept=open_for_words and not draft.blocking,
        ),
        description=escaped("\n\n".join(filter(None, (draft.text or "No draft: a person answers.", why, findings)))),
    )  # fmt: skip
