"""Generations as readers meet them: several processes, versions that were replaced, a graph that vanished."""

from __future__ import annotations

import multiprocessing
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.index import Generation, Indexed, build
from knowledge.schema import arrow_schema
from knowledge.search import HybridSearch
from knowledge.writing import writing
from tests.fakes import HashEmbedder
from tools.facts import Facts

EMBEDDER = HashEmbedder(dim=16)
PER_ROUND = 20


def publish(home: Home, number: int) -> str:
    """Add twenty posts, each of which says `everywhere` and its round, and make that the current version."""
    rows = [
        {"post_id": f"p_{number}_{n}", "platform": "x", "created_at": datetime(2026, 1, 1, tzinfo=UTC),
         "text": f"everywhere round{number} post{n}"}
        for n in range(PER_ROUND)
    ]  # fmt: skip
    with writing(home, "brands", facts=Facts(dataset="brands")) as writer:
        staged = writer.folder.staging / "posts.parquet"
        pq.write_table(pa.Table.from_pylist(rows, schema=arrow_schema("posts")), staged)
        writer.upsert("posts", staged)
        vectors = EMBEDDER.embed([str(row["text"]) for row in rows])
        posts = [Indexed(str(row["post_id"]), str(row["text"]), v) for row, v in zip(rows, vectors, strict=True)]
        base = writer.folder.index / writer.manifest.index if writer.manifest.index else None
        build(writer.folder.index / writer.next_generation(), base=base, batches=[posts])
        writer.change(index=writer.next_generation(), embedder=EMBEDDER.id)
        return writer.publish()


def publish_rounds(path: Path, rounds: int) -> None:
    for number in range(2, rounds + 1):
        publish(Home(path), number)


def read_until(path: Path, rounds: int, seen: multiprocessing.Queue[list[int]]) -> None:
    """Search whatever is current, by way of Chroma, until the last round is there; report what was found."""
    sizes = []
    while not sizes or sizes[-1] < rounds * PER_ROUND:
        dataset = open_dataset(Home(path), "brands")
        hits = HybridSearch(dataset, EMBEDDER, scanned=0).search("everywhere", limit=1_000)
        held = set(dataset.tables()["posts"].post_id.to_pyarrow().to_pylist())
        if {hit.post_id for hit in hits} != held:
            raise AssertionError(f"version {dataset.version}: {len(hits)} hits of {len(held)} posts")
        sizes.append(len(held))
    seen.put(sizes)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [3, 11])
def test_two_processes_find_whole_versions_while_a_third_publishes_more(tmp_path: Path, rounds: int) -> None:
    publish(Home(tmp_path), 1)
    context = multiprocessing.get_context("spawn")
    seen: multiprocessing.Queue[list[int]] = context.Queue()  # type: ignore[assignment]
    readers = [context.Process(target=read_until, args=(tmp_path, rounds, seen)) for _ in range(2)]
    writer = context.Process(target=publish_rounds, args=(tmp_path, rounds))
    for process in (*readers, writer):
        process.start()
    for process in (writer, *readers):
        process.join(timeout=60)
        assert process.exitcode == 0
    for sizes in (seen.get(timeout=5), seen.get(timeout=5)):
        assert sizes == sorted(sizes)
        assert all(size % PER_ROUND == 0 for size in sizes)


def test_an_old_version_is_searched_in_the_current_index_without_later_posts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = publish(home, 1)
    for number in (2, 3):
        publish(home, number)
    old = open_dataset(home, "brands", first)
    assert old.index_path is not None
    assert not old.index_path.exists()
    hits = HybridSearch(old, EMBEDDER).search("everywhere round3", limit=100)
    assert {hit.post_id for hit in hits} == {f"p_1_{n}" for n in range(PER_ROUND)}
    among = ["p_1_4", "p_2_4"]
    assert [hit.post_id for hit in HybridSearch(old, EMBEDDER).search("post4", limit=9, among=among)] == ["p_1_4"]


def test_an_open_generation_answers_the_same_after_its_files_are_gone(tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).normal(size=(500, 16)).astype(np.float32)
    posts = [Indexed(f"p_{n}", f"word{n % 50}", vector) for n, vector in enumerate(vectors)]
    build(tmp_path / "g_1", base=None, batches=[posts])
    shutil.copytree(tmp_path / "g_1", tmp_path / "g_2")
    searched, opened = Generation(tmp_path / "g_1", scanned=0), Generation(tmp_path / "g_2", scanned=0)
    vector = vectors[7] / np.linalg.norm(vectors[7])
    before = searched.by_meaning(vector, limit=10)
    shutil.rmtree(tmp_path / "g_1")
    shutil.rmtree(tmp_path / "g_2")
    for _ in range(20):
        for generation in (searched, opened):
            np.testing.assert_array_equal(generation.by_meaning(vector, limit=10).rows, before.rows)
    assert len(opened.by_words("word7", limit=99).rows) == 10
    assert list(tmp_path.iterdir()) == []
