"""A process that drafts, approves and delivers, and kills itself at the n-th step. Run by test_crash.py."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from knowledge.home import Home
from server.desk import enrolling
from server.desk.approvals import approve, shown
from server.desk.file_sender import FileSender
from server.desk.outbox import deliver
from tests.server.desk.conftest import AGENDA, PASSPHRASE, REFUND, TEXTS, Clock, FakeCases, make_desk, post
from tools.errors import Conflict


def main(home: str, die_at: int) -> None:
    """Work; report each acknowledged approval on stdout; SIGKILL at step `die_at`."""
    cases = FakeCases({post_id: [post(post_id, text)] for post_id, text in TEXTS.items()})
    desk = make_desk(Home(Path(home)), cases, Clock())
    mara, tom = (enrolling.unlock(desk, name, PASSPHRASE) for name in ("mara", "tom"))
    steps = 0

    def step(_name: str) -> None:
        nonlocal steps
        steps += 1
        if steps == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for post_id, signers in ((AGENDA, (mara,)), (REFUND, (mara, tom))):
        try:
            draft = desk.draft_reply("launch", post_id)
        except Conflict:
            continue
        for signer in signers:
            try:
                approve(desk, shown(draft), signer, step=step)
            except Conflict:
                continue
            os.write(1, f"{draft.id} {draft.version} {signer.name}\n".encode())
    deliver(desk, FileSender(desk.home, step=step), step=step)
    os.write(1, b"done\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
