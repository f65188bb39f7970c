"""Words: the lexical half of a generation, BM25 by SQLite FTS5."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge.index.analysis import searchable, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCHEMA = """
CREATE TABLE shape (dim INTEGER NOT NULL);
CREATE TABLE posts (row INTEGER PRIMARY KEY, post_id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2');
"""


_FIND = """
SELECT row, score FROM (
  SELECT rowid AS row, -rank AS score FROM words WHERE words MATCH :match {only} ORDER BY rowid DESC LIMIT :scored
) ORDER BY score DESC, row LIMIT :limit
"""

_SCORED = 30_000
"""Posts that BM25 scores at most for a search; each takes about 1.5 microseconds."""


class Match(NamedTuple):
    """A row that holds some of the words: its BM25 score, which is above 0."""

    row: int
    score: float


class WordsWriter:
    """Writes `words.db`. A post keeps its row as long as it is indexed."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self._db = sqlite3.connect(path, isolation_level=None)
        # Whoever is killed here begins anew, so nothing needs to be durable before the end.
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if new:
            self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def dim(self, offered: int) -> int:
        """Return the length of this generation's vectors; `offered` becomes it where there are none yet."""
        stored = self._db.execute("SELECT dim FROM shape").fetchone()
        if stored is None:
            self._db.execute("INSERT INTO shape (dim) VALUES (?)", [offered])
        return int(stored[0]) if stored else offered

    def rows(self, post_ids: Collection[str]) -> dict[str, int]:
        """Return the rows of those of the posts that are indexed."""
        sql = "SELECT post_id, row FROM posts WHERE post_id IN (SELECT value FROM json_each(?))"
        return dict(self._db.execute(sql, [json.dumps([*post_ids])]).fetchall())

    def next_row(self) -> int:
        """Return the first row that was never used."""
        (last,) = self._db.execute("SELECT max(row) FROM posts").fetchone()
        return 0 if last is None else last + 1

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows."""
        doomed = [(row,) for row in rows]
        self._db.executemany("DELETE FROM words WHERE rowid = ?", doomed)
        self._db.executemany("DELETE FROM posts WHERE row = ?", doomed)

    def add(self, rows: Sequence[int], post_ids: Sequence[str], texts: Iterable[str]) -> None:
        """Add posts at rows that are free."""
        self._db.executemany("INSERT INTO posts (row, post_id) VALUES (?, ?)", zip(rows, post_ids, strict=True))
        self._db.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)", zip(rows, map(searchable, texts), strict=True)
        )

    def close(self, *, keep: bool) -> None:
        """Finish the file: its index in one segment, which is quickest to search. `keep` False just lets go."""
        if keep:
            self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._db.execute("COMMIT")
        self._db.close()


class Words:
    """`words.db` open for searching. Safe under threads; works on after the file was removed."""

    def __init__(self, path: Path) -> None:
        # Nobody writes to it any more, so SQLite need not lock it nor look for a journal.
        self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._lock = threading.Lock()

    def dim(self) -> int:
        """Return the length of the vectors beside it; 0 where nothing was ever indexed."""
        with self._lock:
            stored = self._db.execute("SELECT dim FROM shape").fetchone()
        return int(stored[0]) if stored else 0

    def posts(self) -> list[tuple[int, str]]:
        """Return row and id of every post, by row."""
        with self._lock:
            return self._db.execute("SELECT row, post_id FROM posts ORDER BY row").fetchall()

    def find(self, words: str, *, limit: int, among: NDArray[np.bool_] | None = None) -> list[Match]:
        """Return the rows that hold any of the words, best first, at most `limit`; equal scores by row.

        `among` is a mask over all rows, shape (last row + 1,). Only the rarest words are looked up, as many as
        stand in 30,000 posts together; of a single one in more posts than that, its 30,000 latest rows.
        """
        allowed = None if among is None else among.tobytes().__getitem__
        with self._lock:
            phrases = self._rarest(terms(words))
            if not phrases:
                return []
            self._db.create_function("allowed", 1, allowed)
            found = self._db.execute(
                _FIND.format(only="" if among is None else "AND allowed(rowid)"),
                {"match": " OR ".join(map(_quoted, phrases)), "limit": limit, "scored": _SCORED},
            ).fetchall()
        return [Match(row, score) for row, score in found]

    def _rarest(self, phrases: Sequence[str]) -> list[str]:
        counted = sorted((count, phrase) for phrase in phrases if (count := self._count(phrase)))
        running = accumulate(count for count, _ in counted)
        return [phrase for place, ((_, phrase), total) in enumerate(zip(counted, running, strict=True))
                if total <= _SCORED or not place]  # fmt: skip

    def _count(self, phrase: str) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM words WHERE words MATCH ?", [_quoted(phrase)]).fetchone()
        return int(count)


def _quoted(phrase: str) -> str:
    return f'"{phrase}"'
