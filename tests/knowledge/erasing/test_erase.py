"""Erasing: what goes, what stays, and that no byte of what went is left."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge.dataset import open_dataset
from knowledge.erasing import Suppressions, forget_person, holdings, retain, scan
from knowledge.erasing.needles import Needles
from knowledge.home import Home
from knowledge.index import Indexed, build
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from tests.fakes import HashEmbedder
from tools.errors import BadRequest, NotFound
from tools.facts import Facts

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
GONE = "p_00000000000000a1"
REPLY = "p_00000000000000b1"
SHARED = "p_00000000000000b2"
ROWS = [
    {"post_id": GONE, "author_id": "ann-example", "text": "the purple elephant sings at midnight", "thread_id": GONE},
    {"post_id": REPLY, "author_id": "bob", "text": "so true @ann_handle", "thread_id": GONE, "reply_to": GONE},
    {"post_id": SHARED, "author_id": "bob", "text": "good morning to everybody here", "thread_id": SHARED},
    {"post_id": "p_00000000000000a2", "author_id": "ann-example", "text": "good morning to everybody here"},
]
AUTHORS = [
    {"author_id": "ann-example", "handle": "ann_handle", "bio": "collects porcelain owls"},
    {"author_id": "bob", "handle": "bob_handle", "bio": "plain"},
]


def dataset(folder: Path, rows: list[dict[str, Any]] = ROWS, *, retention_days: int | None = None) -> Home:
    """Import rows the way the importer does: tables, vectors, index, all in one published version."""
    home, embedder = Home(folder), HashEmbedder()
    posts = [{"platform": "x", "created_at": START + timedelta(days=number)} | row for number, row in enumerate(rows)]
    vectors = embedder.embed([row["text"] for row in posts])
    stored = [{"post_id": row["post_id"], "vector": vector} for row, vector in zip(posts, vectors, strict=True)]
    with writing(home, "d", facts=Facts(dataset="d", retention_days=retention_days)) as writer:
        for table, content in (("posts", posts), ("authors", AUTHORS), ("vectors", stored)):
            staged = writer.folder.staging / f"{table}.parquet"
            pq.write_table(pa.Table.from_pylist(content, schema=arrow_schema(table)), staged)
            writer.upsert(table, staged)
        name = writer.next_generation()
        indexed = [Indexed(row["post_id"], row["text"], vector) for row, vector in zip(posts, vectors, strict=True)]
        build(writer.folder.index / name, base=None, batches=[indexed])
        writer.change(index=name, embedder=embedder.id)
        writer.publish()
    return home


def rows_of(home: Home, table: str) -> list[dict[str, Any]]:
    return open_dataset(home, "d").tables()[table].to_pyarrow().to_pylist()


def ids(home: Home) -> set[str]:
    return {row["post_id"] for row in rows_of(home, "posts")}


def test_forget_leaves_no_byte_of_text_id_or_vector(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    before = scan(tmp_path, Needles(("ann-example",), (GONE,), (ROWS[0]["text"],), ()))
    assert {trace.kind for trace in before} == {"author", "post", "text"}

    erasure = forget_person(home, "d", "ann-example")

    assert erasure.needles.texts == (ROWS[0]["text"],)
    assert len(erasure.needles.vectors) == 1
    assert scan(tmp_path, erasure.needles) == ()
    assert b"porcelain owls" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_forget_works_in_a_folder_whose_name_holds_quotes(tmp_path: Path) -> None:
    erasure = forget_person(dataset(tmp_path / "Ann's data; DROP"), "d", "ann-example")
    assert scan(tmp_path, erasure.needles) == ()


def test_forget_counts_rows_and_spares_everybody_else(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    erased = forget_person(home, "d", "ann-example").erased
    assert erased.rows == {"posts": 2, "authors": 1, "vectors": 2}
    assert erased.mentions_left == 1
    assert ids(home) == {REPLY, SHARED}


def test_replies_to_an_erased_post_stay_together_under_a_new_thread_id(tmp_path: Path) -> None:
    home = dataset(
        tmp_path, [*ROWS, {"post_id": "p_00000000000000c1", "author_id": "cy", "text": "x", "thread_id": GONE}]
    )
    forget_person(home, "d", "ann-example")
    posts = {row["post_id"]: row for row in rows_of(home, "posts")}
    threads = {posts[REPLY]["thread_id"], posts["p_00000000000000c1"]["thread_id"]}
    assert len(threads) == 1
    assert threads.pop().startswith("t_")
    assert {row["reply_to"] for row in posts.values()} == {None}


def test_a_text_that_others_wrote_too_is_no_trace(tmp_path: Path) -> None:
    erasure = forget_person(dataset(tmp_path), "d", "ann-example")
    assert "good morning to everybody here" not in erasure.needles.texts


def test_a_text_that_stands_in_somebody_elses_is_no_trace(tmp_path: Path) -> None:
    quoting = {"post_id": "p_00000000000000c1", "author_id": "cy", "text": f"look: {ROWS[0]['text']} (lol)"}
    home = dataset(tmp_path, [*ROWS, quoting])
    erasure = forget_person(home, "d", "ann-example")
    assert erasure.needles.texts == ()
    assert scan(tmp_path, erasure.needles) == ()


def test_retain_drops_rejected_rows_of_old_imports(tmp_path: Path) -> None:
    home = dataset(tmp_path, retention_days=10)
    rejects = home.existing("d").rejects
    rejects.mkdir()
    (rejects / "a.jsonl").write_text("{}\n{}\n", encoding="utf-8")
    os.utime(rejects / "a.jsonl", (0, START.timestamp()))
    assert retain(home, "d", now=START + timedelta(days=11)).erased.rejects == 2
    assert list(rejects.iterdir()) == []


def test_an_erased_author_and_posts_are_suppressed_by_keyed_hashes_only(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    forget_person(home, "d", "ann-example")
    suppressed = Suppressions(home, home.existing("d"))
    assert suppressed.covers("ann-example")
    assert suppressed.covers(GONE)
    assert not suppressed.covers("bob")
    assert "ann" not in (home.existing("d").path / "suppressed").read_text(encoding="ascii")
    assert (home.keys / "suppression.key").stat().st_mode & 0o077 == 0


def test_rejected_rows_of_the_person_go_too(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    rejects = home.existing("d").rejects
    rejects.mkdir()
    lines = [json.dumps({"line": n, "row": {"author": name}}) for n, name in enumerate(["ann-example", "bob"])]
    (rejects / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert forget_person(home, "d", "ann-example").erased.rejects == 1
    assert (rejects / "a.jsonl").read_text(encoding="utf-8") == lines[1] + "\n"


def test_forgetting_somebody_unknown_is_said_and_changes_nothing(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    version = open_dataset(home, "d").version
    with pytest.raises(NotFound, match="nobody"):
        forget_person(home, "d", "nobody")
    assert open_dataset(home, "d").version == version


def test_an_older_version_is_gone_after_forgetting(tmp_path: Path) -> None:
    home = dataset(tmp_path)
    old = open_dataset(home, "d")
    forget_person(home, "d", "ann-example")
    with pytest.raises(NotFound, match="erased"):
        open_dataset(home, "d", old.version).tables()["posts"]


def test_retain_erases_what_is_older_and_authors_left_without_posts(tmp_path: Path) -> None:
    rows = [ROWS[0], ROWS[1], ROWS[2]]  # days 1, 2 and 3 of January
    home = dataset(tmp_path, rows, retention_days=10)
    erased = retain(home, "d", now=START + timedelta(days=10, hours=1)).erased
    assert erased.rows == {"posts": 1, "vectors": 1, "authors": 1}
    assert ids(home) == {REPLY, SHARED}
    assert [row["author_id"] for row in rows_of(home, "authors")] == ["bob"]


def test_retain_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    home = dataset(tmp_path, retention_days=10)
    now = START + timedelta(days=11)
    version = retain(home, "d", now=now).erased.version
    assert retain(home, "d", now=now).erased.version == version


def test_retain_needs_a_period(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="retention-days"):
        retain(dataset(tmp_path), "d", now=START)


def test_everything_can_be_erased(tmp_path: Path) -> None:
    home = dataset(tmp_path, retention_days=1)
    retain(home, "d", now=START + timedelta(days=400))
    assert ids(home) == set()


def test_holdings_show_a_person_all_their_rows(tmp_path: Path) -> None:
    held = holdings(open_dataset(dataset(tmp_path), "d"), "ann-example")
    assert {name: len(rows) for name, rows in held.tables.items()} == {"posts": 2, "authors": 1}
    assert held.tables["authors"][0]["bio"] == "collects porcelain owls"
