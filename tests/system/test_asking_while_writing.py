"""Two processes ask while a third imports or forgets: no error, and no answer that is stale or half-imported."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from server import privacy
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader
from tests.system.world import bring, made, started, write

BATCH = 10


def _askers(home: Home, stop: Path, count: int = 2) -> list[subprocess.Popen[str]]:
    """Start processes that ask, and wait until each has answered once."""
    askers = [started("tests.system.asker", home, str(stop)) for _ in range(count)]
    for asker in askers:
        assert asker.stdout is not None
        line = asker.stdout.readline()
        assert line, asker.communicate()[1]
    return askers


def _stopped(askers: list[subprocess.Popen[str]], stop: Path) -> list[list[dict[str, Any]]]:
    stop.touch()
    said = [(*asker.communicate(timeout=120), asker.returncode) for asker in askers]
    assert [(code, err) for _, err, code in said] == [(0, "")] * len(askers)
    return [[json.loads(line) for line in out.splitlines()] for out, _, _ in said]


def _checked(answers: list[dict[str, Any]], counts: dict[str, int]) -> int:
    """Check one process's answers against the number of posts of each version; return how many versions it saw."""
    order = list(counts)
    seen = [order.index(answer["version"]) for answer in answers]
    assert seen == sorted(seen), "a version that had been replaced came back"
    for answer in answers:
        assert not answer["abstained"], answer
        assert answer["errors"] == []
        assert answer["n"] == counts[answer["version"]], answer
    return len(set(seen))


def _imported(home: Home, folder: Path, batches: int) -> dict[str, int]:
    """Import batches of ten posts one after the other; return each version's number of posts."""
    counts = {open_dataset(home, "d").version: 120}
    for batch in range(batches):
        numbers = range(120 + BATCH * batch, 120 + BATCH * (batch + 1))
        counts[bring(home, write(folder / f"{batch}.jsonl", made(numbers)))] = numbers.stop
    return counts


def _quotes_hold(home: Home, answers: list[dict[str, Any]]) -> None:
    """Every quoted post existed, word for word, in the version that was answered from."""
    for version in {answer["version"] for answer in answers}:
        quoted = {name: text for a in answers if a["version"] == version for name, text in a["posts"].items()}
        there = {post.post_id: post.text for post in open_dataset(home, "d", version).posts(quoted)}
        assert quoted == there


def _ask_while_importing(home: Home, folder: Path, batches: int) -> list[int]:
    stop = folder / "stop"
    askers = _askers(home, stop)
    try:
        counts = _imported(home, folder, batches)
    finally:
        answers = _stopped(askers, stop)
    for each in answers:
        _quotes_hold(home, each)
    return [_checked(each, counts) for each in answers]


def _ask_while_forgetting(home: Home, people: int, folder: Path, *, batches: int = 0) -> None:
    """Import batches, then forget people of three posts each, while two processes ask; then check every answer."""
    stop, counts = folder / "stop", {open_dataset(home, "d").version: 120}
    runtime = Runtime(
        Settings(home=home.path, _env_file=None),  # type: ignore[call-arg]
        embedder=HashEmbedder(), reader=WordReader(),
    )  # fmt: skip
    askers = _askers(home, stop)
    try:
        counts |= _imported(home, folder, batches)
        texts = {post.post_id: post.text for post in open_dataset(home, "d").posts(_all_posts(home))}
        left = len(texts)
        for person in range(people):
            receipt = privacy.forget(runtime, "d", f"user-{person}")
            assert receipt.rows["posts"] >= 3
            left -= receipt.rows["posts"]
            counts[receipt.version] = left
            time.sleep(0.5)
    finally:
        answers = _stopped(askers, stop)
    for each in answers:
        _checked(each, counts)
        assert all(texts[name] == quote for answer in each for name, quote in answer["posts"].items())


def _all_posts(home: Home) -> list[str]:
    ids: list[str] = open_dataset(home, "d").tables()["posts"].post_id.to_pyarrow().to_pylist()
    return ids


@pytest.mark.slow
def test_two_processes_ask_while_a_third_imports_and_forgets(home: Home, tmp_path: Path):
    _ask_while_forgetting(home, 2, tmp_path, batches=2)


@pytest.mark.slow
def test_two_processes_ask_while_a_third_imports_many_batches(home: Home, tmp_path: Path):
    assert min(_ask_while_importing(home, tmp_path, 40)) >= 3


@pytest.mark.slow
def test_two_processes_ask_while_a_third_forgets_many(home: Home, tmp_path: Path):
    _ask_while_forgetting(home, 15, tmp_path)
