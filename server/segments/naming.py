"""Naming: what a segment may be called. A name tells it from others, says no number, and labels nobody."""

from __future__ import annotations

import re

from server.desk.visible import hidden
from server.segments.describing import Described
from tools.errors import BadRequest

LONGEST = 60
_NUMBERED = re.compile(r"(?:segment|cluster|group)?\s*#?\d+", re.IGNORECASE)


def checked_name(name: str) -> str:
    """Return a segment's name with single blanks; BadRequest for one that is none or a number."""
    plain = " ".join(name.split())
    if not 2 <= len(plain) <= LONGEST or not plain[0].isalpha() or hidden(plain) or plain.startswith("sg_"):
        raise BadRequest(f"{name!r} is no name of a segment. Use 2 to {LONGEST} characters, a letter first.")
    if _NUMBERED.fullmatch(plain):
        raise BadRequest(f"{plain!r} is a number, which another segmentation gives to others. Say what its people do.")
    return plain


def require_neutral(name: str, described: Described) -> None:
    """Refuse a name that its people should not have to read of themselves, and propose another."""
    grave = [flag for flag in described.flags if flag.severity != "low"]
    if grave:
        first = grave[0]
        raise BadRequest(
            f"{name!r} will not do as a name: {first.words!r} is {first.group}. {first.reason.rstrip('.')}. A neutral "
            f"name: {described.neutral!r}"
        )
