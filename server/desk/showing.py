"""Showing: drafts, triage and receipts as lines for a person. Every untrusted character is made visible."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from server.desk.context import Case
from server.desk.handoff import Packet, packet
from server.desk.model import DraftView
from server.desk.visible import escaped, one_line
from tools.errors import BadRequest, NotFound, NotPermitted

if TYPE_CHECKING:
    from server.desk.approvals import Receipt
    from server.desk.drafting import Desk
    from server.desk.triage import Triage

_THREAD_SHOWN = 6


def draft_lines(desk: Desk, draft: DraftView) -> Iterator[str]:
    """Say everything that a reviewer needs about a draft: post, thread, text, sources, findings, next step."""
    yield f"Draft {draft.id}, version {draft.version}: {draft.state}, {draft.priority}, {draft.risk} risk"
    yield f"Answers post {draft.post_id} on {escaped(draft.platform)}, to {escaped(draft.recipient or 'nobody')}"
    for reason in (*draft.reasons, *draft.risk_reasons):
        yield f"  because: {escaped(reason)}"
    try:
        case = desk.case(draft.dataset, draft.post_id)
    except (NotFound, BadRequest, NotPermitted) as error:
        yield f"The conversation cannot be shown: {error}"
    else:
        yield from _conversation(case)
        if draft.state in ("handoff", "taken"):
            yield from _handoff(packet(case, desk.urgency(case)))
    if draft.text is not None:
        yield from _text(draft)
    yield f"\nNext: {draft.next_step}"


def _conversation(case: Case) -> Iterator[str]:
    yield "\nThe conversation"
    if len(case.thread) > _THREAD_SHOWN:
        yield f"  ({len(case.thread) - _THREAD_SHOWN} earlier messages)"
    for post in case.thread[-_THREAD_SHOWN:]:
        who = "brand" if post.is_own else escaped(post.author_id or "?")
        mark = ">" if post.post_id == case.post.post_id else " "
        yield f" {mark} {post.created_at:%Y-%m-%d %H:%M} {who}: {one_line(post.text or '(no text)', 600)}"


def _text(draft: DraftView) -> Iterator[str]:
    yield f"\nThe reply ({len((draft.text or '').encode()):,} bytes, SHA-256 {draft.sha256})"
    yield from (f"  | {line}" for line in escaped(draft.text or "").split("\n"))
    yield f"\nIt rests on{'' if draft.citations else ' no passage of the playbook'}"
    for citation in draft.citations:
        yield f"  {citation.passage}: {one_line(citation.quote, 300)}"
    yield f"The rules found{'' if draft.findings else ' nothing'}"
    for found in draft.findings:
        quote = f"  «{found.quote}»" if found.quote else ""
        yield f"  {found.severity.upper():<5} {found.rule}: {found.message}{quote}"
    for note in draft.notes:
        yield f"Note: {escaped(note)}"
    if draft.approved_by:
        yield f"Approved so far by {', '.join(draft.approved_by)}"


def _handoff(given: Packet) -> Iterator[str]:
    yield "\nA person takes this one. No draft was made, and nothing will be sent."
    yield f"  Why: {escaped('; '.join(given.why))}"
    yield f"  Waiting since {given.waiting_since:%Y-%m-%d %H:%M} UTC. Mood so far: {', '.join(given.sentiment_path)}"
    yield f"  Tried so far: {one_line('; '.join(given.tried) or 'nothing', 400)}"
    if given.customer:
        facts = given.customer.model_dump(exclude_none=True, exclude={"author_id"})
        yield f"  Known: {one_line('; '.join(f'{name} {value}' for name, value in facts.items()) or 'nothing', 400)}"
    yield f"  Act by the playbook page {given.guidance!r}."


def list_lines(found: Sequence[DraftView]) -> Iterator[str]:
    """Say what drafts there are."""
    if not found:
        yield "There are no drafts. See what waits: groundswell triage DATASET"
    for draft in found:
        words = one_line(draft.text or "(a person answers)", 60)
        yield f"{draft.id}  {draft.state:<8} {draft.priority} {draft.risk:<4} {draft.dataset}  {words}"
        yield f"    {draft.next_step}"


def triage_lines(found: Triage) -> Iterator[str]:
    """Say what waits, most urgent first."""
    if found.as_of is None or not found.waiting:
        yield f"Nothing waits for an answer in {found.dataset}."
        return
    levels = ", ".join(f"{count:,} {level}" for level, count in found.counts.items() if count)
    until = f"{found.as_of:%Y-%m-%d %H:%M} UTC"
    yield f"{found.unanswered:,} conversations wait in {found.dataset}: {levels}. Waits count until {until}."
    for one in found.waiting:
        person = "  A PERSON, NO DRAFT" if one.needs_person else ""
        reach = f", {one.reach:,} followers" if one.reach else ""
        wait = f"waiting {one.waiting_hours:,.0f} h"
        yield f"\n{one.priority}  {one.post_id}  {escaped(one.platform)}, {wait}{reach}{person}"
        yield from textwrap.wrap(one_line(one.text, 240), 110, initial_indent="    ", subsequent_indent="    ")
        yield f"    because: {one_line('; '.join(one.reasons) or 'nothing presses', 200)}"
    if found.left_out:
        yield f"\n{found.left_out:,} more wait; list them with --limit."
    yield f"\nNext: groundswell draft {found.dataset} POST_ID"


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """Say what was decided, and the ledger's head to keep."""
    yield f"Draft {receipt.draft}, version {receipt.version}, is {receipt.state} (signed by {receipt.reviewer})."
    if receipt.state == "pending":
        yield f"{receipt.approvals} of {receipt.approvals_needed} approvals; another reviewer must approve it too."
    yield f"Receipt: {receipt.decided_at:%Y-%m-%d %H:%M:%S} UTC, SHA-256 {receipt.sha256}"
    yield f"Ledger head: {receipt.head}"
