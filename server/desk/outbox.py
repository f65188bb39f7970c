"""Outbox: sending approved bytes, once. Signatures are verified again right before.

    queued -> sending -> sent
                      -> queued again (a definite failure, after a wait that doubles) -> failed after the last try
                      -> unknown (nobody can tell whether it went out): a person resolves it

One process delivers at a time. A row found in `sending` was left by a process that died: the sender is asked
whether it went out before anything is tried again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from sqlalchemy import select

from server.desk import freshness, ledger, views
from server.desk.approvals import Step, signed_approvals
from server.desk.context import Look
from server.desk.drafting import Desk
from server.desk.model import DraftView
from server.desk.store import deciding, iso, outbox
from tools.errors import Conflict, GroundswellError, NotPermitted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from knowledge.home import Home

TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
Outcome = Literal["sent", "queued", "failed", "unknown", "stale", "expired", "held"]


class Message(NamedTuple):
    """What a sender is given. `key` is the idempotency key: the same for every try of the same message."""

    key: str
    body: bytes
    envelope: dict[str, object]


class NotSent(GroundswellError):
    """A sender knows that nothing went out; it may be tried again."""


class MaybeSent(GroundswellError):
    """A sender cannot tell whether it went out; only a person can."""


class Sender(Protocol):
    """Takes a message to where the customer is."""

    @property
    def name(self) -> str:
        """What the ledger calls it."""
        ...

    def send(self, message: Message) -> None:
        """Send it; NotSent if nothing went out, MaybeSent if that cannot be known."""
        ...

    def was_sent(self, key: str) -> bool | None:
        """Whether a message of that key went out; none if that cannot be known."""
        ...


class Delivery(NamedTuple):
    """What became of one message, and why."""

    key: str
    draft: str
    outcome: Outcome
    reason: str = ""


def deliver(desk: Desk, sender: Sender, *, step: Step = lambda _name: None) -> tuple[Delivery, ...]:
    """Send everything that is due and return what became of each.

    Raises Conflict while another process delivers.
    """
    with alone(desk.home):
        return tuple(_deliver_or_hold(desk, sender, key, step) for key in _due(desk))


@contextmanager
def alone(home: Home, *, wait_s: float = 30) -> Iterator[None]:
    """Keep other processes from delivering or erasing meanwhile."""
    from filelock import FileLock, Timeout

    home.outbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with FileLock(str(home.outbox / ".lock"), timeout=wait_s):
            yield
    except Timeout:
        raise Conflict("Another process is delivering. Try again when it has finished.") from None


def _due(desk: Desk) -> list[str]:
    rows = select(outbox.c.id).where(
        (outbox.c.state == "sending") | ((outbox.c.state == "queued") & (outbox.c.next_at <= iso(desk.now())))
    )
    with desk.state.begin() as connection:
        return list(connection.execute(rows.order_by(outbox.c.next_at, outbox.c.id)).scalars())


def _deliver_or_hold(desk: Desk, sender: Sender, key: str, step: Step) -> Delivery:
    try:
        return _deliver(desk, sender, key, step)
    except views.Unreadable as error:  # the others are sent all the same
        return Delivery(key, error.draft_id, "held", str(error))


def _deliver(desk: Desk, sender: Sender, key: str, step: Step) -> Delivery:
    with desk.state.begin() as connection:
        row = _row(connection, key)
        draft = views.draft(connection, row.draft_id)
    if row.state == "sending":
        went = sender.was_sent(key)
        if went is not False:
            return _finish(desk, sender, key, "sent" if went else "unknown", "found after an interruption", step)
    try:
        message = _claim(desk, key, draft)
    except _Withheld as withheld:
        return Delivery(key, draft.id, withheld.outcome, str(withheld))
    step("claimed")
    try:
        sender.send(message)
    except NotSent as error:
        return _retry_later(desk, sender, key, str(error), step)
    except MaybeSent as error:
        return _finish(desk, sender, key, "unknown", str(error), step)
    step("sent, not yet recorded")
    return _finish(desk, sender, key, "sent", "", step)


class _Withheld(Exception):
    """Not sent: the reason, and what became of it."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome


def _claim(desk: Desk, key: str, draft: DraftView) -> Message:
    """Verify everything once more and mark the row as being sent, in one transaction."""
    seen = desk.cases.look(draft.dataset, draft.post_id)
    with deciding(desk.state) as connection:
        row, current = _row(connection, key), views.draft(connection, draft.id)
        withheld = _withheld(connection, row, current, seen, desk.now())
        if withheld is None:
            connection.execute(
                outbox.update().where(outbox.c.id == key).values(state="sending", attempts=row.attempts + 1)
            )
            signed = signed_approvals(connection, current)
            body = views.body(connection, current.id, row.version)
    if withheld is not None:
        raise withheld
    return Message(key, body, _envelope(key, current, signed))


def _withheld(
    connection: Connection, row: Row[tuple[object, ...]], draft: DraftView, seen: Look, now: datetime
) -> _Withheld | None:
    try:
        if faults := ledger.check_chain(connection).faults:
            raise NotPermitted(faults[0])
        signed = signed_approvals(connection, draft)
    except NotPermitted as error:
        return _Withheld("held", str(error))
    if draft.state != "approved" or draft.version != row.version or len(signed) < draft.approvals_needed:
        return _Withheld("held", f"Draft {draft.id} is {draft.state} with {len(signed)} approvals.")
    if row.attempts == 0 and freshness.mark(connection, draft, seen, now=now) == "stale":
        _drop(connection, row.id)
        return _Withheld("stale", "The conversation moved on after it was approved.")
    until = min(datetime.fromisoformat(json.loads(str(one["payload"]))["expires_at"]) for one in signed)
    if now >= until:
        freshness.change(connection, draft, "expired", "expired", now=now)
        _drop(connection, row.id)
        return _Withheld("expired", "The approval expired before it could be sent.")
    return None


def _drop(connection: Connection, key: str) -> None:
    connection.execute(outbox.update().where(outbox.c.id == key).values(state="dropped"))


def _envelope(key: str, draft: DraftView, signed: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": key, "draft": draft.id, "version": draft.version, "sha256": draft.sha256, "dataset": draft.dataset,
        "platform": draft.platform, "recipient": draft.recipient, "reply_to": draft.post_id, "thread": draft.thread_id,
        "approvals": signed,
    }  # fmt: skip


def _retry_later(desk: Desk, sender: Sender, key: str, reason: str, step: Step) -> Delivery:
    with deciding(desk.state) as connection:
        row = _row(connection, key)
        if row.attempts < TRIES:
            due = desk.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
            values = {"state": "queued", "next_at": iso(due), "error": reason}
            connection.execute(outbox.update().where(outbox.c.id == key).values(**values))
            return Delivery(key, row.draft_id, "queued", f"{reason} Next try at {due:%H:%M:%S} UTC.")
    return _finish(desk, sender, key, "failed", reason, step)


def _finish(
    desk: Desk, sender: Sender, key: str, outcome: Literal["sent", "failed", "unknown"], reason: str, step: Step
) -> Delivery:
    with deciding(desk.state) as connection:
        row = _row(connection, key)
        draft = views.draft(connection, row.draft_id)
        connection.execute(outbox.update().where(outbox.c.id == key).values(state=outcome, error=reason or None))
        details: dict[str, object] = {"outbox": key, "sender": sender.name, "sha256": draft.sha256}
        freshness.change(connection, draft, outcome, outcome, now=desk.now(), details=details)
        step("before the record of sending")
    step("recorded")
    return Delivery(key, row.draft_id, outcome, reason)


def _row(connection: Connection, key: str) -> Row[tuple[object, ...]]:
    return connection.execute(select(outbox).where(outbox.c.id == key)).one()
