from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.dataset import Dataset
from knowledge.embedder import MiniLMEmbedder
from knowledge.home import Home
from knowledge.importing import ImportOptions, import_file
from knowledge.importing.facts import FactsChange, change_facts
from server.runtime import Runtime, validated
from server.settings import Settings
from tests.fakes import WordReader
from tests.server.conftest import made_posts
from tools.errors import BadRequest, NotFound, NotPermitted, TooFewPosts, UnknownName
from tools.registry import tool_named

EMBEDDER = MiniLMEmbedder(threads=1)


def put(home: Home, folder: Path, posts: list[dict[str, Any]]) -> None:
    file = folder / "posts.jsonl"
    file.write_text("".join(json.dumps(post) + "\n" for post in posts), encoding="utf-8")
    columns = {
        "source_id": "id",
        "created_at": "when",
        "text": "text",
        "author_id": "who",
        "platform": "where",
        "brand": "brand",
    }
    import_file(home, file, ImportOptions(dataset="demo", mapping=columns), embedder=EMBEDDER, reader=WordReader())


@pytest.fixture
def make(tmp_path: Path) -> Callable[[int], Runtime]:
    """Return a function that imports the first n posts and gives a runtime over them."""

    def runtime(n: int) -> Runtime:
        home = Home(tmp_path / "home")
        put(home, tmp_path, made_posts(hostile=False)[:n])
        return Runtime(Settings(home=home.path, _env_file=None), embedder=EMBEDDER)  # type: ignore[call-arg]

    return runtime


def test_a_result_recomputes_on_the_version_it_rested_on(make: Callable[[int], Runtime], tmp_path: Path) -> None:
    runtime = make(120)
    call = runtime.call("sentiment", {"dataset": "demo"})
    put(runtime.home, tmp_path, made_posts(hostile=False)[:200])
    again = runtime.recompute(call.id)
    assert again.same
    assert not again.data_changed
    assert again.on_version == call.dataset_version != runtime.dataset("demo").version


def test_the_same_call_has_the_same_id_and_another_has_not(make: Callable[[int], Runtime]) -> None:
    runtime = make(120)
    one = runtime.call("sentiment", {"dataset": "demo"})
    assert runtime.call("sentiment", {"dataset": "demo", "by": None}).id == one.id
    assert runtime.call("sentiment", {"dataset": "demo", "by": "brand"}).id != one.id


def test_a_call_can_be_held_to_a_version(make: Callable[[int], Runtime], tmp_path: Path) -> None:
    runtime = make(120)
    before = runtime.dataset("demo").version
    put(runtime.home, tmp_path, made_posts(hostile=False)[:200])
    assert runtime.call("sentiment", {"dataset": "demo"}, version=before).result.n_posts == 120
    assert runtime.call("sentiment", {"dataset": "demo"}).result.n_posts == 200


def test_what_cannot_be_run_says_why(make: Callable[[int], Runtime]) -> None:
    runtime = make(20)
    with pytest.raises(UnknownName, match="'sentiment'"):
        runtime.call("sentimnt", {"dataset": "demo"})
    with pytest.raises(UnknownName, match="'demo'"):
        runtime.call("sentiment", {"dataset": "dem"})
    with pytest.raises(BadRequest, match="colour: no such argument"):
        runtime.call("sentiment", {"dataset": "demo", "colour": "red"})
    with pytest.raises(NotPermitted, match="collected for analytics"):
        runtime.call("sentiment", {"dataset": "demo"}, purpose="advertising")
    with pytest.raises(TooFewPosts, match="at least 30"):
        runtime.call("sentiment", {"dataset": "demo"})
    with pytest.raises(NotFound, match="r_0"):
        runtime.stored("r_0")


def test_arguments_are_checked_one_line_a_fault() -> None:
    with pytest.raises(BadRequest, match="swap them"):
        validated(tool_named("sentiment"), {"dataset": "d", "period": {"start": "2026-03-02", "end": "2026-03-01"}})


def _newer(runtime: Runtime) -> None:
    name = f"f{len(runtime.dataset('demo').manifest.facts.features)}"
    change_facts(runtime.home, "demo", FactsChange(features=(name,)))


@pytest.mark.parametrize("erasures", [0, 1, 2])
def test_work_is_done_again_on_a_newer_version_where_its_own_was_erased(
    make: Callable[[int], Runtime], erasures: int
) -> None:
    runtime, seen = make(3), list[str]()

    def work(dataset: Dataset) -> str:
        seen.append(dataset.version)
        if len(seen) <= erasures:
            _newer(runtime)
            raise NotFound("It was erased.")
        return dataset.version

    assert runtime.on_current("demo", work) == runtime.dataset("demo").version
    assert len(set(seen)) == erasures + 1


def test_work_whose_versions_all_go_is_given_up_after_the_third(make: Callable[[int], Runtime]) -> None:
    runtime, seen = make(3), list[str]()

    def work(dataset: Dataset) -> None:
        seen.append(dataset.version)
        _newer(runtime)
        raise NotFound("It was erased.")

    with pytest.raises(NotFound, match="It was erased"):
        runtime.on_current("demo", work)
    assert len(seen) == 3


def test_what_is_not_found_in_a_version_that_stands_is_not_looked_for_again(make: Callable[[int], Runtime]) -> None:
    runtime, seen = make(3), list[str]()

    def work(dataset: Dataset) -> None:
        seen.append(dataset.version)
        raise NotFound("There is no such thread.")

    with pytest.raises(NotFound, match="no such thread"):
        runtime.on_current("demo", work)
    assert len(seen) == 1
