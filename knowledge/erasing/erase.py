"""Erase: rows leave every table and the index, and the files that held them leave the disk.

Delta's log and statistics, Chroma's files and SQLite's free pages keep what was deleted, so nothing is deleted in
place: tables and index are built anew from the survivors and the old files removed.
"""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from knowledge.erasing.needles import Needles, collect_needles
from knowledge.erasing.rejects import clean_rejects, drop_old_rejects
from knowledge.erasing.rewriting import Doomed, counted, mark, open_views, rewrite
from knowledge.erasing.suppression import Suppressions
from knowledge.home import Home
from knowledge.merging import work_database
from knowledge.writing import Writer, writing
from tools.base import Model
from tools.errors import BadRequest, NotFound
from tools.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_SAMPLED = 100
_TIMES = {"posts": "created_at", "events": "at", "outcomes": "at", "exposures": "at", "touchpoints": "at",
          "assignments": "at", "tickets": "opened_at"}  # fmt: skip


class Erased(Model):
    """What erasing removed: rows a table, and the version that is current now."""

    dataset: str
    version: str
    rows: dict[str, int]
    rejects: int
    mentions_left: int = 0


class Erasure(NamedTuple):
    """What was erased, with what to look for afterwards. Never stored: it names the person."""

    erased: Erased
    post_ids: frozenset[str]
    needles: Needles


def forget_person(home: Home, dataset: str, author_id: str) -> Erasure:
    """Erase a person from a dataset's tables, index and rejects, and suppress their return.

    Threads that the person began keep their other posts under a new, random thread id. Posts by others that
    mention the person's handle are theirs and stay; `mentions_left` counts them.
    Raises NotFound when nothing is held on that author.
    """
    with writing(home, dataset) as writer, work_database(writer.folder) as db:
        open_views(db, writer)
        handle = _handle(db, writer, author_id)
        mark(db, writer, "author_id = $id", {"id": author_id})
        theirs = {
            name: " OR ".join(f"{column} = $id" for column in spec.person)
            for name, spec in TABLES.items()
            if spec.person and name in writer.manifest.tables and name != "posts"
        }
        doomed = Doomed(theirs, {"id": author_id})
        counts = counted(db, writer, doomed)
        if not any(counts.values()):
            raise NotFound(
                f"Dataset {dataset!r} holds nothing on author {author_id!r}. Search results show author ids."
            )
        needles = collect_needles(db, writer, [author_id])
        mentions = _mentions(db, writer, handle)
        Suppressions(home, writer.folder).add([author_id, *needles.post_ids])
        rejects = clean_rejects(writer.folder, [author_id, *needles.texts])
        shutil.rmtree(writer.folder.rereading, ignore_errors=True)
        version = rewrite(db, writer, doomed, counts)
        erased = Erased(dataset=dataset, version=version, rows=counts, rejects=rejects, mentions_left=mentions)
        return Erasure(erased, frozenset(needles.post_ids), needles)


def retain(home: Home, dataset: str, *, now: datetime) -> Erasure:
    """Erase what is older than the dataset's retention period, in every table that has a time.

    Authors of whom no post is left go too. Raises BadRequest when the dataset has no retention period.
    """
    with writing(home, dataset) as writer, work_database(writer.folder) as db:
        days = writer.manifest.facts.retention_days
        if days is None:
            raise BadRequest(
                f"Dataset {dataset!r} has no retention period. "
                f"Set one: groundswell dataset {dataset} --retention-days N"
            )
        values = {"before": now - timedelta(days=days)}
        open_views(db, writer)
        mark(db, writer, "created_at < $before", values)
        old = {
            name: f"{column} < $before"
            for name, column in _TIMES.items()
            if name != "posts" and name in writer.manifest.tables
        }
        doomed = Doomed(old, values)
        counts = counted(db, writer, doomed)
        if "authors" in writer.manifest.tables and counts.get("posts"):
            old["authors"] = (
                "author_id IN (SELECT author_id FROM posts WHERE post_id IN (SELECT post_id FROM doomed_posts)) AND "
                "author_id NOT IN (SELECT author_id FROM posts WHERE author_id IS NOT NULL "
                "AND post_id NOT IN (SELECT post_id FROM doomed_posts))"
            )
            counts = counted(db, writer, doomed)
        needles = collect_needles(db, writer, [], most=_SAMPLED)
        rejects = drop_old_rejects(writer.folder, values["before"])
        shutil.rmtree(writer.folder.rereading, ignore_errors=True)
        version = rewrite(db, writer, doomed, counts) if any(counts.values()) else writer.publish()
        erased = Erased(dataset=dataset, version=version, rows=counts, rejects=rejects)
        return Erasure(erased, frozenset(needles.post_ids), needles)


def _handle(db: duckdb.DuckDBPyConnection, writer: Writer, author_id: str) -> str:
    if "authors" not in writer.manifest.tables:
        return author_id
    row = db.execute("SELECT handle FROM authors WHERE author_id = ?", [author_id]).fetchone()
    return (row[0] if row and row[0] else author_id).lstrip("@")


def _mentions(db: duckdb.DuckDBPyConnection, writer: Writer, handle: str) -> int:
    if "posts" not in writer.manifest.tables:
        return 0
    row = db.execute(
        "SELECT count(*) FROM posts WHERE post_id NOT IN (SELECT post_id FROM doomed_posts) "
        "AND contains(lower(text), ?)",
        [f"@{handle.lower()}"],
    ).fetchone()
    return int(row[0]) if row else 0
