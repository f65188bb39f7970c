"""Start: how soon the MCP server answers after it is spawned, and how long a cold command line takes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench import Row

_RUNS = 7
_GROUNDSWELL = str(Path(sys.executable).with_name("groundswell"))
_INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}},
}


def rows() -> list[Row]:
    """Measure over a fresh, empty data folder; medians of seven runs after a warm-up."""
    with TemporaryDirectory() as home:
        environment = {**os.environ, "GROUNDSWELL_HOME": home}
        seconds = [_initialize_s(environment) for _ in range(_RUNS + 1)][1:]
        listing = [_command_s(environment, "datasets") for _ in range(_RUNS + 1)][1:]
    initialize, datasets = statistics.median(seconds), statistics.median(listing)
    return [
        Row("MCP initialize after spawn, median", initialize, "s", "1 s", initialize <= 1),
        Row("`groundswell datasets`, cold, median", datasets, "s", "", None),
    ]


def _initialize_s(environment: dict[str, str]) -> float:
    started = time.perf_counter()
    with subprocess.Popen(
        [_GROUNDSWELL, "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as server:
        if server.stdin is None or server.stdout is None:
            raise RuntimeError("the server was started without pipes")
        server.stdin.write(json.dumps(_INITIALIZE) + "\n")
        server.stdin.flush()
        reply = json.loads(server.stdout.readline())
        seconds = time.perf_counter() - started
        server.stdin.close()
        server.wait(timeout=20)
    if "result" not in reply:
        raise RuntimeError(f"initialize was refused: {reply}")
    return seconds


def _command_s(environment: dict[str, str], *arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([_GROUNDSWELL, *arguments], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started
