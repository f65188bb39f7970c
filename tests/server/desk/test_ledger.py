from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, func, select

from server.desk import ledger as chain
from server.desk.approvals import approve, shown
from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.file_sender import FileSender
from server.desk.keys import Signer, new_signer
from server.desk.outbox import deliver
from server.desk.reviewers import trusted
from server.desk.store import approvals, drafts, evidence, ledger, reviewers, versions
from tests.server.desk.conftest import AGENDA, ODD, REFUND
from tools.errors import NotPermitted


@pytest.fixture
def busy(desk: Desk, mara: Signer, tom: Signer) -> Desk:
    """Eight rows: two reviewers, two drafts, three approvals, and one sending more."""
    for post_id, signers in ((AGENDA, [mara]), (REFUND, [mara, tom])):
        draft = desk.draft_reply("launch", post_id)
        for signer in signers:
            approve(desk, shown(draft), signer)
    deliver(desk, FileSender(desk.home))
    return desk


def test_an_honest_ledger_is_whole(busy: Desk) -> None:
    found = audit(busy.state)
    assert (found.whole, found.rows, found.faults) == (True, 9, ())


def test_an_empty_ledger_is_whole(desk: Desk) -> None:
    assert audit(desk.state).head == "0" * 64


def _edit(connection: Connection) -> None:
    connection.execute(ledger.update().where(ledger.c.seq == 4).values(kind="rejected"))


def _delete(connection: Connection) -> None:
    connection.execute(ledger.delete().where(ledger.c.seq == 4))


def _reorder(connection: Connection) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        connection.execute(ledger.update().where(ledger.c.seq == old).values(seq=new))


def _cut(connection: Connection) -> None:
    connection.execute(ledger.delete().where(ledger.c.seq >= 8))
    connection.execute(evidence.delete().where(evidence.c.seq >= 8))


def _change_details(connection: Connection) -> None:
    connection.execute(evidence.update().where(evidence.c.seq == 4).values(details='{"payload":"x"}'))


def _drop_details(connection: Connection) -> None:
    connection.execute(evidence.delete().where(evidence.c.seq == 4))


def _swap_key(connection: Connection) -> None:
    mine = reviewers.c.name == "mara"
    connection.execute(reviewers.update().where(mine).values(public_key=new_signer("x").public_key))


def _drop_reviewer(connection: Connection) -> None:
    connection.execute(reviewers.delete().where(reviewers.c.name == "tom"))


def _forge_approval(connection: Connection) -> None:
    row = connection.execute(select(approvals).limit(1)).one()
    forged = {**row._mapping, "payload": row.payload.replace("u_0", "u_9")}
    connection.execute(approvals.delete())
    connection.execute(approvals.insert().values(**forged))


def _claim_sent(connection: Connection) -> None:
    connection.execute(drafts.update().values(state="sent"))
    connection.execute(ledger.delete().where(ledger.c.kind == "approved"))


TAMPERING: list[Callable[[Connection], None]] = [
    _edit, _delete, _reorder, _cut, _change_details, _drop_details, _swap_key, _drop_reviewer, _forge_approval,
    _claim_sent,
]  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda one: one.__name__.strip("_"))
def test_tampering_shows(busy: Desk, tamper: Callable[[Connection], None]) -> None:
    with busy.state.begin() as connection:
        tamper(connection)
    found = audit(busy.state)
    assert not found.whole
    assert found.faults


def test_cutting_the_end_off_clean_shows_against_a_receipt_only(busy: Desk) -> None:
    before = audit(busy.state)
    busy.draft_reply("launch", ODD)
    head = audit(busy.state).head
    with busy.state.begin() as connection:
        last = connection.execute(select(func.max(ledger.c.seq))).scalar_one()
        for table in (ledger, evidence):
            connection.execute(table.delete().where(table.c.seq == last))
        connection.execute(
            versions.delete().where(versions.c.draft_id.in_(select(drafts.c.id).where(drafts.c.post_id == ODD)))
        )
        connection.execute(drafts.delete().where(drafts.c.post_id == ODD))
    assert audit(busy.state).whole
    assert audit(busy.state, before.head).whole
    found = audit(busy.state, head)
    assert not found.whole
    assert "not in the ledger" in found.faults[0]


def test_a_chain_rewritten_from_the_start_contradicts_the_signatures(busy: Desk) -> None:
    with busy.state.begin() as connection:
        rows = connection.execute(select(ledger).order_by(ledger.c.seq)).all()
        connection.execute(ledger.delete())
        previous = chain.START
        for row in rows:
            fields = {**row._mapping, "at": row.at.replace("2026", "2025"), "previous": previous}
            del fields["hash"]
            previous = chain._hash(fields)
            connection.execute(ledger.insert().values(**fields, hash=previous))
        assert chain.check_chain(connection).faults == ()
    found = audit(busy.state)
    assert any("signed over a ledger that is not this one" in fault for fault in found.faults)


def test_nothing_is_approved_or_sent_over_a_broken_ledger(busy: Desk, mara: Signer) -> None:
    draft = busy.draft_reply("launch", ODD)
    with busy.state.begin() as connection:
        _edit(connection)
    with pytest.raises(NotPermitted, match="does not hold together"):
        approve(busy, shown(draft), mara)


def test_a_swapped_public_key_is_believed_by_nobody(busy: Desk) -> None:
    with busy.state.begin() as connection:
        _swap_key(connection)
        with pytest.raises(NotPermitted, match="changed outside Groundswell"):
            trusted(connection)


def test_the_ledger_holds_no_text_and_no_id_of_a_person(busy: Desk) -> None:
    with busy.state.begin() as connection:
        rows = str(connection.execute(select(ledger)).all())
    for words in ("u_01", "u_02", AGENDA, REFUND, "mara", "agenda", "launch"):
        assert words not in rows
