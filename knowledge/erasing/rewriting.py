"""Rewriting: tables and the index built anew from what survives an erasure.

Doomed posts, which readings, vectors and threads hang on, stand in the temporary table `doomed_posts`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from knowledge.index import Indexed, build
from knowledge.merging import sql_list
from knowledge.writing import Writer
from tools.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_BATCH = 5_000
_GONE = "(SELECT post_id FROM doomed_posts)"


class Doomed(NamedTuple):
    """Which rows go: a condition a table, over named values. Posts are marked by `mark`, not named here."""

    conditions: dict[str, str]
    values: Mapping[str, object]

    def used(self, where: str) -> dict[str, object]:
        """Return the values that a condition names; DuckDB refuses others."""
        return {name: value for name, value in self.values.items() if f"${name}" in where}


def open_views(db: duckdb.DuckDBPyConnection, writer: Writer) -> None:
    """Give every table of the dataset as a view of its name, empty ones too."""
    for table in writer.manifest.tables:
        files = writer.files(table)
        if files:
            db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({sql_list(files)}, union_by_name = true)")
        else:
            columns = ", ".join(f"NULL::VARCHAR AS {name}" for name in TABLES[table].columns)
            db.execute(f"CREATE VIEW {table} AS SELECT {columns} LIMIT 0")


def mark(db: duckdb.DuckDBPyConnection, writer: Writer, where: str, values: Mapping[str, object]) -> None:
    """Make the table of doomed posts, each with the random thread id its thread's survivors will have."""
    db.execute("CREATE TABLE doomed_posts (post_id VARCHAR, thread VARCHAR)")
    if "posts" not in writer.manifest.tables:
        return
    rows = db.execute(f"SELECT post_id FROM posts WHERE {where}", values).fetchall()
    if rows:
        db.executemany("INSERT INTO doomed_posts VALUES (?, ?)", [(r[0], f"t_{secrets.token_hex(8)}") for r in rows])


def counted(db: duckdb.DuckDBPyConnection, writer: Writer, doomed: Doomed) -> dict[str, int]:
    """Return how many rows of each table go."""
    counts = {}
    for table in writer.manifest.tables:
        if "post_id" in TABLES[table].columns:
            where = f"post_id IN {_GONE}"
        elif table in doomed.conditions:
            where = doomed.conditions[table]
        else:
            continue
        row = db.execute(f"SELECT count(*) FROM {table} WHERE {where}", doomed.used(where)).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def rewrite(db: duckdb.DuckDBPyConnection, writer: Writer, doomed: Doomed, counts: dict[str, int]) -> str:
    """Build anew what loses a row, publish it, and return the new version's id."""
    changed = [name for name, count in counts.items() if count]
    if counts.get("posts") and "tickets" in writer.manifest.tables:
        changed = list(dict.fromkeys([*changed, "tickets"]))  # its thread ids may change
    for table in changed:
        survivors = writer.folder.staging / f"{table}-survivors.parquet"
        select = _survivors(table, doomed)
        target = str(survivors).replace("'", "''")
        db.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 20000)", doomed.used(select))
        writer.rebuild(table, survivors)
    if counts.get("posts") and writer.manifest.index:
        name = writer.next_generation(erasing=True)
        build(writer.folder.index / name, base=None, batches=_indexed(db), erasing=True)
        writer.change(index=name)
    writer.change(erasures=writer.manifest.erasures + 1)
    return writer.publish()


def _survivors(table: str, doomed: Doomed) -> str:
    threads = "CASE WHEN d.thread IS NULL THEN t.thread_id ELSE d.thread END AS thread_id"
    joined = f"FROM {table} t LEFT JOIN doomed_posts d ON t.thread_id = d.post_id"
    if table == "posts":
        reply = f"CASE WHEN t.reply_to IN {_GONE} THEN NULL ELSE t.reply_to END AS reply_to"
        return f"SELECT t.* REPLACE ({reply}, {threads}) {joined} WHERE t.post_id NOT IN {_GONE}"
    if "post_id" in TABLES[table].columns:
        return f"SELECT * FROM {table} WHERE post_id NOT IN {_GONE}"
    where = f"coalesce(NOT ({doomed.conditions[table]}), true)" if table in doomed.conditions else "true"
    if table == "tickets":
        return f"SELECT t.* REPLACE ({threads}) {joined} WHERE {where}"
    return f"SELECT * FROM {table} WHERE {where}"


def _indexed(db: duckdb.DuckDBPyConnection) -> Iterator[list[Indexed]]:
    import numpy as np

    cursor = db.cursor()
    cursor.execute(
        "SELECT p.post_id, p.text, v.vector FROM posts p JOIN vectors v USING (post_id) "
        f"WHERE p.text IS NOT NULL AND p.post_id NOT IN {_GONE} ORDER BY p.post_id"
    )
    while rows := cursor.fetchmany(_BATCH):
        yield [Indexed(row[0], row[1], np.asarray(row[2], dtype=np.float32)) for row in rows]
