"""Killed: kill -9 at any moment leaves the data folder as before or as after, and the same command finishes."""

from __future__ import annotations

import random
import shutil
import sys
import time
from pathlib import Path

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from server.agent.assistant import Assistant
from server.desk.audit import audit
from server.doctor import examine
from tests.system.victim import THREAD, change, runtime_of
from tests.system.world import bring, made, started, write
from tools.errors import NotFound

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
KINDS = ("import", "forget", "calibrate", "ask")


def _killed(home: Home, kind: str, file: Path, *, after_s: float | None) -> float:
    """Run a change and kill it `after_s` after it began its work, or let it end; return how long it ran."""
    with started("tests.system.victim", home, kind, str(file)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        begun = time.perf_counter()
        if after_s is not None:
            time.sleep(after_s)
            process.kill()
        _, err = process.communicate(timeout=60)
        assert process.returncode in (0, -9), err
        return time.perf_counter() - begun


def _whole(home: Home, recorded: str) -> int:
    """Check that doctor finds nothing broken, the ledger verifies and an earlier result recomputes; count posts."""
    runtime = runtime_of(home)
    broken = [check for check in examine(runtime) if check.verdict == "broken"]
    assert broken == []
    assert audit(runtime.state).whole
    dataset = open_dataset(home, "d")
    tables = dataset.tables()
    counts = {int(tables[name].count().to_pyarrow().as_py()) for name in ("posts", "readings", "vectors")}
    assert len(counts) == 1
    try:
        again = runtime.recompute(recorded)
    except NotFound:  # forgetting cleans recorded results
        return counts.pop()
    assert again.same or again.data_changed
    return counts.pop()


def _survives(home: Home, folder: Path, kind: str, shares: list[float]) -> None:
    """Kill a change at these shares of its usual time. Then it is as before or as after, and can be done again."""
    file = write(folder / "more.jsonl", made(range(120, 160)))
    recorded = runtime_of(home).call("share_of_voice", {"dataset": "d"}).id
    expected = {"import": (120, 160), "forget": (120, 117), "calibrate": (120, 120), "ask": (120, 120)}[kind]
    trial = Home(folder / "trial")
    shutil.copytree(home.path, trial.path)
    usual = _killed(trial, kind, file, after_s=None)
    assert _whole(trial, recorded) == expected[1]
    for share in shares:
        shutil.rmtree(trial.path)
        shutil.copytree(home.path, trial.path)
        _killed(trial, kind, file, after_s=share * usual)
        assert _whole(trial, recorded) in expected, share
        _finished(trial, kind, file)
        assert _whole(trial, recorded) == expected[1], share
        bring(trial, write(folder / "next.jsonl", made(range(208, 218))))
        assert _whole(trial, recorded) == expected[1] + 10, share


def _finished(home: Home, kind: str, file: Path) -> None:
    """Give the same command again; forgetting says that nothing is left where it had come to its end."""
    try:
        change(kind, home, file)
    except NotFound:
        assert kind == "forget"
    if kind == "ask":
        again = Assistant(runtime_of(home)).ask("d", "and on reddit?", thread=THREAD)
        assert not again.abstained, again.reason


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["forget", "ask"])
def test_a_change_killed_half_way_leaves_before_or_after(home: Home, tmp_path: Path, kind: str):
    _survives(home, tmp_path, kind, [0.5])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_change_killed_at_random_moments_leaves_before_or_after(home: Home, tmp_path: Path, kind: str):
    chance = random.Random(kind)  # noqa: S311 - moments, not secrets
    _survives(home, tmp_path, kind, [chance.random() for _ in range(12)])


@pytest.mark.slow
def test_two_imports_at_once_both_arrive(home: Home, tmp_path: Path):
    files = [write(tmp_path / f"{n}.jsonl", made(range(start, start + 40))) for n, start in enumerate((120, 140))]
    processes = [started("tests.system.victim", home, "import", str(file)) for file in files]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    recorded = runtime_of(home).call("share_of_voice", {"dataset": "d"}).id
    assert _whole(home, recorded) == 180


@pytest.mark.slow
def test_an_import_and_a_forget_at_once_leave_no_trace_of_the_forgotten(home: Home, tmp_path: Path):
    file = write(tmp_path / "more.jsonl", made(range(100, 200)))
    processes = [started("tests.system.victim", home, kind, str(file)) for kind in ("import", "forget")]
    said = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    posts = open_dataset(home, "d").tables()["posts"]
    assert "user-7" not in posts.author_id.to_pyarrow().to_pylist()
    assert bring(home, file) == open_dataset(home, "d").version
