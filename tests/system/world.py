"""World: what the system tests share: posts with known counts, imports with fakes, and processes of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from tests.fakes import HashEmbedder, WordReader
from tools.facts import Brand

ROOT = Path(__file__).parents[2]
BRANDS = (Brand(name="Acme", is_own=True), Brand(name="Bolt"))
_SAID = ("I love the summaries", "I hate the agenda, it crashes", "A meeting in the big room")


class Said(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


def made(numbers: Iterable[int], *, author: str | None = None) -> list[dict[str, Any]]:
    """Posts by number: every second one about Acme, the others about Bolt; by one of 40 authors."""
    return [
        {
            "id": str(n),
            "platform": ("x", "reddit")[n // 2 % 2],
            "author": author or f"user-{n % 40}",
            "created_at": f"2026-01-{1 + n % 28:02d}T10:{n % 60:02d}:00Z",
            "text": f"{_SAID[n % 3]} of {('Acme', 'Bolt')[n % 2]} number {n}",
            "brand": ("Acme", "Bolt")[n % 2],
            "likes": n % 7,
        }
        for n in numbers
    ]


def write(path: Path, posts: Iterable[dict[str, Any]]) -> Path:
    """Write posts as JSON Lines and return the path."""
    path.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    return path


def bring(home: Home, file: Path, dataset: str = "d") -> str:
    """Import a file with fakes for the models and return the version since."""
    options = ImportOptions(dataset=dataset, brands=BRANDS, purposes=("analytics", "support"))
    version = import_file(home, file, options, embedder=HashEmbedder(), reader=WordReader()).version
    assert version is not None
    return version


def environment(home: Home, **variables: str) -> dict[str, str]:
    """The environment without our own settings, then the data folder and `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL_")}
    return {**kept, "PYTHONPATH": str(ROOT), "GROUNDSWELL_HOME": str(home.path), **variables}


def groundswell(home: Home, *arguments: str, cwd: Path | None = None, **variables: str) -> Said:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", "from server.cli import main; main()", *arguments]
    done = subprocess.run(
        command, env=environment(home, **variables), cwd=cwd or home.path.parent, stdin=subprocess.DEVNULL,
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def started(module: str, home: Home, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python module of the tests as a process of its own."""
    command = [sys.executable, "-m", module, str(home.path), *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
