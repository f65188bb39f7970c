"""Terminal: running a command as a person at a terminal does, whose typing a test does for them."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path


def environment(folder: Path) -> dict[str, str]:
    """Return this process's environment with `folder` as the data folder."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith("GROUNDSWELL_")}
    return {**keep, "GROUNDSWELL_HOME": str(folder), "NO_COLOR": "1"}


def at_terminal(code: str, folder: Path, *arguments: str, answers: Mapping[str, str]) -> str:
    """Run Python code at a pseudo-terminal and type each answer when its question appears; returns what was shown."""
    child, handle = pty.fork()
    if child == 0:  # the child only becomes the command
        os.chdir(folder)
        os.execve(sys.executable, [sys.executable, "-c", code, *arguments], environment(folder))  # noqa: S606 - our own command
    shown, waiting = "", dict(answers)
    try:
        for piece in _output(handle):
            shown += piece
            for question in [one for one in waiting if one in shown]:
                os.write(handle, f"{waiting.pop(question)}\n".encode())
    finally:
        os.close(handle)
        os.waitpid(child, 0)
    return shown


def _output(handle: int, timeout_s: float = 60) -> Iterator[str]:
    until = time.monotonic() + timeout_s
    while time.monotonic() < until:
        if select.select([handle], [], [], 0.2)[0]:
            try:
                piece = os.read(handle, 4096)
            except OSError:  # Linux says so when the child has gone
                return
            if not piece:
                return
            yield piece.decode(errors="replace")
    raise TimeoutError("the command did not finish")
