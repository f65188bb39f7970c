"""Handoff: what the person who takes a conversation over is given. Made when shown, stored nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from server.desk.context import Case, Customer
from tools.base import Model
from tools.service.urgency import Urgency


class Turn(Model):
    """One message of the conversation. Untrusted text."""

    post_id: str
    by: Literal["customer", "brand", "somebody else"]
    at: datetime
    text: str | None
    sentiment: str | None


class Packet(Model):
    """A conversation with everything a person needs to take it over."""

    why: tuple[str, ...] = Field(description="The rules that stopped automation, with the words they rest on.")
    transcript: tuple[Turn, ...]
    tried: tuple[str, ...] = Field(description="What the brand has answered so far, in its first words.")
    customer: Customer | None
    sentiment_path: tuple[str, ...] = Field(description="The customer's mood as read, message by message.")
    waiting_since: datetime
    guidance: str = Field(description="The playbook page to act by.")


def packet(case: Case, verdict: Urgency) -> Packet:
    """Put a handoff together from the tables as they are now."""
    grave = {"distress", "safety", "injury"} & {reason.rule for reason in verdict.reasons}
    return Packet(
        why=tuple(map(str, verdict.handoff)), transcript=tuple(_turn(case, place) for place in range(len(case.thread))),
        tried=tuple((post.text or "")[:160] for post in case.thread if post.is_own), customer=case.customer,
        sentiment_path=tuple(post.sentiment or "not read" for post in case.theirs),
        waiting_since=case.post.created_at, guidance="crisis" if grave else "escalation",
    )  # fmt: skip


def _turn(case: Case, place: int) -> Turn:
    post = case.thread[place]
    customer = post.author_id == case.post.author_id
    return Turn(
        post_id=post.post_id, by="brand" if post.is_own else "customer" if customer else "somebody else",
        at=post.created_at, text=post.text, sentiment=post.sentiment,
    )  # fmt: skip
