"""Terminal: asking the person who sits at it. Reads from the controlling terminal and from nothing else.

No argument, file, pipe or environment variable stands in for it: those are what a program with a shell can fill.
What is to be decided is shown on the same device, so that nobody can show one text and sign for another.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools.errors import NotPermitted

_DEVICE = "/dev/tty"
_LONGEST_LINE = 4_096


class Terminal:
    """The controlling terminal, open for writing and reading."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def show(self, text: str = "") -> None:
        """Write a line. Pass untrusted text through `visible.escaped` first."""
        data = f"{text}\n".encode("utf-8", errors="backslashreplace")
        while data:
            data = data[os.write(self._handle, data) :]

    def ask(self, question: str) -> str:
        """Ask a question and return the line typed, without surrounding blanks."""
        os.write(self._handle, f"{question} ".encode())
        return self._line().strip()

    def ask_secret(self, question: str) -> str:
        """Ask for a passphrase without showing it."""
        import termios

        before = termios.tcgetattr(self._handle)
        silent = [*before]
        silent[3] = before[3] & ~termios.ECHO
        try:
            termios.tcsetattr(self._handle, termios.TCSAFLUSH, silent)
            os.write(self._handle, f"{question} ".encode())
            return self._line()
        finally:
            termios.tcsetattr(self._handle, termios.TCSAFLUSH, before)
            os.write(self._handle, b"\n")

    def _line(self) -> str:
        typed = bytearray()
        while not typed.endswith(b"\n"):
            part = os.read(self._handle, 1)
            if not part or len(typed) > _LONGEST_LINE:
                raise NotPermitted("The terminal was closed before anything was decided. Nothing was done.")
            typed += part
        return typed.decode("utf-8", errors="replace").rstrip("\r\n")


@contextmanager
def terminal() -> Iterator[Terminal]:
    """Open the controlling terminal; NotPermitted where there is none, as in a script, a job or an agent's shell."""
    if sys.platform == "win32":
        raise NotPermitted("Deciding at the command line needs a Unix terminal; use the inbox on Windows.")
    try:
        handle = os.open(_DEVICE, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        raise NotPermitted(
            "Deciding needs a person at a terminal, and this process has none. Run it yourself in a terminal window."
        ) from None
    try:
        yield Terminal(handle)
    finally:
        os.close(handle)
