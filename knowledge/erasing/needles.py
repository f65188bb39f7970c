"""Needles: what must not be found anywhere once a person or a period was erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from knowledge.writing import Writer

if TYPE_CHECKING:
    import duckdb

_LONG_ENOUGH = 12


class Needles(NamedTuple):
    """What must not be found: identifiers, post ids, texts, and vectors as little-endian float32 bytes."""

    identifiers: tuple[str, ...]
    post_ids: tuple[str, ...]
    texts: tuple[str, ...]
    vectors: tuple[bytes, ...]

    def some(self, count: int) -> Needles:
        """Return the first `count` of each kind."""
        return Needles(self.identifiers[:count], self.post_ids[:count], self.texts[:count], self.vectors[:count])

    def as_bytes(self) -> dict[bytes, str]:
        """Return what to look for, with its kind. Short texts and bare numbers occur by chance and are left out."""
        found = dict.fromkeys(self.vectors, "vector")
        for kind, values in (("author", self.identifiers), ("post", self.post_ids), ("text", self.texts)):
            for value in values:
                if kind == "author" and (value.isdigit() or len(value) < 6):
                    continue
                if kind == "text" and len(value) < _LONG_ENOUGH:
                    continue
                found[value.encode("utf-8", "surrogatepass")] = kind
                found[json.dumps(value)[1:-1].encode("ascii")] = kind
        return found


def collect_needles(
    db: duckdb.DuckDBPyConnection, writer: Writer, ids: list[str], *, most: int | None = None
) -> Needles:
    """Collect the ids given, and of the marked posts the ids, and the texts and vectors that no survivor holds.

    `most` bounds how many posts' texts are collected, since each is compared with every survivor's.
    """
    if "posts" not in writer.manifest.tables:
        return Needles(tuple(ids), (), (), ())
    ids_gone = [row[0] for row in db.execute("SELECT post_id FROM doomed_posts ORDER BY post_id").fetchall()]
    # A text that stands in a survivor's text would be found there.
    texts = db.execute(
        "SELECT DISTINCT d.text FROM posts d SEMI JOIN (SELECT post_id FROM doomed_posts ORDER BY post_id LIMIT $most) "
        "USING (post_id) WHERE d.text <> '' AND NOT EXISTS (SELECT 1 FROM posts s WHERE contains(s.text, d.text) "
        "AND s.post_id NOT IN (SELECT post_id FROM doomed_posts))",
        {"most": len(ids_gone) if most is None else most},
    ).fetchall()
    vectors: tuple[bytes, ...] = ()
    if "vectors" in writer.manifest.tables:
        vectors = _vectors(db)
    return Needles(tuple(ids), tuple(ids_gone), tuple(row[0] for row in texts), vectors)


def _vectors(db: duckdb.DuckDBPyConnection) -> tuple[bytes, ...]:
    """Return the doomed vectors that no survivor shares: other texts may have the very same one."""
    import numpy as np

    rows = db.execute(
        "SELECT vector FROM vectors WHERE post_id IN (SELECT post_id FROM doomed_posts) AND vector NOT IN "
        "(SELECT vector FROM vectors WHERE post_id NOT IN (SELECT post_id FROM doomed_posts))"
    ).fetchall()
    return tuple(np.asarray(row[0], dtype="<f4").tobytes() for row in rows)
