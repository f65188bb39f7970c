"""Memory: what threads remember, in LangGraph checkpoints of which only the last of each thread is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite import SqliteSaver

MOST_THREADS = 1_000
"""The oldest beyond these are forgotten."""
FILE = "checkpoints.db"


def open_memory(state: Path) -> SqliteSaver:
    """Open the checkpoints below the state folder, for this process; several processes may at once."""
    from langgraph.checkpoint.sqlite import SqliteSaver

    saver = SqliteSaver(_connect(state))
    saver.setup()
    return saver


def prune(saver: SqliteSaver, thread: str) -> None:
    """Keep a thread's last checkpoint only, and the latest MOST_THREADS threads only."""
    with saver.lock, saver.conn:
        for table in ("writes", "checkpoints"):
            saver.conn.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < "  # noqa: S608 - table names are ours
                "(SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?)",
                (thread, thread),
            )
        old = "SELECT thread_id FROM checkpoints GROUP BY thread_id ORDER BY max(checkpoint_id) DESC LIMIT -1 OFFSET ?"
        for (gone,) in saver.conn.execute(old, (MOST_THREADS,)).fetchall():
            for table in ("writes", "checkpoints"):
                saver.conn.execute(f"DELETE FROM {table} WHERE thread_id = ?", (gone,))  # noqa: S608


def forget(state: Path, words: Iterable[str]) -> int:
    """Delete every thread whose memory holds one of the words, to the last byte; return how many threads went.

    Threads remember the asker's questions, and a question may name a person.
    """
    path = state / FILE
    needles = [word.encode() for word in words if word]
    if not path.exists() or not needles:
        return 0
    with closing(_connect(state)) as connection:
        gone = {
            thread
            for table, column in (("checkpoints", "checkpoint"), ("writes", "value"))
            for thread, blob in connection.execute(f"SELECT thread_id, {column} FROM {table}")  # noqa: S608
            if any(needle in (blob or b"") or needle in thread.encode() for needle in needles)
        }
        with connection:
            for thread in gone:
                connection.execute("DELETE FROM writes WHERE thread_id = ?", (thread,))
                connection.execute("DELETE FROM checkpoints WHERE thread_id = ?", (thread,))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(gone)


def _connect(state: Path) -> sqlite3.Connection:
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = sqlite3.connect(state / FILE, timeout=30, check_same_thread=False)
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection
