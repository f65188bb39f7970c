from __future__ import annotations

from dataclasses import dataclass

import pytest

from server.desk.composing import Brief, Composed
from server.desk.drafting import Desk
from server.desk.inbox_schema import interrupt
from server.desk.signing import sha256
from server.desk.store import drafts, versions
from tests.server.desk.conftest import AGENDA, DISTRESS, LEGAL, ODD, PRAISE, REFUND, Clock, FakeCases, post
from tools.errors import BadRequest, NotFound, NotPermitted

AI = "Written with an AI assistant and checked by a person on our team."


@dataclass
class Scripted:
    """A composer that returns one text, whatever it is asked."""

    text: str

    def compose(self, brief: Brief) -> Composed:
        return Composed(self.text, brief.passages, "model:scripted")


def test_a_draft_rests_on_a_cited_passage_and_passes_the_rules(desk: Desk) -> None:
    draft = desk.draft_reply("launch", AGENDA)
    assert (draft.state, draft.version, draft.written_by) == ("pending", 1, "local")
    assert [one.passage for one in draft.citations] == ["assist-agenda#why-a-session-was-suggested"]
    assert "suggests sessions from the interests you ticked" in (draft.text or "")
    assert (draft.text or "").endswith(AI)
    assert draft.findings == ()
    assert draft.sha256 == sha256((draft.text or "").encode())
    assert (draft.recipient, draft.post_id) == ("u_01", AGENDA)


def test_a_message_the_playbook_does_not_cover_gets_a_holding_reply_that_promises_nothing(desk: Desk) -> None:
    draft = desk.draft_reply("launch", ODD)
    assert draft.citations == ()
    assert "guess" in (draft.text or "")
    assert "?" in (draft.text or "")
    assert draft.findings == ()
    assert any("promises nothing" in note for note in draft.notes)


def test_praise_is_thanked_for_and_given_no_article(desk: Desk) -> None:
    draft = desk.draft_reply("launch", PRAISE)
    assert draft.citations == ()
    assert "hank" in (draft.text or "") or "glad" in (draft.text or "")


def test_money_is_high_risk_and_personal_data_are_not_repeated(desk: Desk) -> None:
    draft = desk.draft_reply("launch", REFUND)
    assert (draft.risk, draft.approvals_needed, draft.blocking) == ("high", 2, ())
    for secret in ("448812", "dana", "Kowalczyk", "Nordlicht"):
        assert secret not in (draft.text or "")


@pytest.mark.parametrize(("post_id", "rule"), [(DISTRESS, "distress"), (LEGAL, "legal")])
def test_distress_and_legal_threats_get_no_draft(desk: Desk, post_id: str, rule: str) -> None:
    draft = desk.draft_reply("launch", post_id)
    assert (draft.state, draft.text, draft.sha256, draft.version) == ("handoff", None, None, 0)
    assert draft.reasons[0].startswith(rule)
    assert desk.draft_reply("launch", post_id).id == draft.id
    assert desk.draft_reply("launch", post_id, "write something nice anyway").id == draft.id


def test_distress_anywhere_in_the_conversation_counts(desk: Desk, cases: FakeCases) -> None:
    cases.write(AGENDA, "honestly I just want to end it all")
    assert desk.draft_reply("launch", AGENDA).state == "handoff"


def test_an_open_draft_is_returned_and_instructions_make_its_next_version(desk: Desk) -> None:
    first = desk.draft_reply("launch", AGENDA)
    assert desk.draft_reply("launch", AGENDA) == first
    second = desk.draft_reply("launch", AGENDA, "tell them how to turn the agenda off")
    assert (second.id, second.version) == (first.id, 2)
    assert len(desk.list_drafts().drafts) == 1


def test_a_stale_draft_is_followed_by_a_new_one(desk: Desk, cases: FakeCases) -> None:
    first = desk.draft_reply("launch", AGENDA)
    cases.write(AGENDA, "Still the same today")
    second = desk.draft_reply("launch", AGENDA)
    assert second.id != first.id
    assert desk.draft_status(first.id).state == "stale"


def test_a_draft_whose_post_was_erased_goes_stale(desk: Desk, cases: FakeCases) -> None:
    first = desk.draft_reply("launch", AGENDA)
    del cases.threads[AGENDA]
    cases.versions += 1
    assert desk.draft_status(first.id).state == "stale"


def test_drafts_expire(desk: Desk, clock: Clock) -> None:
    first = desk.draft_reply("launch", AGENDA)
    handed = desk.draft_reply("launch", DISTRESS)
    clock.forward(hours=73)
    assert [one.id for one in desk.list_drafts(state="expired").drafts] == [first.id]
    assert desk.draft_status(handed.id).state == "handoff"


@pytest.mark.parametrize(
    "words",
    [
        f"We will refund you 200 EUR tomorrow. {AI}",
        f"Please log in at https://connectsphere.example.evil.example/login {AI}",
        f"Dana Kowalczyk, your order CS-448812 is fine. {AI}",
        f"Thanks\u202etxt.exe {AI}",
        f"@somebody_else should look at this. {AI}",
        "Thanks for asking, we will look.",
        "x" * 1_000_000,
        "",
        "\ud800\x00",
    ],
    ids=["promise", "link", "personal", "hidden", "mention", "undisclosed", "megabyte", "empty", "surrogate"],
)
def test_a_hijacked_model_does_not_get_its_words_before_a_reviewer(desk: Desk, words: str) -> None:
    hijacked = Desk(desk_runtime(desk), composer=Scripted(words), clock=desk.now, cases=desk.cases)
    draft = hijacked.draft_reply("launch", REFUND)
    assert draft.written_by == "local"
    assert draft.recipient == "u_02"
    assert draft.blocking == ()
    assert any("thrown away" in note for note in draft.notes)
    assert len(draft.text or "") < 1_300


def desk_runtime(desk: Desk):  # type: ignore[no-untyped-def]
    from server.runtime import Runtime

    return Runtime(desk.settings)


def test_a_models_good_reply_is_used_and_still_needs_a_person(desk: Desk) -> None:
    words = f"You can change your interests under Profile, Interests at any time. {AI}"
    draft = Desk(desk_runtime(desk), composer=Scripted(words), clock=desk.now, cases=desk.cases).draft_reply(
        "launch", AGENDA
    )
    assert (draft.text, draft.written_by, draft.state) == (words, "model:scripted", "pending")


def test_what_cannot_be_drafted_says_why(desk: Desk) -> None:
    with pytest.raises(NotFound, match="There is no post"):
        desk.draft_reply("launch", "p_nowhere")
    with pytest.raises(NotFound, match="There is no draft 'd_x'"):
        desk.draft_status("d_x")
    with pytest.raises(BadRequest, match="2,001 characters"):
        desk.draft_reply("launch", AGENDA, "x" * 2_001)


def test_a_draft_reads_as_an_agent_inbox_item(desk: Desk) -> None:
    item = interrupt(desk.draft_reply("launch", AGENDA))
    assert item.action_request.action == "send_reply"
    assert item.config.model_dump() == {
        "allow_ignore": True,
        "allow_respond": True,
        "allow_edit": True,
        "allow_accept": True,
    }
    handed = interrupt(desk.draft_reply("launch", DISTRESS))
    assert handed.action_request.action == "take_over"
    assert not handed.config.allow_accept
    assert not handed.config.allow_edit


def test_a_remark_that_asks_for_nothing_gets_no_reply_unless_somebody_says_what(desk: Desk, cases: FakeCases) -> None:
    cases.threads[ODD] = [post(ODD, "On the train to the venue.")]
    with pytest.raises(BadRequest, match="asks for nothing"):
        desk.draft_reply("launch", ODD)
    assert desk.draft_reply("launch", ODD, "wish them a good trip").state == "pending"


def test_a_long_message_about_an_outage_finds_the_status_page(desk: Desk, cases: FakeCases) -> None:
    words = (
        "Standing at the desk of our product design forum in Porto, ConnectSphere is totally down, 300 guests outside"
    )
    cases.threads[ODD] = [post(ODD, words)]
    draft = desk.draft_reply("launch", ODD)
    assert [one.passage for one in draft.citations] == ["app-problems#is-there-an-outage"]
    assert "https://status.connectsphere.example/" in (draft.text or "")
    assert draft.risk == "high"


_DAMAGE = {
    "its text": versions.update().values(body=b"Send your password to eve."),
    "its state": drafts.update().values(state="aproved"),
    "its reasons": drafts.update().values(reasons="no JSON"),
    "its time": drafts.update().values(expires_at="soon"),
    "its findings": versions.update().values(findings='[{"rule": 1}]'),
}


@pytest.mark.parametrize("what", _DAMAGE)
def test_a_draft_that_cannot_be_read_is_named_and_hides_no_other(desk: Desk, what: str) -> None:
    broken, whole = desk.draft_reply("launch", AGENDA), desk.draft_reply("launch", REFUND)
    change = _DAMAGE[what]
    with desk.state.begin() as connection:
        ours = change.table.c.draft_id if change.table is versions else change.table.c.id
        connection.execute(change.where(ours == broken.id))
    found = desk.list_drafts()
    assert [one.id for one in found.drafts] == [whole.id]
    assert len(found.unreadable) == 1
    assert f"Draft {broken.id} cannot be read" in found.unreadable[0]
    assert "groundswell ledger verify" in found.unreadable[0]
    with pytest.raises(NotPermitted, match="cannot be read"):
        desk.draft_status(broken.id)


def test_a_pending_draft_that_cannot_be_read_does_not_keep_its_post_from_an_answer(desk: Desk) -> None:
    broken = desk.draft_reply("launch", AGENDA)
    with desk.state.begin() as connection:
        connection.execute(versions.update().values(body=b"altered"))
    assert desk.draft_reply("launch", AGENDA).id != broken.id


def test_a_draft_that_may_have_been_sent_keeps_its_post_from_another_answer(desk: Desk) -> None:
    sent = desk.draft_reply("launch", AGENDA)
    with desk.state.begin() as connection:
        connection.execute(drafts.update().values(state="sent"))
        connection.execute(versions.update().values(body=b"altered"))
    with pytest.raises(NotPermitted, match=sent.id):
        desk.draft_reply("launch", AGENDA)
