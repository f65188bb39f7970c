"""Killed: an import that dies without warning leaves the dataset as before or as after, and the next one works."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from knowledge.index import verify
from tests.fakes import HashEmbedder, WordReader

_CHILD = """
import os, signal, sys
from pathlib import Path
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
import deltalake, duckdb, chromadb, knowledge.index
from tests.fakes import HashEmbedder, WordReader
home, file, last, seen = sys.argv[1], sys.argv[2], int(sys.argv[3]), 0
WATCHED = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
def count(event, arguments):
    global seen
    if event in WATCHED and arguments and str(arguments[0]).startswith(home):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
import_file(Home(Path(home)), Path(file), ImportOptions(dataset="d"), embedder=HashEmbedder(), reader=WordReader())
print(seen)
"""


def _write(path: Path, numbers: range) -> Path:
    rows = [
        {"id": str(n), "platform": "x", "author": f"u{n}", "created_at": "2026-01-05", "text": f"I love number {n}"}
        for n in numbers
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _import(home: Home, file: Path) -> None:
    import_file(home, file, ImportOptions(dataset="d"), embedder=HashEmbedder(), reader=WordReader())


def _child(home: Home, file: Path, last: int) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", _CHILD, str(home.path), str(file), str(last)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)


def _count_posts(home: Home) -> int:
    """Count the posts, after checking that tables and index agree on them."""
    dataset = open_dataset(home, "d")
    tables = dataset.tables()
    counts = {name: int(tables[name].count().to_pyarrow().as_py()) for name in ("posts", "readings", "vectors")}
    assert len(set(counts.values())) == 1, counts
    assert dataset.index_path is not None
    verify(dataset.index_path, counts["posts"])
    return counts["posts"]


def _survives(tmp_path: Path, points: list[float]) -> None:
    before, first, second = Home(tmp_path / "before"), tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    _import(before, _write(first, range(20)))
    _write(second, range(10, 30))
    whole = Home(tmp_path / "whole")
    shutil.copytree(before.path, whole.path)
    done = _child(whole, second, 0)
    assert done.returncode == 0, done.stderr
    events = int(done.stdout)
    outcomes = set()
    for point in points:
        home = Home(tmp_path / "killed")
        shutil.copytree(before.path, home.path)
        last = max(1, round(point * events))
        assert _child(home, second, last).returncode == -9, last
        outcomes.add(_count_posts(home))
        _import(home, second)
        assert _count_posts(home) == 30
        shutil.rmtree(home.path)
    assert outcomes <= {20, 30}
    assert 20 in outcomes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_import_killed_half_way_leaves_before_or_after(tmp_path: Path):
    _survives(tmp_path, [0.7])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_import_killed_at_many_points_leaves_before_or_after(tmp_path: Path):
    _survives(tmp_path, [step / 40 for step in range(1, 41)])
