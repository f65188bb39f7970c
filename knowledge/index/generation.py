"""Generation: one index generation, open for reading."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from knowledge.index.neighbours import Neighbours
from knowledge.index.vectors import cosines, open_vectors
from knowledge.index.words import Words
from tools.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS, VECTORS, CHROMA = "words.db", "vectors.f32", "chroma"

SCANNED = 20_000
"""Rows up to which every cosine is computed (8 ms); of more, Chroma proposes."""

_PROPOSED = 200
_PROPOSED_AT_MOST = 2_000


class Scored(NamedTuple):
    """Rows, shape (n,), with a score each, shape (n,), best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]


class Generation:
    """One index generation, open for reading. Safe under threads.

    Holds the files it needs, so that it answers on after a newer generation has replaced it.
    """

    def __init__(self, folder: Path, *, scanned: int = SCANNED) -> None:
        """Open it; raises NotFound if it is gone."""
        self.folder, self._scanned = folder, scanned
        try:
            self.words = Words(folder / WORDS)
            listed = self.words.posts()
            self._vectors = open_vectors(folder / VECTORS, self.words.dim())
        except (sqlite3.OperationalError, FileNotFoundError):
            if folder.is_dir() and (folder / WORDS).exists():
                raise
            raise NotFound(f"The index generation {folder.name!r} is gone; a newer one replaced it.") from None
        except (sqlite3.DatabaseError, ValueError) as error:
            raise Unavailable(
                f"The index {folder.name!r} cannot be read ({error}). "
                f"Build it again: remove {str(folder)!r}, then import."
            ) from error
        self._rows = {post_id: row for row, post_id in listed}
        self._ids = dict(listed)
        self._live = np.fromiter(self._ids, dtype=np.int64, count=len(self._ids))
        self.neighbours = Neighbours(folder / CHROMA)

    def __len__(self) -> int:
        return len(self._ids)

    def post_ids(self) -> list[str]:
        """Return the ids of all posts, by row."""
        return list(self._rows)

    def post_id(self, row: int) -> str:
        """Return the id of the post at a row."""
        return self._ids[row]

    def rows(self, post_ids: Collection[str]) -> NDArray[np.int64]:
        """Return the rows of those of the posts that are indexed, ascending, shape (n,)."""
        rows = np.fromiter(map(self._rows.get, post_ids, repeat(-1)), dtype=np.int64, count=len(post_ids))
        return np.flatnonzero(self._mask(rows[rows >= 0]))

    def vectors_of(self, post_ids: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of posts that are indexed, shape (len(post_ids), dim), in their order."""
        return np.array(self._vectors[[self._rows[post_id] for post_id in post_ids]])

    def by_words(self, words: str, *, limit: int, among: NDArray[np.int64] | None = None) -> Scored:
        """Return at most `limit` rows that hold any of the words, with their BM25 scores, above 0."""
        found = self.words.find(words, limit=limit, among=None if among is None else self._mask(among))
        return Scored(
            np.array([match.row for match in found], dtype=np.int64), np.array([match.score for match in found])
        )

    def by_meaning(self, vector: NDArray[np.float32], *, limit: int, among: NDArray[np.int64] | None = None) -> Scored:
        """Return the `limit` rows nearest to a unit vector, with their cosines, equal ones by row.

        Exact for up to `SCANNED` rows. Of more, Chroma proposes candidates and exact cosines order them.
        """
        pool = self._live if among is None else among
        if len(pool) > self._scanned:
            pool = self._proposed(vector, limit, pool)
        scores = self.cosines(pool, vector)
        best = np.lexsort((pool, -scores))[:limit]
        return Scored(pool[best], scores[best])

    def cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the cosine, -1 to 1, of a unit vector with each of the rows."""
        return cosines(self._vectors, rows, vector).astype(np.float64)

    def _mask(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self._vectors), dtype=np.bool_)
        mask[rows] = True
        return mask

    def _proposed(self, vector: NDArray[np.float32], limit: int, pool: NDArray[np.int64]) -> NDArray[np.int64]:
        wanted = max(_PROPOSED, 2 * limit) * len(self) // len(pool)
        if wanted > _PROPOSED_AT_MOST:
            return pool
        try:
            near = self.rows(self.neighbours.near(vector, limit=min(wanted, len(self))))
        except NotFound:  # replaced while in use: the vectors are still mapped here
            return pool
        inside = near if len(pool) == len(self) else np.intersect1d(near, pool, assume_unique=True)
        return inside if len(inside) >= limit else pool
