# ruff: noqa: ARG001 - fixtures are asked for by name

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from server.desk import decisions
from server.desk.approvals import approve, shown
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.file_sender import FileSender
from server.desk.keys import Signer, new_signer
from server.desk.model import DraftView
from server.desk.outbox import TRIES, MaybeSent, Message, NotSent, deliver
from server.desk.signing import sha256
from server.desk.store import approvals, drafts, outbox, versions
from tests.server.desk.conftest import AGENDA, REFUND, Clock


@dataclass
class FakeSender:
    """A sender that fails as it is told."""

    failures: list[type[Exception]] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)
    knows: bool | None = False
    name: str = "fake"

    def send(self, message: Message) -> None:
        if self.failures:
            raise self.failures.pop(0)("The line was cut.")
        self.sent.append(message)

    def was_sent(self, key: str) -> bool | None:
        return True if any(one.key == key for one in self.sent) else self.knows


@pytest.fixture
def approved(desk: Desk, mara: Signer) -> DraftView:
    draft = desk.draft_reply("launch", AGENDA)
    approve(desk, shown(draft), mara)
    return draft


def test_a_failing_sender_is_tried_again_after_waits_that_double(desk: Desk, approved: DraftView, clock: Clock) -> None:
    sender = FakeSender([NotSent, NotSent])
    assert [one.outcome for one in deliver(desk, sender)] == ["queued"]
    assert deliver(desk, sender) == ()
    clock.forward(seconds=30)
    assert [one.outcome for one in deliver(desk, sender)] == ["queued"]
    clock.forward(seconds=59)
    assert deliver(desk, sender) == ()
    clock.forward(seconds=1)
    assert [one.outcome for one in deliver(desk, sender)] == ["sent"]
    assert [one.body for one in sender.sent] == [(approved.text or "").encode()]


def test_a_sender_that_keeps_failing_is_given_up_and_a_person_may_retry(
    desk: Desk, approved: DraftView, mara: Signer, clock: Clock
) -> None:
    sender = FakeSender([NotSent] * TRIES)
    for _ in range(TRIES):
        outcome = deliver(desk, sender)[0].outcome
        clock.forward(minutes=20)
    assert outcome == "failed"
    assert deliver(desk, sender) == ()
    failed = desk.draft_status(approved.id)
    assert failed.state == "failed"
    decisions.resolve(desk, shown(failed), mara, "retry")
    assert [one.outcome for one in deliver(desk, sender)] == ["sent"]
    assert audit(desk.state).whole


@pytest.mark.parametrize(
    ("answer", "state", "sends"), [("sent", "sent", 0), ("drop", "rejected", 0), ("retry", "sent", 1)]
)
def test_unknown_is_resolved_by_a_person_and_by_nothing_else(
    desk: Desk, approved: DraftView, mara: Signer, answer: decisions.Answer, state: str, sends: int
) -> None:
    sender = FakeSender([MaybeSent])
    assert [one.outcome for one in deliver(desk, sender)] == ["unknown"]
    assert deliver(desk, sender) == ()
    decisions.resolve(desk, shown(desk.draft_status(approved.id)), mara, answer)
    deliver(desk, sender)
    assert (desk.draft_status(approved.id).state, len(sender.sent)) == (state, sends)
    assert audit(desk.state).whole


def test_a_sender_that_cannot_tell_after_a_crash_leaves_it_unknown(desk: Desk, approved: DraftView) -> None:
    sender = FakeSender(knows=None)

    class Killed(BaseException):
        pass

    def die(step: str) -> None:
        if step == "claimed":
            raise Killed

    with pytest.raises(Killed):
        deliver(desk, sender, step=die)
    assert [one.outcome for one in deliver(desk, sender)] == ["unknown"]
    assert sender.sent == []


def test_every_try_carries_the_same_key(desk: Desk, approved: DraftView, clock: Clock) -> None:
    keys = []

    class Counting(FakeSender):
        def send(self, message: Message) -> None:
            keys.append(message.key)
            super().send(message)

    sender = Counting([NotSent])
    deliver(desk, sender)
    clock.forward(minutes=1)
    deliver(desk, sender)
    assert len(keys) == 2
    assert len(set(keys)) == 1


def _other_text(body: bytes) -> dict[str, object]:
    return {"body": body, "sha256": sha256(body)}


def test_a_text_swapped_in_the_database_is_not_sent(desk: Desk, approved: DraftView) -> None:
    with desk.state.begin() as connection:
        connection.execute(versions.update().values(**_other_text(b"Buy now")))
    done = deliver(desk, FileSender(desk.home))
    assert [one.outcome for one in done] == ["held"]
    assert "does not verify" in done[0].reason
    assert list(desk.home.outbox.glob("*.txt")) == []


def test_a_recipient_swapped_in_the_database_is_not_written_to(desk: Desk, approved: DraftView) -> None:
    with desk.state.begin() as connection:
        connection.execute(drafts.update().values(recipient="u_99"))
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["held"]


def test_an_outbox_row_without_a_signature_is_not_sent(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    row = {"id": "o_forged", "draft_id": draft.id, "version": 1, "state": "queued", "attempts": 0, "next_at": "2026"}
    with desk.state.begin() as connection:
        connection.execute(drafts.update().values(state="approved"))
        connection.execute(outbox.insert().values(**row))
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["held"]
    assert not audit(desk.state).whole


def test_a_signature_by_an_unknown_key_is_not_enough(desk: Desk, approved: DraftView) -> None:
    with desk.state.begin() as connection:
        row = connection.execute(select(approvals)).one()
        connection.execute(approvals.update().values(signature=new_signer("x").sign(row.payload)))
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["held"]


def test_one_signature_copied_for_a_second_reviewer_is_not_two(desk: Desk, mara: Signer, tom: Signer) -> None:
    draft = desk.draft_reply("launch", REFUND)
    approve(desk, shown(draft), mara)
    with desk.state.begin() as connection:
        row = connection.execute(select(approvals)).one()
        connection.execute(approvals.insert().values(**{**row._mapping, "reviewer": tom.id}))
        connection.execute(drafts.update().values(state="approved"))
        connection.execute(
            outbox.insert().values(id="o_x", draft_id=draft.id, version=1, state="queued", attempts=0, next_at="2026")
        )
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["held"]


def test_a_risk_lowered_in_the_database_does_not_lower_the_signatures_needed(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", REFUND)
    with desk.state.begin() as connection:
        connection.execute(drafts.update().values(risk="low"))
    receipt = approve(desk, shown(draft), mara)
    assert receipt.state == "pending"
    assert deliver(desk, FileSender(desk.home)) == ()


def test_the_outbox_takes_a_draft_version_once(desk: Desk, approved: DraftView) -> None:
    from sqlalchemy.exc import IntegrityError

    row = {"id": "o_2", "draft_id": approved.id, "version": 1, "state": "queued", "attempts": 0, "next_at": "2026"}
    with pytest.raises(IntegrityError), desk.state.begin() as connection:
        connection.execute(outbox.insert().values(**row))
