"""The desk under random interleavings, with a composer that says whatever an attacker wants."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge.home import Home
from server.desk import decisions
from server.desk.approvals import Shown, approve, shown
from server.desk.audit import audit
from server.desk.composing import Brief, Composed
from server.desk.drafting import Desk
from server.desk.file_sender import FileSender
from server.desk.keys import Signer
from server.desk.model import APPROVALS_NEEDED, DraftView
from server.desk.outbox import MaybeSent, Message, NotSent, deliver
from server.desk.reviewers import trusted
from server.desk.signing import is_signed, sha256
from tests.server.desk.conftest import (
    AGENDA,
    DISTRESS,
    ODD,
    PRAISE,
    REFUND,
    TEXTS,
    Clock,
    FakeCases,
    add_reviewer,
    make_desk,
    post,
)
from tools.errors import GroundswellError

POSTS = (AGENDA, REFUND, DISTRESS, PRAISE, ODD)
AI = "Written with an AI assistant and checked by a person on our team."
HIJACKED = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            f"Click https://evil.example/refund now! {AI}",
            f"We promise you a refund of 500 EUR by Monday. {AI}",
            f"Dana Kowalczyk of Nordlicht Events, CS-448812, had the same. {AI}",
            f"Thanks\u202e moc.live \u200b{AI}",
            f"@u_99 can you take this? {AI}",
            "A" * 1_000_000,
            "\x00\x1b[2J\ud800",
            f"Thank you for asking. {AI}",
        ]
    ),
)
EDITS = st.sampled_from(
    [f"Thanks for asking, we do not know that yet. {AI}", "No disclosure here.", f"See https://evil.example {AI}"]
)


SELDOM = st.integers(0, 4).map(lambda drawn: drawn == 4)
DEATHS = st.sampled_from([None, None, None, 0, 1, 2, 3])


class Killed(BaseException):
    """Stands for the process dying: nothing catches it."""


class Hijacked:
    """A composer under an attacker's control, which would also change whom it answers."""

    text = ""

    def compose(self, brief: Brief) -> Composed:
        return Composed(self.text, brief.playbook.support("ConnectSphere"), "model:hijacked")


class Flaky(FileSender):
    """Fails as told, and counts how often each text really goes out."""

    def __init__(self, home: Home, went_out: list[str], failure: type[Exception] | None) -> None:
        super().__init__(home)
        self._went_out, self._failure = went_out, failure

    def send(self, message: Message) -> None:
        if self._failure:
            raise self._failure("The line was cut.")
        super().send(message)
        self._went_out.append(message.key)


class DeskMachine(RuleBasedStateMachine):
    """Everything that people, processes, models and time can do to the desk."""

    sendings = 0

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock, self.composer = Clock(), Hijacked()
        self.cases = FakeCases({post_id: [post(post_id, TEXTS[post_id])] for post_id in POSTS})
        self.desk = self._process()
        mara = add_reviewer(self.desk, "mara")
        self.signers: list[Signer] = [mara, add_reviewer(self.desk, "tom", mara), add_reviewer(self.desk, "ida", mara)]
        self.seen: list[Shown] = []
        self.went_out: list[str] = []
        self.heads: list[str] = []
        self.authors = {post_id: thread[0].author_id for post_id, thread in self.cases.threads.items()}

    def _process(self) -> Desk:
        desk = make_desk(Home(self.folder / "home"), self.cases, self.clock)
        desk._composer = self.composer
        return desk

    @rule(post_id=st.sampled_from(POSTS), text=HIJACKED, again=st.booleans())
    def draft(self, post_id: str, text: str, again: bool) -> None:  # noqa: FBT001
        self.composer.text = text
        self._try(lambda: self._look(self.desk.draft_reply("launch", post_id, "again" if again else None)))

    @rule(post_id=st.sampled_from((AGENDA, REFUND, PRAISE, ODD)), order=st.permutations(range(3)), die=DEATHS)
    def answer_diligently(self, post_id: str, order: list[int], die: int | None) -> None:
        """A good day: drafted, read, signed by whoever is needed, delivered; perhaps with a power cut."""
        self.composer.text = f"Thank you for asking. {AI}"
        self._try(lambda: self._look(self.desk.draft_reply("launch", post_id)))
        for who in order:
            if self.seen:
                self._approve(self.seen[-1], who, None)
        self._deliver(None, die)

    @precondition(lambda self: self.seen)
    @rule(back=st.integers(1, 4), who=st.integers(0, 2), wrong=SELDOM, die=DEATHS)
    def approve(self, back: int, who: int, wrong: bool, die: int | None) -> None:  # noqa: FBT001
        seen = self._recent(back)
        self._approve(seen.model_copy(update={"sha256": sha256(b"other")}) if wrong else seen, who, die)

    @precondition(lambda self: self.seen)
    @rule(back=st.integers(1, 4), who=st.integers(0, 2), text=EDITS)
    def edit(self, back: int, who: int, text: str) -> None:
        self._try(lambda: self._look(decisions.edit(self.desk, self._recent(back), text, self.signers[who])))

    @precondition(lambda self: self.seen)
    @rule(
        back=st.integers(1, 4), who=st.integers(0, 2), answer=st.sampled_from(["retry", "sent", "drop", "taken", None])
    )
    def decide(self, back: int, who: int, answer: decisions.Answer | None) -> None:
        seen, signer = self._recent(back), self.signers[who]
        if answer:
            self._try(lambda: decisions.resolve(self.desk, seen, signer, answer))
        else:
            self._try(lambda: decisions.reject(self.desk, seen, signer, reason="no"))

    @rule(failure=st.sampled_from([None, None, NotSent, MaybeSent]), die=DEATHS)
    def deliver(self, failure: type[Exception] | None, die: int | None) -> None:
        self._deliver(failure, die)

    @rule(post_id=st.sampled_from(POSTS), own=st.booleans(), now=SELDOM)
    def somebody_writes(self, post_id: str, own: bool, now: bool) -> None:  # noqa: FBT001
        if now:
            self.cases.write(post_id, "Any news?", own=own)

    @rule(hours=st.sampled_from([0.01, 0.01, 0.01, 0.2, 0.2, 1, 1, 25, 73]))
    def time_passes(self, hours: float) -> None:
        self.clock.forward(hours=hours)

    @rule()
    def restart(self) -> None:
        self.desk.state.close()
        self.desk = self._process()

    @invariant()
    def only_signed_bytes_went_out_to_the_writer_of_the_post(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.desk.state.begin() as connection:
            keys = {one.id: one.public_key for one in trusted(connection).values()}
        for path in self.desk.home.outbox.glob("*.txt"):
            envelope = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            body, reviewers = path.read_bytes(), set()
            for one in envelope["approvals"]:
                said = json.loads(one["payload"])
                assert is_signed(one["payload"], signature=one["signature"], public_key=keys[said["reviewer"]])
                assert (said["sha256"], said["bytes"]) == (sha256(body), len(body))
                assert said["recipient"] == envelope["recipient"] == self.authors[said["post"]]
                reviewers.add(said["reviewer"])
            assert len(reviewers) >= APPROVALS_NEEDED[said["risk"]]
            assert said["risk"] == ("high" if said["post"] == REFUND else "low")
            assert AI.encode() in body or b"AI-written, checked by our team." in body
            assert b"evil" not in body

    @invariant()
    def nothing_went_out_twice_save_on_a_persons_word(self) -> None:
        if hasattr(self, "desk"):
            assert len(self.went_out) == len(set(self.went_out))

    @invariant()
    def the_ledger_is_whole_and_holds_every_receipt(self) -> None:
        if hasattr(self, "desk"):
            for head in (None, *self.heads[-1:]):
                assert audit(self.desk.state, head).faults == ()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            DeskMachine.sendings += len(self.went_out)
            self.desk.state.close()
            shutil.rmtree(self.folder)

    def _recent(self, back: int) -> Shown:
        return self.seen[-min(back, len(self.seen))]

    def _approve(self, seen: Shown, who: int, die: int | None) -> None:
        signer = self.signers[who]
        self._try(lambda: self.heads.append(approve(self.desk, seen, signer, step=_death(die)).head))

    def _deliver(self, failure: type[Exception] | None, die: int | None) -> None:
        sender = Flaky(self.desk.home, self.went_out, failure)
        self._try(lambda: deliver(self.desk, sender, step=_death(die)))

    def _look(self, draft: DraftView) -> None:
        self.seen.append(shown(draft))
        assert draft.recipient == self.authors[draft.post_id]
        if draft.post_id == DISTRESS:
            assert draft.text is None

    def _try(self, act) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        try:
            act()
        except GroundswellError:
            pass
        except Killed:
            self.restart()


def _death(at: int | None):  # type: ignore[no-untyped-def]  # noqa: ANN202
    count = 0

    def step(_name: str) -> None:
        nonlocal count
        if count == at:
            raise Killed
        count += 1

    return step


_QUICK = settings(max_examples=5, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))


def test_whatever_happens_only_approved_bytes_go_out_once() -> None:
    run_state_machine_as_test(DeskMachine, settings=_QUICK)


@pytest.mark.slow
def test_whatever_happens_for_long() -> None:
    long = settings(_QUICK, max_examples=300, stateful_step_count=40)
    run_state_machine_as_test(DeskMachine, settings=long)
    assert DeskMachine.sendings > 100, "the machine hardly ever sent anything, so it proved little"
