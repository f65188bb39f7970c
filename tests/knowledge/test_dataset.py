"""Dataset: one version open for reading."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge.dataset import Dataset, open_dataset
from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import writing
from tools.errors import NotFound, UnknownName
from tools.facts import Facts


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    late = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
    posts = [
        {"post_id": "p_1", "platform": "x", "created_at": late, "text": "root 😀", "thread_id": "p_1"},
        {"post_id": "p_2", "platform": "x", "created_at": late, "thread_id": "p_1", "reply_to": "p_1"},
    ]
    with writing(Home(tmp_path), "d", facts=Facts(dataset="d", time_zone="Europe/Berlin")) as writer:
        path = writer.folder.staging / "posts.parquet"
        pq.write_table(pa.Table.from_pylist(posts, schema=arrow_schema("posts")), path)
        writer.upsert("posts", path)
        writer.publish()
    return open_dataset(Home(tmp_path), "d")


def test_posts_come_in_the_order_asked_for_and_the_unknown_are_left_out(dataset: Dataset):
    assert [post.post_id for post in dataset.posts(["p_2", "none", "p_1", "p_2"])] == ["p_2", "p_1"]
    assert dataset.posts(["p_1"])[0].text == "root 😀"
    assert dataset.posts([]) == []


def test_a_thread_is_told_from_its_first_post_on(dataset: Dataset):
    assert [post.post_id for post in dataset.thread("p_1")] == ["p_1", "p_2"]
    with pytest.raises(NotFound, match="no thread 'p_9'"):
        dataset.thread("p_9")


def test_days_are_cut_in_the_datasets_zone(dataset: Dataset):
    days = dataset.tables()["posts"].created_at.date().to_pyarrow().to_pylist()
    assert [day.isoformat() for day in days] == ["2026-01-02", "2026-01-02"]


def test_columns_of_later_versions_of_the_schema_are_empty(dataset: Dataset):
    ref = dataset.manifest.tables["posts"]
    assert set(dataset.tables()["posts"].columns) == set(arrow_schema("posts").names)
    assert ref.version == 0


def test_many_threads_read_at_once(dataset: Dataset):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: len(dataset.posts(["p_1", "p_2"])), range(8)))
    assert found == [2] * 8


def test_a_dataset_that_is_not_there_is_told_with_near_ones(dataset: Dataset):
    home = Home(dataset.folder.path.parent.parent)
    with pytest.raises(UnknownName, match="no dataset 'e'"):
        open_dataset(home, "e")


def test_a_table_is_opened_only_when_it_is_looked_up(dataset: Dataset) -> None:
    shutil.rmtree(dataset.folder.tables)
    tables = dataset.tables()
    assert ("posts" in tables, "spend" in tables) == (True, False)
    with pytest.raises(NotFound, match="erased"):
        tables["posts"]
