"""Writing: all or nothing, one at a time, and what a killed writer left is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knowledge.dataset import open_dataset
from knowledge.home import Home
from knowledge.schema import arrow_schema
from knowledge.writing import Writer, writing
from tools.errors import BadRequest, Conflict, NotFound, UnknownName
from tools.facts import Facts
from tools.tables import ASPECTS, TABLES

FACTS = Facts(dataset="d")
WHEN = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def _stage(writer: Writer, table: str, rows: Iterable[dict[str, object]], name: str = "in.parquet") -> Path:
    path = writer.folder.staging / name
    pq.write_table(pa.Table.from_pylist(list(rows), schema=arrow_schema(table)), path)
    return path


def _post(key: str, **fields: object) -> dict[str, object]:
    return {"post_id": key, "platform": "x", "created_at": WHEN, **fields}


def _published(home: Home, *rows: dict[str, object]) -> str:
    with writing(home, "d", facts=FACTS) as writer:
        writer.upsert("posts", _stage(writer, "posts", rows))
        return writer.publish()


def _posts(home: Home, version: str | None = None) -> dict[str, dict[str, object]]:
    rows = open_dataset(home, "d", version).tables()["posts"].to_pyarrow().to_pylist()
    return {row["post_id"]: row for row in rows}


def test_rows_are_added_changed_or_known(home: Home):
    _published(home, _post("a", likes=1), _post("b", likes=1))
    with writing(home, "d") as writer:
        rows = [_post("a", likes=2), _post("b", likes=1), _post("c")]
        done = writer.upsert("posts", _stage(writer, "posts", rows))
        assert (done.added, done.changed, done.unchanged) == (1, 1, 1)
        assert done.touched is not None
        assert {row["post_id"] for row in pq.read_table(done.touched).to_pylist()} == {"a", "c"}
        writer.publish()
    assert {key: row["likes"] for key, row in _posts(home).items()} == {"a": 2, "b": 1, "c": None}


def test_a_row_that_knows_less_keeps_what_is_stored_unless_it_is_whole(home: Home):
    _published(home, _post("a", text="hi", likes=1))
    with writing(home, "d") as writer:
        assert writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=1)])).unchanged == 1
        assert writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=2)])).changed == 1
        writer.publish()
    assert _posts(home)["a"]["text"] == "hi"
    with writing(home, "d") as writer:
        assert writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=2)]), whole=True).changed == 1
        writer.publish()
    assert _posts(home)["a"]["text"] is None


def test_the_last_of_equal_keys_wins(home: Home):
    _published(home, _post("a", likes=1), _post("a", likes=3), _post("a", likes=2))
    assert _posts(home)["a"]["likes"] == 2


def test_nothing_is_visible_before_it_is_published(home: Home):
    _published(home, _post("a"))
    with writing(home, "d") as writer:
        writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=9), _post("b")]))
        assert set(_posts(home)) == {"a"}
    assert _posts(home)["a"]["likes"] is None


def test_publishing_nothing_new_keeps_the_version(home: Home):
    version = _published(home, _post("a"))
    assert _published(home, _post("a")) == version
    assert len(list(home.dataset("d").manifests.iterdir())) == 1


def test_what_a_writer_left_unpublished_is_taken_back(home: Home):
    _published(home, _post("a", likes=1))
    with pytest.raises(KeyboardInterrupt):
        _write_much_and_stop(home)
    folder = home.dataset("d")
    assert (folder.tables / "authors-1").exists()
    with writing(home, "d") as writer:
        assert not (folder.tables / "authors-1").exists()
        assert list(folder.index.glob("g_*")) == []
        assert list(folder.staging.iterdir()) == []
        done = writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=2)]))
        assert (done.added, done.changed) == (0, 1)
        writer.publish()
    assert {key: row["likes"] for key, row in _posts(home).items()} == {"a": 2}


def _write_much_and_stop(home: Home) -> None:
    with writing(home, "d", facts=FACTS) as writer:
        writer.upsert("posts", _stage(writer, "posts", [_post("a", likes=9), _post("b")]))
        writer.upsert("authors", _stage(writer, "authors", [{"author_id": "u"}], "authors.parquet"))
        (writer.folder.index / writer.next_generation()).mkdir(parents=True)
        raise KeyboardInterrupt


def _parquet(home: Home) -> set[str]:
    return {path.name for path in home.dataset("d").tables.rglob("*.parquet")}


def test_files_that_no_version_names_go_and_those_of_older_versions_stay(home: Home):
    first = _published(home, _post("a", likes=1), _post("b"))
    _published(home, _post("a", likes=2))
    named = _parquet(home)
    with pytest.raises(KeyboardInterrupt):
        _write_much_and_stop(home)
    (home.dataset("d").tables / "posts-1" / "part-never-committed.parquet").write_bytes(b"PAR1")
    assert _parquet(home) > named
    with writing(home, "d"):
        assert _parquet(home) == named
    assert _posts(home, first)["a"]["likes"] == 1
    assert _posts(home)["a"]["likes"] == 2


def test_a_reader_of_an_older_version_goes_on_while_leftovers_are_removed(home: Home):
    _published(home, _post("a", likes=1))
    reader = open_dataset(home, "d").tables()["posts"]
    _published(home, _post("a", likes=2))
    with pytest.raises(KeyboardInterrupt):
        _write_much_and_stop(home)
    _published(home, _post("c"))
    assert [row["likes"] for row in reader.to_pyarrow().to_pylist()] == [1]


def test_where_a_version_cannot_be_read_no_file_is_removed(home: Home):
    _published(home, _post("a", likes=1))
    _published(home, _post("a", likes=2))
    (home.dataset("d").manifests / "v_0000000000000000.json").write_text("damaged", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _write_much_and_stop(home)
    posts = home.dataset("d").tables / "posts-1"
    before = set(posts.glob("*.parquet"))
    assert len(before) == 3  # of two versions, and of the one that was never published
    with writing(home, "d"):
        assert set(posts.glob("*.parquet")) == before


def test_a_writer_that_finishes_costs_the_next_one_no_search_for_leftovers(home: Home):
    _published(home, _post("a"))
    assert not home.dataset("d").staging.exists()


def test_a_first_writer_that_fails_leaves_no_dataset(home: Home):
    with pytest.raises(KeyboardInterrupt):
        _write_much_and_stop(home)
    with pytest.raises(UnknownName):
        open_dataset(home, "d")
    assert home.names() == ()
    _published(home, _post("b"))
    assert set(_posts(home)) == {"b"}


def test_a_second_writer_waits_and_then_gives_up(home: Home):
    _published(home, _post("a"))
    with (
        writing(home, "d"),
        pytest.raises(Conflict, match=r"did not finish within 0\.1 s"),
        writing(home, "d", wait_s=0.1),
    ):
        pass
    with writing(home, "d", wait_s=0.1):
        pass


def test_earlier_versions_stay_readable(home: Home):
    first = _published(home, _post("a", likes=1))
    _published(home, _post("a", likes=2), _post("b"))
    assert {key: row["likes"] for key, row in _posts(home, first).items()} == {"a": 1}


def test_a_rebuilt_table_has_a_folder_of_its_own_and_the_old_one_goes(home: Home):
    first = _published(home, _post("a"), _post("b"))
    with writing(home, "d") as writer:
        writer.rebuild("posts", _stage(writer, "posts", [_post("b")]))
        writer.publish()
    assert [path.name for path in home.dataset("d").tables.iterdir()] == ["posts-2"]
    assert set(_posts(home)) == {"b"}
    with pytest.raises(NotFound, match="erased"):
        _posts(home, first)


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_takes_rows_twice(home: Home, table: str):
    mention = {"name": "s", "start": 0, "end": 1, "p_negative": 0.5, "p_neutral": 0.5, "p_positive": None}
    values = {"string": "s", "boolean": True, "int64": 1, "float64": 0.5, "map<string, float64>": [("k", 0.5)],
              "array<string>": ["s"], ASPECTS: [mention]}  # fmt: skip
    spec = TABLES[table]
    row = {
        name: WHEN if column.type.startswith("timestamp") else values.get(column.type, [0.5, 0.5])
        for name, column in spec.columns.items()
    }
    free = next(
        (name for name, column in spec.columns.items() if name not in spec.key and column.type == "float64"), None
    )
    other = {**row, free: 0.25} if free else row
    with writing(home, "d", facts=FACTS) as writer:
        assert writer.upsert(table, _stage(writer, table, [row])).added == 1
        assert writer.upsert(table, _stage(writer, table, [row])).unchanged == 1
        assert writer.upsert(table, _stage(writer, table, [other])).changed == (1 if free else 0)
        writer.publish()
    stored = open_dataset(home, "d").tables()[table].to_pyarrow().to_pylist()
    assert stored == [other]


def test_a_table_of_an_earlier_release_can_be_rebuilt(home: Home):
    _published(home, _post("a"), _post("b"))
    with writing(home, "d") as writer:
        narrow = pq.read_table(_stage(writer, "posts", [_post("b")])).select(["created_at", "platform", "post_id"])
        pq.write_table(narrow, writer.folder.staging / "survivors.parquet")
        writer.rebuild("posts", writer.folder.staging / "survivors.parquet")
        writer.publish()
    assert _posts(home) == {"b": dict.fromkeys(TABLES["posts"].columns) | _post("b")}


@pytest.mark.parametrize("order", ["ac", "ca"])
def test_a_table_of_an_earlier_release_takes_rows_with_more_columns(
    home: Home, monkeypatch: pytest.MonkeyPatch, order: str
):
    spec = TABLES["readings"]
    older = {name: column for name, column in spec.columns.items() if name not in ("aspects", "spam", "plutchik")}
    sure = {"reader": "r", "p_negative": 0.0, "p_neutral": 1.0, "p_positive": 0.0, "sentiment": "neutral"}
    with monkeypatch.context() as patch, writing(home, "d", facts=FACTS) as writer:
        patch.setitem(TABLES, "readings", spec._replace(columns=older))  # type: ignore[arg-type]
        writer.upsert("readings", _stage(writer, "readings", [{"post_id": key, **sure} for key in "ab"]))
        writer.publish()
    assert open_dataset(home, "d").tables()["readings"].spam.to_pyarrow().to_pylist() == [None, None]
    newer = {**sure, "spam": ["links"]}
    with writing(home, "d") as writer:
        for key in order:
            done = writer.upsert("readings", _stage(writer, "readings", [{"post_id": key, **newer}]), whole=True)
            assert (done.added, done.changed) == (int(key == "c"), int(key == "a"))
        writer.publish()
    rows = open_dataset(home, "d").tables()["readings"].to_pyarrow().to_pylist()
    assert {row["post_id"]: row["spam"] for row in rows} == {"a": ["links"], "b": None, "c": ["links"]}


def test_keys_may_hold_nothing(home: Home):
    event = {"user_id": "u", "at": WHEN, "kind": "login", "object": None, "value": 1.0}
    with writing(home, "d", facts=FACTS) as writer:
        assert writer.upsert("events", _stage(writer, "events", [event, event])).added == 1
        assert writer.upsert("events", _stage(writer, "events", [{**event, "value": 2.0}])).changed == 1
        writer.publish()
    assert open_dataset(home, "d").tables()["events"].count().to_pyarrow().as_py() == 1


def test_the_generation_before_the_current_one_is_kept(home: Home):
    for _ in range(3):
        with writing(home, "d", facts=FACTS) as writer:
            name = writer.next_generation()
            (writer.folder.index / name).mkdir(parents=True)
            writer.change(index=name)
            writer.publish()
    assert sorted(path.name for path in home.dataset("d").index.iterdir()) == ["g_000002", "g_000003"]


@pytest.mark.parametrize("name", ["", "../up", "A", "a b", "-a", "a" * 65, "a/b", ".."])
def test_names_that_could_leave_the_data_folder_are_refused(home: Home, name: str):
    with pytest.raises(BadRequest, match="no dataset name"), writing(home, name, facts=FACTS):
        pass


def test_odd_folder_names_are_neither_sql_nor_addresses(tmp_path: Path):
    home = Home(tmp_path / "it's 50% é #1; DROP TABLE")
    _published(home, _post("a"))
    _published(home, _post("a", likes=1))
    assert _posts(home)["a"]["likes"] == 1
