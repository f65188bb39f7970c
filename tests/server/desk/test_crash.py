"""kill -9 between any two steps: nothing is sent twice, and nothing acknowledged is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.desk.audit import audit
from server.desk.drafting import Desk
from server.desk.file_sender import FileSender
from server.desk.keys import Signer
from server.desk.outbox import deliver
from server.desk.store import approvals, drafts, outbox

_STEPS = 26
"""More than an undisturbed run takes, so the last one shows that all steps were met."""


class CountingSender(FileSender):
    """Counts what it is asked to write."""

    sends = 0

    def send(self, message) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        self.sends += 1
        super().send(message)


def _run(home: Path, die_at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.server.desk.crash_victim", str(home), str(die_at)]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)


def _check(desk: Desk, die_at: int) -> bool:
    """Kill a run at a step, start again, and look; true once the run was too short to be killed."""
    first = _run(desk.home.path, die_at)
    assert first.returncode in (0, -9), first.stderr
    acknowledged = [line.split() for line in first.stdout.splitlines() if line != "done"]
    written_before = {path.name: path.stat().st_mtime_ns for path in desk.home.outbox.glob("*.txt")}
    with desk.state.begin() as connection:
        for draft_id, version, _name in acknowledged:
            held = select(func.count()).select_from(approvals).where(
                approvals.c.draft_id == draft_id, approvals.c.version == int(version)
            )  # fmt: skip
            assert connection.execute(held).scalar_one() >= 1
    second = _run(desk.home.path, 0)
    assert second.stdout.splitlines()[-1] == "done", second.stderr
    files = list(desk.home.outbox.glob("*.txt"))
    with desk.state.begin() as connection:
        rows = connection.execute(select(outbox.c.id, outbox.c.state)).all()
        states = set(connection.execute(select(drafts.c.state)).scalars())
    assert {f"{row.id}.txt" for row in rows} == {path.name for path in files}
    assert len(files) == 2
    assert {row.state for row in rows} == states == {"sent"}
    assert all((desk.home.outbox / name).stat().st_mtime_ns == at for name, at in written_before.items())
    sender = CountingSender(desk.home)
    deliver(desk, sender)
    assert sender.sends == 0
    assert audit(desk.state).whole
    return first.returncode == 0


def test_a_killed_delivery_is_finished_once(desk: Desk, mara: Signer, tom: Signer) -> None:
    assert (mara.name, tom.name) == ("mara", "tom")
    assert not _check(desk, die_at=18)


@pytest.mark.slow
@pytest.mark.parametrize("die_at", range(1, _STEPS + 1))
def test_killed_at_every_step(desk: Desk, mara: Signer, tom: Signer, die_at: int) -> None:
    assert (mara.name, tom.name) == ("mara", "tom")
    assert _check(desk, die_at) == (die_at == _STEPS)
