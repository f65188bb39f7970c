"""Merging: which rows of an import are new, changed or known, worked out in DuckDB within bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from knowledge.home import DatasetFolder
from tools.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_MEMORY = "512MB"


class Upserted(NamedTuple):
    """What an upsert did: rows added, rows whose content changed, rows that were there already.

    `touched` is a Parquet file of the rows added or changed, whole; none when there are none. It lies in the
    writer's staging folder and goes with it.
    """

    added: int
    changed: int
    unchanged: int
    touched: Path | None


@contextmanager
def work_database(folder: DatasetFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory DuckDB that spills to the dataset's staging folder."""
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{_MEMORY}'")
        db.execute("SET preserve_insertion_order = true")
        db.execute("SET enable_external_file_cache = false")  # files here are read once or twice
        db.execute("SET temp_directory = ?", [str(folder.staging / "spill")])
        yield db


def diff(
    db: duckdb.DuckDBPyConnection, table: str, staged: Path, stored: list[str], target: Path, *, whole: bool = False
) -> Upserted:
    """Write the rows of `staged` that are new or differ from `stored` to `target`, and count.

    A value that a staged row lacks is taken from the stored one, unless rows are `whole`.
    """
    spec = TABLES[table]
    db.execute(f"CREATE TEMP VIEW fresh AS {last_of_each(staged, spec.key)}")
    kept = [name for name in spec.columns if name not in spec.key]
    if stored:
        db.execute(f"CREATE TEMP VIEW stored AS SELECT * FROM read_parquet({sql_list(stored)}, union_by_name = true)")
    else:
        db.execute("CREATE TEMP VIEW stored AS SELECT * FROM fresh LIMIT 0")
    here = {row[0] for row in db.execute("DESCRIBE stored").fetchall()}
    same = " AND ".join(f'f."{key}" IS NOT DISTINCT FROM s."{key}"' for key in spec.key)
    found = f's."{spec.key[0]}" IS NOT NULL'
    columns = [_merged(name, stored=name in here, whole=whole) for name in kept]
    own = [f'f."{key}"' for key in spec.key]
    differs = " OR ".join(f"({column.differs})" for column in columns) or "false"
    db.execute(
        f"CREATE TEMP VIEW verdict AS SELECT "
        f"{', '.join([*own, *(column.value for column in columns)])}, "
        f"{found} AS was_there, ({differs}) AS is_other FROM fresh f LEFT JOIN stored s ON {same}"
    )
    row = db.execute(
        "SELECT count(*) FILTER (NOT was_there), count(*) FILTER (was_there AND is_other), "
        "count(*) FILTER (was_there AND NOT is_other) FROM verdict"
    ).fetchone()
    added, changed, unchanged = row or (0, 0, 0)
    if added + changed:
        listed = ", ".join(f'"{name}"' for name in spec.columns)
        db.execute(
            f"COPY (SELECT {listed} FROM verdict WHERE NOT was_there OR is_other) "
            f"TO '{_escaped(str(target))}' (FORMAT parquet, ROW_GROUP_SIZE 20000)"
        )
    return Upserted(added, changed, unchanged, target if added + changed else None)


class _Merged(NamedTuple):
    """SQL for one column of a merged row, and for whether it differs from the stored one."""

    value: str
    differs: str


def _merged(name: str, *, stored: bool, whole: bool) -> _Merged:
    fresh, old = f'f."{name}"', f's."{name}"'
    if not stored:
        return _Merged(fresh, f"{fresh} IS NOT NULL")
    if whole:
        return _Merged(fresh, f"{fresh} IS DISTINCT FROM {old}")
    return _Merged(f'coalesce({fresh}, {old}) AS "{name}"', f"{fresh} IS NOT NULL AND {fresh} IS DISTINCT FROM {old}")


def last_of_each(staged: Path, keys: tuple[str, ...]) -> str:
    """Write the query for the rows of a Parquet file of which no later row has the key."""
    file, listed = sql_list([str(staged)]), ", ".join(f'"{key}"' for key in keys)
    # Not a window function: that would hold all columns of all rows, vectors too, in memory at once.
    rows = f"read_parquet({file}, file_row_number = true)"
    return (
        f"SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE file_row_number IN "
        f"(SELECT max(file_row_number) FROM {rows} GROUP BY {listed})"
    )


def sql_list(files: list[str]) -> str:
    """Write file names as a DuckDB list literal."""
    return "[" + ", ".join(f"'{_escaped(file)}'" for file in files) + "]"


def _escaped(path: str) -> str:
    return path.replace("'", "''")
