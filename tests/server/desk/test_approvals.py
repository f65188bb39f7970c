from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from server.desk import decisions
from server.desk.approvals import Shown, approve, shown
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.file_sender import FileSender
from server.desk.keys import Signer, new_signer
from server.desk.outbox import deliver
from server.desk.signing import is_signed, sha256
from server.desk.store import approvals, outbox
from tests.server.desk.conftest import AGENDA, DISTRESS, REFUND, Clock, FakeCases, add_reviewer, make_desk
from tools.errors import Conflict, NotPermitted


def test_an_approval_binds_the_exact_bytes_the_recipient_and_the_moment(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    approve(desk, shown(draft), mara)
    with desk.state.begin() as connection:
        row = connection.execute(select(approvals)).one()
    said = json.loads(row.payload)
    assert is_signed(row.payload, signature=row.signature, public_key=mara.public_key)
    assert said["sha256"] == sha256((draft.text or "").encode()) == draft.sha256
    assert (said["draft"], said["version"], said["reviewer"]) == (draft.id, 1, mara.id)
    assert (said["recipient"], said["post"], said["dataset"]) == ("u_01", AGENDA, "launch")
    assert said["decided_at"] == "2026-11-20T12:00:00.000000+00:00"
    assert said["expires_at"] == "2026-11-21T12:00:00.000000+00:00"
    assert said["snapshot"] == draft.snapshot


def test_one_approval_writes_one_outbox_row_and_the_sender_writes_exactly_the_bytes(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    receipt = approve(desk, shown(draft), mara)
    assert receipt.state == "approved"
    sent = deliver(desk, FileSender(desk.home))
    assert [one.outcome for one in sent] == ["sent"]
    assert [path.read_bytes() for path in desk.home.outbox.glob("*.txt")] == [(draft.text or "").encode()]
    envelope = json.loads((desk.home.outbox / f"{sent[0].key}.json").read_text(encoding="utf-8"))
    assert (envelope["recipient"], envelope["reply_to"], envelope["sha256"]) == ("u_01", AGENDA, draft.sha256)
    assert deliver(desk, FileSender(desk.home)) == ()
    assert desk.draft_status(draft.id).state == "sent"


def test_a_high_risk_draft_needs_two_different_reviewers(desk: Desk, mara: Signer, tom: Signer) -> None:
    draft = desk.draft_reply("launch", REFUND)
    assert (draft.risk, draft.approvals_needed) == ("high", 2)
    first = approve(desk, shown(draft), mara)
    assert (first.state, first.approvals) == ("pending", 1)
    assert deliver(desk, FileSender(desk.home)) == ()
    with pytest.raises(Conflict, match="mara has approved this version already"):
        approve(desk, shown(draft), mara)
    assert approve(desk, shown(draft), tom).state == "approved"


def test_a_draft_edited_after_it_was_shown_is_a_conflict(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    seen = shown(draft)
    edited = decisions.edit(desk, seen, f"{draft.text} Thanks.", mara)
    with pytest.raises(Conflict, match="version 1 then, 2 now"):
        approve(desk, seen, mara)
    assert approve(desk, shown(edited), mara).state == "approved"


def test_a_wrong_hash_is_a_conflict(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    with pytest.raises(Conflict, match="changed after it was shown"):
        approve(desk, Shown(draft=draft.id, version=1, sha256="0" * 64), mara)


def test_an_edit_takes_back_earlier_approvals(desk: Desk, mara: Signer, tom: Signer) -> None:
    draft = desk.draft_reply("launch", REFUND)
    approve(desk, shown(draft), mara)
    edited = decisions.edit(desk, shown(draft), f"{draft.text} Thanks.", tom)
    assert edited.approved_by == ()
    assert approve(desk, shown(edited), tom).state == "pending"


@pytest.mark.parametrize("first", ["approve", "reject"])
def test_decided_once_decided_for_good(desk: Desk, mara: Signer, tom: Signer, first: str) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    if first == "approve":
        approve(desk, shown(draft), mara)
    else:
        decisions.reject(desk, shown(draft), mara, reason="too long")
    for signer in (mara, tom):
        with pytest.raises(Conflict, match="only a pending one"):
            approve(desk, shown(draft), signer)
        with pytest.raises(Conflict, match="needs one that is pending"):
            decisions.reject(desk, shown(draft), signer, reason="")


def test_of_two_who_approve_at_once_one_wins(
    desk: Desk, mara: Signer, tom: Signer, cases: FakeCases, clock: Clock
) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    other = make_desk(desk.home, cases, clock)

    def meanwhile(step: str) -> None:
        if step == "looked":
            approve(other, shown(draft), tom)

    with pytest.raises(Conflict, match="is approved; only a pending one"):
        approve(desk, shown(draft), mara, step=meanwhile)
    with desk.state.begin() as connection:
        assert len(connection.execute(select(outbox)).all()) == 1
    other.state.close()


def test_threads_that_approve_at_once_enqueue_once(desk: Desk, mara: Signer) -> None:
    from concurrent.futures import ThreadPoolExecutor

    draft = desk.draft_reply("launch", AGENDA)
    signers = [mara, *(add_reviewer(desk, f"r{n}", mara) for n in range(5))]

    def attempt(signer: Signer) -> str:
        try:
            return approve(desk, shown(draft), signer).state
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(attempt, signers))
    assert sorted(outcomes) == ["approved", *["conflict"] * 5]


def test_a_draft_expires_and_cannot_be_approved_late(desk: Desk, mara: Signer, clock: Clock) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    clock.forward(hours=72)
    with pytest.raises(Conflict, match="is expired"):
        approve(desk, shown(draft), mara)
    assert desk.draft_status(draft.id).state == "expired"


@pytest.mark.parametrize("own", [False, True], ids=["the customer", "a colleague"])
def test_a_draft_goes_stale_when_somebody_wrote_again(desk: Desk, mara: Signer, cases: FakeCases, own: bool) -> None:  # noqa: FBT001
    draft = desk.draft_reply("launch", AGENDA)
    cases.write(AGENDA, "Never mind, found it.", own=own)
    with pytest.raises(Conflict, match="is stale"):
        approve(desk, shown(draft), mara)
    assert [one.state for one in desk.list_drafts().drafts] == ["stale"]


def test_somebody_writing_during_the_approval_stops_it(desk: Desk, mara: Signer, cases: FakeCases) -> None:
    draft = desk.draft_reply("launch", AGENDA)

    def meanwhile(step: str) -> None:
        if step == "looked":
            cases.write(AGENDA, "And another thing")

    with pytest.raises(Conflict, match="was changed at this moment"):
        approve(desk, shown(draft), mara, step=meanwhile)
    assert desk.draft_status(draft.id).state == "stale"


def test_somebody_writing_after_the_approval_stops_the_sending(desk: Desk, mara: Signer, cases: FakeCases) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    approve(desk, shown(draft), mara)
    cases.write(AGENDA, "And another thing")
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["stale"]
    assert list(desk.home.outbox.glob("*.txt")) == []
    assert deliver(desk, FileSender(desk.home)) == ()


def test_an_approval_that_waited_too_long_is_not_sent(desk: Desk, mara: Signer, clock: Clock) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    approve(desk, shown(draft), mara)
    clock.forward(hours=24)
    assert [one.outcome for one in deliver(desk, FileSender(desk.home))] == ["expired"]
    assert desk.draft_status(draft.id).state == "expired"


def test_a_stranger_cannot_approve(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    for stranger in (new_signer("mara"), mara._replace(private_key=new_signer("x").private_key)):
        with pytest.raises(NotPermitted, match="not trusted"):
            approve(desk, shown(draft), stranger)


def test_a_blocked_text_cannot_be_approved_by_anybody(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    edited = decisions.edit(desk, shown(draft), "We will refund you 50 EUR tomorrow, see http://evil.example/x", mara)
    assert {one.rule for one in edited.blocking} >= {"ai_disclosure", "promise_claim", "price_claim", "link"}
    with pytest.raises(NotPermitted, match="is blocked"):
        approve(desk, shown(edited), mara)


def test_a_handoff_cannot_be_approved_edited_or_sent_but_taken(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", DISTRESS)
    assert (draft.state, draft.text, draft.priority) == ("handoff", None, "P1")
    with pytest.raises(Conflict, match="only a pending one"):
        approve(desk, shown(draft), mara)
    with pytest.raises(Conflict, match="needs one that is pending"):
        decisions.edit(desk, shown(draft), "I am here.", mara)
    assert deliver(desk, FileSender(desk.home)) == ()
    assert decisions.resolve(desk, shown(draft), mara, "taken").state == "taken"
    assert audit(desk.state).whole


def test_one_conversation_is_not_answered_by_two_drafts(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    approve(desk, shown(draft), mara)
    with pytest.raises(Conflict, match="already answers this post"):
        desk.draft_reply("launch", AGENDA)


def test_receipts_hold_the_ledgers_head(desk: Desk, mara: Signer) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    receipt = approve(desk, shown(draft), mara)
    deliver(desk, FileSender(desk.home))
    found = audit(desk.state, receipt.head)
    assert (found.whole, found.rows_since) == (True, 1)
