"""Naming: what a segment may be called. A name tells it from others, says no number, and labels nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from server.desk.visible import hidden
from tools.errors import BadRequest

LONGEST = 60
_NUMBERED = re.compile(r"(?:segment|cluster|group)?\s*#?\d+", re.IGNORECASE)


class Flag(Protocol):
    """Words of a label that stigmatise, and neutral ones in their place."""

    @property
    def words(self) -> str: ...

    @property
    def instead(self) -> str: ...


Lint = Callable[[str], Sequence[Flag]]


def no_lint(_label: str) -> Sequence[Flag]:
    """Find nothing to object to in any label."""
    return ()


def checked_name(name: str, lint: Lint) -> str:
    """Return a segment's name with single blanks; BadRequest for one that is none, is a number, or labels people."""
    plain = " ".join(name.split())
    if not 2 <= len(plain) <= LONGEST or not plain[0].isalpha() or hidden(plain) or plain.startswith("sg_"):
        raise BadRequest(f"{name!r} is no name of a segment. Use 2 to {LONGEST} characters, a letter first.")
    if _NUMBERED.fullmatch(plain):
        raise BadRequest(f"{plain!r} is a number, which another segmentation gives to others. Say what its people do.")
    if flags := lint(plain):
        neutral = plain
        for flag in flags:
            neutral = neutral.replace(flag.words, flag.instead)
        words = " and ".join(repr(flag.words) for flag in flags)
        raise BadRequest(f"{words} in {plain!r} stigmatises people. A neutral name: {neutral!r}")
    return plain
