"""Cache: labels that a model gave, kept by a keyed hash of what was asked, so that nothing is paid for twice.

No text is kept. Erasing anybody's data removes the whole file: a hash of a text may still tell who knows the text.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from server.labelling.replies import Asked, Told

NAME = "labels.db"
MOST = 500_000
"""Labels kept; beyond them the oldest go."""
_AT_A_TIME = 500


class Cache:
    """Labels in one SQLite file; safe under several processes."""

    def __init__(self, path: Path, reader: str) -> None:
        """Take the file, made at first use, and the id of the reader whose labels are asked for."""
        self.path, self.reader = path, reader

    def known(self, asked: Iterable[Asked]) -> dict[Asked, Told]:
        """Return the labels that are known of these texts."""
        wanted = list(dict.fromkeys(asked))
        found: dict[str, Told] = {}
        if not wanted:
            return {}
        with self._opened() as (db, key):
            names = {one: self._name(one, key) for one in wanted}
            for some in _parts(list(names.values())):
                marks = ",".join("?" * len(some))
                for name, labels in db.execute(f"SELECT name, labels FROM labels WHERE name IN ({marks})", some):  # noqa: S608
                    found[name] = _read(labels)
        return {one: found[name] for one, name in names.items() if name in found}

    def keep(self, labels: Mapping[Asked, Told]) -> None:
        """Keep labels, and let the oldest go where there are too many."""
        if not labels:
            return
        with self._opened() as (db, key):
            rows = [(self._name(one, key), json.dumps(told)) for one, told in labels.items()]
            db.executemany("INSERT OR REPLACE INTO labels (name, labels) VALUES (?, ?)", rows)
            db.execute("DELETE FROM labels WHERE rowid <= (SELECT max(rowid) FROM labels) - ?", (MOST,))

    @contextmanager
    def _opened(self) -> Iterator[tuple[sqlite3.Connection, bytes]]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.path, timeout=30)) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS labels (name TEXT PRIMARY KEY, labels TEXT NOT NULL)")
            db.execute("CREATE TABLE IF NOT EXISTS secret (only INTEGER PRIMARY KEY CHECK (only = 1), key BLOB)")
            db.execute("INSERT OR IGNORE INTO secret VALUES (1, ?)", (secrets.token_bytes(32),))
            (key,) = db.execute("SELECT key FROM secret").fetchone()
            yield db, key

    def _name(self, one: Asked, key: bytes) -> str:
        content = json.dumps([self.reader, one.text, one.targets]).encode()
        return hashlib.blake2b(content, key=key, digest_size=20).hexdigest()


def forget(state: Path) -> bool:
    """Remove the labels kept below a state folder; tell whether there were any."""
    there = (state / NAME).exists()
    for end in ("", "-journal", "-wal", "-shm"):
        (state / f"{NAME}{end}").unlink(missing_ok=True)
    return there


def _read(labels: str) -> Told:
    sentiment, emotions, sarcastic, intents, targets = json.loads(labels)
    return Told(sentiment, tuple(emotions), bool(sarcastic), tuple(intents), tuple(targets))


def _parts(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_A_TIME):
        yield names[start : start + _AT_A_TIME]
