"""Erase: rows leave every table and the index, and the files that held them leave the disk.

Delta's log and statistics, Chroma's files and SQLite's free pages keep what was deleted, so nothing is deleted in
place: tables and index are built anew from the survivors and the old files removed.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge.erasing.needles import Needles, collect_needles
from knowledge.erasing.suppression import Suppressions
from knowledge.home import Home
from knowledge.index import Indexed, build
from knowledge.merging import sql_list, work_database
from knowledge.writing import Writer, writing
from tools.base import Model
from tools.errors import BadRequest, NotFound
from tools.tables import TABLES, TableSpec

if TYPE_CHECKING:
    import duckdb

_BATCH = 5_000
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
        _views(db, writer)
        handle = _handle(db, writer, author_id)
        _mark(db, writer, "author_id = $id", {"id": author_id})
        doomed = {
            name: " OR ".join(f"{column} = $id" for column in spec.person)
            for name, spec in TABLES.items()
            if spec.person and name in writer.manifest.tables and name != "posts"
        }
        counts = _counts(db, writer, doomed, {"id": author_id})
        if not any(counts.values()):
            raise NotFound(f"Dataset {dataset!r} holds nothing on author {author_id!r}.")
        needles = collect_needles(db, writer, [author_id])
        mentions = _mentions(db, writer, handle)
        Suppressions(home, writer.folder).add([author_id, *needles.post_ids])
        rejects = _clean_rejects(writer, [author_id, *needles.texts])
        version = _rewrite(db, writer, doomed, {"id": author_id}, counts)
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
        _views(db, writer)
        _mark(db, writer, "created_at < $before", values)
        doomed = {
            name: f"{column} < $before"
            for name, column in _TIMES.items()
            if name != "posts" and name in writer.manifest.tables
        }
        counts = _counts(db, writer, doomed, values)
        if "authors" in writer.manifest.tables and counts.get("posts"):
            doomed["authors"] = (
                "author_id IN (SELECT author_id FROM posts WHERE post_id IN (SELECT post_id FROM doomed_posts)) AND "
                "author_id NOT IN (SELECT author_id FROM posts WHERE author_id IS NOT NULL "
                "AND post_id NOT IN (SELECT post_id FROM doomed_posts))"
            )
            counts = _counts(db, writer, doomed, values)
        needles = collect_needles(db, writer, [], most=_SAMPLED)
        rejects = _drop_old_rejects(writer, values["before"])
        version = _rewrite(db, writer, doomed, values, counts) if any(counts.values()) else writer.publish()
        erased = Erased(dataset=dataset, version=version, rows=counts, rejects=rejects)
        return Erasure(erased, frozenset(needles.post_ids), needles)


def _views(db: duckdb.DuckDBPyConnection, writer: Writer) -> None:
    for table in writer.manifest.tables:
        files = writer.files(table)
        if files:
            db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({sql_list(files)}, union_by_name = true)")
        else:
            columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in TABLES[table].columns)
            db.execute(f"CREATE VIEW {table} AS SELECT {columns} LIMIT 0")


def _mark(db: duckdb.DuckDBPyConnection, writer: Writer, where: str, values: Mapping[str, object]) -> None:
    """Make the table of doomed posts, each with the random thread id its thread's survivors will have."""
    db.execute("CREATE TABLE doomed_posts (post_id VARCHAR, thread VARCHAR)")
    if "posts" not in writer.manifest.tables:
        return
    rows = db.execute(f"SELECT post_id FROM posts WHERE {where}", values).fetchall()
    if rows:
        db.executemany("INSERT INTO doomed_posts VALUES (?, ?)", [(r[0], f"t_{secrets.token_hex(8)}") for r in rows])


def _counts(
    db: duckdb.DuckDBPyConnection, writer: Writer, doomed: dict[str, str], values: Mapping[str, object]
) -> dict[str, int]:
    counts = {}
    for table in writer.manifest.tables:
        if "post_id" in TABLES[table].columns:
            where, given = "post_id IN (SELECT post_id FROM doomed_posts)", {}
        elif table in doomed:
            where, given = doomed[table], _used(doomed[table], values)
        else:
            continue
        row = db.execute(f"SELECT count(*) FROM {table} WHERE {where}", given).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def _rewrite(
    db: duckdb.DuckDBPyConnection,
    writer: Writer,
    doomed: dict[str, str],
    values: Mapping[str, object],
    counts: dict[str, int],
) -> str:
    changed = [name for name, count in counts.items() if count]
    if counts.get("posts") and "tickets" in writer.manifest.tables:
        changed = list(dict.fromkeys([*changed, "tickets"]))  # its thread ids may change
    for table in changed:
        survivors = writer.folder.staging / f"{table}-survivors.parquet"
        select, given = _survivors(TABLES[table], table, doomed, values)
        db.execute(f"COPY ({select}) TO '{survivors}' (FORMAT parquet, ROW_GROUP_SIZE 20000)", given)
        writer.rebuild(table, survivors)
    if counts.get("posts") and writer.manifest.index:
        name = writer.next_generation(erasing=True)
        build(writer.folder.index / name, base=None, batches=_indexed(db), erasing=True)
        writer.change(index=name)
    writer.change(erasures=writer.manifest.erasures + 1)
    return writer.publish()


def _survivors(
    spec: TableSpec, table: str, doomed: dict[str, str], values: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    threads = "CASE WHEN d.thread IS NULL THEN t.thread_id ELSE d.thread END AS thread_id"
    joined = f"FROM {table} t LEFT JOIN doomed_posts d ON t.thread_id = d.post_id"
    if table == "posts":
        reply = "CASE WHEN t.reply_to IN (SELECT post_id FROM doomed_posts) THEN NULL ELSE t.reply_to END AS reply_to"
        kept = "t.post_id NOT IN (SELECT post_id FROM doomed_posts)"
        return f"SELECT t.* REPLACE ({reply}, {threads}) {joined} WHERE {kept}", {}
    if "post_id" in spec.columns:
        return f"SELECT * FROM {table} WHERE post_id NOT IN (SELECT post_id FROM doomed_posts)", {}
    where = f"coalesce(NOT ({doomed[table]}), true)" if table in doomed else "true"
    given = _used(where, values)
    if table == "tickets":
        return f"SELECT t.* REPLACE ({threads}) {joined} WHERE {where}", given
    return f"SELECT * FROM {table} WHERE {where}", given


def _indexed(db: duckdb.DuckDBPyConnection) -> Iterator[list[Indexed]]:
    import numpy as np

    cursor = db.cursor()
    cursor.execute(
        "SELECT p.post_id, p.text, v.vector FROM posts p JOIN vectors v USING (post_id) "
        "WHERE p.text IS NOT NULL AND p.post_id NOT IN (SELECT post_id FROM doomed_posts) ORDER BY p.post_id"
    )
    while rows := cursor.fetchmany(_BATCH):
        yield [Indexed(row[0], row[1], np.asarray(row[2], dtype=np.float32)) for row in rows]


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


def _clean_rejects(writer: Writer, needles: list[str]) -> int:
    """Drop rejected rows that hold an id or a text of the person; they were never in a table."""
    dropped = 0
    for path in writer.folder.rejects.glob("*") if writer.folder.rejects.exists() else ():
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not _holds(line, needles)]
        dropped += len(lines) - len(kept)
        if len(kept) < len(lines):
            _replace(path, "".join(kept))
    return dropped


def _drop_old_rejects(writer: Writer, before: datetime) -> int:
    """Remove rejected rows of imports before the given time."""
    dropped = 0
    for path in writer.folder.rejects.glob("*") if writer.folder.rejects.exists() else ():
        if path.stat().st_mtime < before.timestamp():
            dropped += len(path.read_text(encoding="utf-8").splitlines())
            path.unlink()
    return dropped


def _holds(line: str, needles: list[str]) -> bool:
    return any(needle in line or json.dumps(needle)[1:-1] in line for needle in needles if len(needle) > 2)


def _replace(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _used(where: str, values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if f"${name}" in where}
