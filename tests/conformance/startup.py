"""Startup: how long a client waits from spawning the server to its answer to `initialize`, over stdio.

    python tests/conformance/startup.py [COMMAND ...]        by default: groundswell serve

Prints the median of five runs after one to warm the disk cache: wall-clock seconds, and the CPU seconds that the
server had used by then. On a machine that does other work the second figure is the one to compare.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

RUNS = 5
REQUEST = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "startup", "version": "1"}},
}


class Run(NamedTuple):
    """One start: wall-clock seconds and CPU seconds."""

    wall_s: float
    cpu_s: float


def main(command: list[str]) -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home:
        runs = [start(command, home) for _ in range(RUNS + 1)][1:]
    wall, cpu = (statistics.median(values) for values in zip(*runs, strict=True))
    sys.stdout.write(f"spawn to initialize: {wall:.2f} s wall, {cpu:.2f} s CPU (median of {RUNS})\n")
    return 0


def start(command: list[str], home: str) -> Run:
    """Start the server once, wait for its answer, and end it."""
    began = time.perf_counter()
    environment = {**os.environ, "GROUNDSWELL_HOME": home}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(REQUEST) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        wall_s = time.perf_counter() - began
        cpu_s = _cpu(process.pid)
        process.stdin.close()
        process.wait(timeout=30)
    if "result" not in answer:
        raise SystemExit(f"the server refused: {answer}")
    return Run(wall_s, cpu_s)


def _cpu(pid: int) -> float:
    """Return user and system seconds of a running process; nan where there is no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except FileNotFoundError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [str(Path(sys.executable).with_name("groundswell")), "serve"]))
