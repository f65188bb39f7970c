"""State: results, drafts, decisions and ledger in SQLite (WAL) or Postgres, one engine a process."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from tools.errors import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

metadata = MetaData()

results = Table(
    "results",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("tool", String(80), nullable=False),
    Column("tool_version", Integer, nullable=False),
    Column("dataset", String(64), nullable=False, index=True),
    Column("dataset_version", String(40), nullable=False),
    Column("query", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)


class State:
    """The state store. Tables are made on first use; other modules add theirs to `metadata`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._known = 0

    @property
    def engine(self) -> Engine:
        """The engine, opened on first use; tables of modules imported since are made when it is used next."""
        with self._lock:
            with _said(self.url):
                if self._engine is None:
                    self._engine, self._known = _open(self.url), 0
                if self._known < len(metadata.tables):
                    metadata.create_all(self._engine)
                    self._known = len(metadata.tables)
            return self._engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Open a transaction that takes the write lock at once, so that what it reads stays true until it ends."""
        with _said(self.url), self.engine.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Leave no byte of deleted rows on disk: empty SQLite's write-ahead log. Postgres vacuums by itself."""
        if self.engine.dialect.name != "sqlite":
            return
        connection = self.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.cursor().execute("VACUUM")
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


@contextmanager
def _said(url: str) -> Iterator[None]:
    """Say in one line, without the password, that the store is locked, read-only, damaged or not there."""
    try:
        yield
    except (OperationalError, DatabaseError, ArgumentError, ImportError) as error:
        if isinstance(error, DatabaseError) and type(error) not in (OperationalError, DatabaseError):
            raise  # a constraint, say: the caller's affair
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        where = re.sub(r"(?<=//)[^/@]*@", "", url)
        raise Unavailable(f"The state store {where!r} cannot be used: {why}. See: groundswell doctor") from error


def _open(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    path = url.removeprefix("sqlite:///")
    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection
    connection.isolation_level = None  # SQLAlchemy says BEGIN, not the driver
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
