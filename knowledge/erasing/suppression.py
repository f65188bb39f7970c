"""Suppression: the erased are not imported again, and the list of them names nobody.

The list holds HMAC-SHA-256 values under a key of this installation. Whoever has the list without the key
learns nothing from it; whoever has both could test a guess, which is the least that recognising a re-import needs.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from knowledge.home import DatasetFolder, Home
from knowledge.manifest import write_atomically


class Suppressions:
    """Which authors and posts of one dataset were erased on request."""

    def __init__(self, home: Home, folder: DatasetFolder) -> None:
        self._key_file = home.keys / "suppression.key"
        self._file = folder.path / "suppressed"
        self._hashes: frozenset[str] = frozenset(
            self._file.read_text(encoding="ascii").split() if self._file.exists() else ()
        )
        self._key = key_at(self._key_file) if self._hashes else b""

    def __len__(self) -> int:
        return len(self._hashes)

    def covers(self, identifier: str) -> bool:
        """True if this author_id or post_id was erased."""
        return bool(self._hashes) and self._hash(identifier) in self._hashes

    def add(self, identifiers: Iterable[str]) -> None:
        """Suppress these author_ids and post_ids from now on. Call it while holding the dataset's lock."""
        self._key = self._key or key_at(self._key_file)
        self._hashes |= {self._hash(identifier) for identifier in identifiers}
        write_atomically(self._file, "\n".join(sorted(self._hashes)).encode("ascii"))

    def _hash(self, identifier: str) -> str:
        return hmac.new(self._key, identifier.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def key_at(path: Path) -> bytes:
    """Return the 32 random bytes of a key file that its owner alone may read; made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        key = secrets.token_bytes(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
