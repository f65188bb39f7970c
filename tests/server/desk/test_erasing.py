from __future__ import annotations

from sqlalchemy import select

from server.desk.approvals import approve, shown
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.erasing import forget_drafts, held_drafts
from server.desk.file_sender import FileSender
from server.desk.keys import Signer
from server.desk.outbox import deliver
from server.desk.store import approvals, drafts, evidence, ledger, outbox, versions
from tests.server.desk.conftest import AGENDA, REFUND


def test_erasing_takes_every_trace_of_a_reply_and_leaves_the_chain_whole(desk: Desk, mara: Signer, tom: Signer) -> None:
    kept, gone = desk.draft_reply("launch", AGENDA), desk.draft_reply("launch", REFUND)
    for draft, signer in ((kept, mara), (gone, mara), (gone, tom)):
        approve(desk, shown(draft), signer)
    deliver(desk, FileSender(desk.home))
    head = audit(desk.state).head
    assert forget_drafts(desk.state, desk.home, "launch", {REFUND}) == 1
    desk.state.compact()
    found = audit(desk.state, head)
    assert (found.whole, found.rows_since) == (True, 1)
    with desk.state.begin() as connection:
        for table in (drafts, versions, approvals, outbox):
            assert gone.id not in str(connection.execute(select(table)).all())
        seqs = connection.execute(select(ledger.c.seq).where(ledger.c.subject == gone.id, ledger.c.kind != "erased"))
        left = connection.execute(select(evidence.c.seq).where(evidence.c.seq.in_(seqs.scalars().all()))).all()
        assert left == []
    assert len(list(desk.home.outbox.glob("*.txt"))) == 1
    desk.state.close()
    needles = (b"refunded within 14 days", REFUND.encode(), (gone.sha256 or "").encode(), b"u_02")
    for path in desk.home.path.rglob("*"):
        if path.is_file():
            assert not any(needle in path.read_bytes() for needle in needles), path


def test_erasing_finds_drafts_by_author_and_shows_what_is_held(desk: Desk) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    held = held_drafts(desk.state, "launch", {AGENDA})
    assert [one["id"] for one in held] == [draft.id]
    assert held_drafts(desk.state, "other", {AGENDA}) == []
    assert forget_drafts(desk.state, desk.home, "launch", (), author_id="u_01") == 1
    assert held_drafts(desk.state, "launch", {AGENDA}) == []


def test_erasing_nothing_changes_nothing(desk: Desk) -> None:
    assert forget_drafts(desk.state, desk.home, "launch", {AGENDA}) == 0
    assert audit(desk.state).rows == 0
