from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.agent import memory
from server.agent.assistant import Assistant
from server.runtime import Runtime


def rows(path: Path, table: str) -> list[tuple[str, bytes]]:
    column = "checkpoint" if table == "checkpoints" else "value"
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT thread_id, {column} FROM {table}").fetchall()  # noqa: S608


def test_a_thread_keeps_one_checkpoint_however_often_it_is_asked(assistant: Assistant, runtime: Runtime) -> None:
    for question in ("How do people feel about Acme?", "and on reddit?", "what about last week?"):
        assistant.ask("demo", question, thread="small")
    kept = [row for row in rows(runtime.home.state / memory.FILE, "checkpoints") if row[0] == "demo/small"]
    assert len(kept) == 1


def test_no_text_of_a_post_is_ever_stored_with_a_thread(assistant: Assistant, runtime: Runtime) -> None:
    answer = assistant.ask("demo", "find posts about the summaries", thread="clean")
    assert answer.posts
    stored = b"".join(path.read_bytes() for path in runtime.home.state.glob(f"{memory.FILE}*"))
    assert b"find posts about the summaries" in stored
    assert not any(post.quote.encode() in stored for post in answer.posts)


def test_the_oldest_threads_are_forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(memory, "MOST_THREADS", 2)
    saver = memory.open_memory(tmp_path)
    for number, thread in enumerate(("old", "middle", "new")):
        checkpoint = {
            "id": f"1f{number}",
            "v": 1,
            "ts": "",
            "channel_values": {},
            "channel_versions": {},
            "versions_seen": {},
        }
        saver.put({"configurable": {"thread_id": thread, "checkpoint_ns": ""}}, checkpoint, {}, {})  # type: ignore[arg-type]
        memory.prune(saver, thread)
    assert {thread for thread, _ in rows(tmp_path / memory.FILE, "checkpoints")} == {"middle", "new"}
    saver.conn.close()


def test_forgetting_a_word_leaves_no_byte_of_it(assistant: Assistant, runtime: Runtime) -> None:
    assistant.ask("demo", "find posts about zebrafish by mallory", thread="person")
    assert memory.forget(runtime.home.state, ["mallory"]) >= 1
    stored = b"".join(path.read_bytes() for path in runtime.home.state.glob(f"{memory.FILE}*"))
    assert b"mallory" not in stored
    assert b"zebrafish" not in stored


def test_forgetting_where_nothing_was_asked_is_no_error(tmp_path: Path) -> None:
    assert memory.forget(tmp_path / "none", ["x"]) == 0
