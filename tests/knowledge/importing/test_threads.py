"""Threads: which posts belong together, whatever order files and rows come in."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.rows import conversation_id, post_id
from knowledge.importing.threads import complete
from knowledge.schema import arrow_schema
from tests.knowledge.importing.conftest import Bring, Posts, Write


def _rows(*edges: tuple[str, str | None]) -> list[dict[str, str | None]]:
    return [
        {"id": key, "platform": "x", "author": "ann", "created_at": "2026-01-05", "text": key, "reply_to": answered}
        for key, answered in edges
    ]


def test_a_chain_of_replies_is_one_thread(bring: Bring, write: Write, posts: Posts):
    bring(write(_rows(("4", "3"), ("3", "2"), ("2", "1"), ("1", None), ("9", None))))
    assert {key: post["thread_id"] for key, post in posts().items() if key != "9"} == dict.fromkeys(
        "4321", post_id("x", "1")
    )
    assert posts()["9"]["thread_id"] == post_id("x", "9")


def test_replies_to_a_post_that_is_not_there_share_a_thread_named_after_it(bring: Bring, write: Write, posts: Posts):
    bring(write(_rows(("2", "1"), ("3", "1"))))
    assert {post["thread_id"] for post in posts().values()} == {post_id("x", "1")}


def test_posts_join_the_thread_of_a_post_that_comes_later(bring: Bring, write: Write, posts: Posts):
    bring(write(_rows(("3", "2"), ("4", "3"))))
    report = bring(write(_rows(("2", "1"))))
    assert (report.added, report.changed) == (1, 0)
    assert "2 earlier posts joined the thread" in report.warnings[-1]
    assert {post["thread_id"] for post in posts().values()} == {post_id("x", "1")}


def test_a_named_conversation_holds_those_who_answer_in_it(bring: Bring, write: Write, posts: Posts):
    rows = _rows(("1", None), ("2", "1"))
    rows[0]["thread_id"] = "talk"
    bring(write(rows))
    assert {post["thread_id"] for post in posts().values()} == {conversation_id("x", "talk")}


def test_numbered_conversations_of_x_are_named_after_their_first_post(bring: Bring, write: Write, posts: Posts):
    rows = [{**row, "conversation_id": "1"} for row in _rows(("1", None), ("2", "1"))]
    bring(write(rows))
    assert {post["thread_id"] for post in posts().values()} == {post_id("x", "1")}


def test_ids_of_ours_in_a_file_are_taken_as_they_are(bring: Bring, write: Write, posts: Posts):
    rows = _rows(("1", None), ("2", post_id("x", "1")))
    rows[0]["thread_id"] = conversation_id("x", "talk")
    bring(write(rows))
    assert {post["thread_id"] for post in posts().values()} == {conversation_id("x", "talk")}


def test_posts_that_answer_each_other_in_a_ring_do_no_harm(bring: Bring, write: Write, posts: Posts):
    bring(write(_rows(("1", "2"), ("2", "1"), ("3", "3"))))
    assert set(posts()) == {"1", "2", "3"}
    assert all(post["thread_id"] for post in posts().values())


_forests = st.lists(st.integers(min_value=-1, max_value=11), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(forest=_forests, seed=st.integers(0, 1_000))
def test_threads_do_not_depend_on_the_order_of_files(forest: list[int], seed: int):
    """A post answers any other, or one that is not there; three files in any order end in the same threads."""
    edges = [(number, parent if parent < number else -1) for number, parent in enumerate(forest)]
    draw = random.Random(seed)  # noqa: S311 - not a secret
    whole = _threads([edges])
    draw.shuffle(edges)
    parts = [edges[start::3] for start in range(3)]
    assert _threads(parts) == whole
    assert whole == {number: _root(number, dict(edges)) for number, _ in edges}


def _root(number: int, parents: dict[int, int]) -> int:
    return number if parents[number] < 0 else _root(parents[number], parents)


def _threads(files: list[list[tuple[int, int]]]) -> dict[int, int]:
    """Complete one file after the other, keeping what is stored in a Parquet file; return each post's thread."""
    with TemporaryDirectory() as name:
        folder, stored = Path(name), list[str]()
        for number, edges in enumerate(edges for edges in files if edges):
            fresh, out, kept = (folder / f"{part}{number}.parquet" for part in ("fresh", "out", "stored"))
            pq.write_table(pa.Table.from_pylist([_row(*edge) for edge in edges], schema=_SCHEMA), fresh)
            with duckdb.connect() as db:
                complete(db, fresh, stored, out)
            _merge(out, stored, kept)
            stored = [str(kept)]
        rows = pq.read_table(stored[0]).to_pylist()
    return {int(row["source_id"]): int(row["thread_id"].removeprefix("p_")) for row in rows}


_SCHEMA = arrow_schema("posts").append(pa.field("brand_guess", pa.string())).append(pa.field("own_guess", pa.bool_()))


def _row(number: int, parent: int) -> dict[str, object]:
    reply_to = None if parent < 0 else f"p_{parent}"
    return {"post_id": f"p_{number}", "source_id": str(number), "platform": "x", "created_at": 0, "reply_to": reply_to}


def _merge(out: Path, stored: list[str], target: Path) -> None:
    new = pq.read_table(out)
    fresh = set(new["post_id"].to_pylist())
    old = [row for file in stored for row in pq.read_table(file).to_pylist() if row["post_id"] not in fresh]
    pq.write_table(pa.concat_tables([new, pa.Table.from_pylist(old, schema=new.schema)]), target)
