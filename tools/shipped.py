"""Shipped files: model files, checked against the hash of the one that was measured."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tools.errors import Unavailable


def sha256(path: Path) -> str:
    """Hash a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_file(path: Path, *, expected: str) -> None:
    """Check that a shipped file has the SHA-256 `expected`; raises Unavailable if it has not, or is missing."""
    if not path.is_file():
        raise Unavailable(f"The model file {str(path)!r} is missing. Reinstall groundswell.")
    found = sha256(path)
    if found != expected:
        raise Unavailable(
            f"The model file {str(path)!r} has SHA-256 {found[:12]}…, and {expected[:12]}… is needed: it is damaged or "
            "was replaced. Reinstall groundswell."
        )
