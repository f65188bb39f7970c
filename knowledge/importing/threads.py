"""Threads: what a post's row takes from the dataset and its neighbours: its thread, and what the file leaves open.

A post belongs to the thread that its file names; failing that to the thread of the post it answers; failing that
(the answered post is in no file yet) to a thread named after that post; a post that answers none begins a thread
named after itself. When a missing post turns up later, the threads named after it join its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.merging import last_of_each, sql_list
from tools.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_LONGEST_CHAIN = 2**20
_DEEPEST_JOIN = 8


def complete(db: duckdb.DuckDBPyConnection, staged: Path, stored: list[str], target: Path) -> int:
    """Write the staged posts, completed, and the stored ones whose thread moves; return how many those are."""
    _views(db, staged, stored)
    _link(db)
    _walk(db)
    return _write(db, target)


def _views(db: duckdb.DuckDBPyConnection, staged: Path, stored: list[str]) -> None:
    db.execute(f"CREATE TEMP VIEW fresh AS {last_of_each(staged, TABLES['posts'].key)}")
    columns = ", ".join(TABLES["posts"].columns)
    if stored:
        db.execute(f"CREATE TEMP VIEW stored AS SELECT * FROM read_parquet({sql_list(stored)}, union_by_name = true)")
    else:
        db.execute(f"CREATE TEMP VIEW stored AS SELECT {columns} FROM fresh LIMIT 0")


def _link(db: duckdb.DuckDBPyConnection) -> None:
    """Each staged post: the thread it is known to belong to, or the staged post whose thread it shares."""
    db.execute(
        "CREATE TEMP TABLE node AS SELECT f.post_id, "
        "CASE WHEN f.thread_id IS NOT NULL THEN f.thread_id "
        "WHEN f.reply_to IS NULL THEN coalesce(s.thread_id, f.post_id) "
        "WHEN p.post_id IS NOT NULL THEN NULL "
        "ELSE coalesce(q.thread_id, f.reply_to) END AS thread, "
        "CASE WHEN f.thread_id IS NULL AND p.post_id IS NOT NULL THEN p.post_id END AS via "
        "FROM fresh f LEFT JOIN stored s ON s.post_id = f.post_id LEFT JOIN fresh p ON p.post_id = f.reply_to "
        "LEFT JOIN stored q ON q.post_id = f.reply_to"
    )


def _walk(db: duckdb.DuckDBPyConnection) -> None:
    """Follow the links, doubling the step each time; posts that answer each other in a ring keep to themselves."""
    step = 1
    while step < _LONGEST_CHAIN and _count(db, "SELECT count(*) FROM node WHERE thread IS NULL"):
        db.execute(
            "CREATE OR REPLACE TEMP TABLE node AS SELECT n.post_id, coalesce(n.thread, v.thread) AS thread, "
            "CASE WHEN n.thread IS NULL AND v.thread IS NULL THEN v.via END AS via "
            "FROM node n LEFT JOIN node v ON v.post_id = n.via"
        )
        step *= 2
    db.execute("UPDATE node SET thread = post_id WHERE thread IS NULL")
    joined = "FROM node n JOIN node m ON m.post_id = n.thread WHERE n.post_id <> n.thread AND m.thread <> n.thread"
    for _ in range(_DEEPEST_JOIN):  # a thread may be named after a post that has joined another
        if not _count(db, f"SELECT count(*) {joined}"):
            return
        db.execute(
            "CREATE OR REPLACE TEMP TABLE node AS SELECT n.post_id, coalesce(m.thread, n.thread) AS thread "
            "FROM node n LEFT JOIN node m ON m.post_id = n.thread AND n.post_id <> n.thread"
        )


def _write(db: duckdb.DuckDBPyConnection, target: Path) -> int:
    taken = {
        "thread_id": "n.thread",
        "brand": "coalesce(f.brand, s.brand, f.brand_guess)",
        "is_own": "coalesce(f.is_own, s.is_own, f.own_guess)",
        "source": "coalesce(s.source, f.source)",
    }
    columns = TABLES["posts"].columns
    fresh = ", ".join(f"{taken.get(name, f'f.{name}')} AS {name}" for name in columns)
    moved = ", ".join(f"{'n.thread' if name == 'thread_id' else f's.{name}'} AS {name}" for name in columns)
    movers = (
        "FROM stored s JOIN node n ON n.post_id = s.thread_id AND n.thread <> s.thread_id "
        "WHERE NOT EXISTS (SELECT 1 FROM fresh f WHERE f.post_id = s.post_id)"
    )
    db.execute(
        f"COPY (SELECT {fresh} FROM fresh f JOIN node n USING (post_id) LEFT JOIN stored s ON s.post_id = f.post_id "
        f"UNION ALL SELECT {moved} {movers}) TO {sql_list([str(target)])[1:-1]} (FORMAT parquet, ROW_GROUP_SIZE 20000)"
    )
    return _count(db, f"SELECT count(*) {movers}")


def _count(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0
