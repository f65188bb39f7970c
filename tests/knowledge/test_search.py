from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.dataset import Dataset
from knowledge.home import DatasetFolder
from knowledge.index import Indexed, build
from knowledge.manifest import Manifest
from knowledge.search import HybridSearch
from tests.fakes import HashEmbedder
from tools.errors import MissingData, Unavailable
from tools.facts import Facts

EMBEDDER = HashEmbedder(dim=32)
WORDS = [f"word{n}" for n in range(30)]


def dataset(folder: Path | None, *, embedder: str | None = None) -> Dataset:
    """A dataset of which searching looks at the manifest only; `folder` is its index generation."""
    manifest = Manifest(facts=Facts(dataset="brands"), index=folder.name if folder else None, embedder=embedder)
    path = folder.parent.parent if folder else Path("brands")
    return Dataset(DatasetFolder(path), manifest, manifest.version)


def searching(folder: Path, texts: dict[str, str], *, scanned: int = 20_000) -> HybridSearch:
    vectors = EMBEDDER.embed(list(texts.values()))
    build(folder, base=None, batches=[[Indexed(*item, v) for item, v in zip(texts.items(), vectors, strict=True)]])
    return HybridSearch(dataset(folder), EMBEDDER, scanned=scanned)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    random = np.random.default_rng(5)
    return {f"p_{n:03d}": " ".join(random.choice(WORDS, size=4)) for n in range(400)}


@pytest.fixture(scope="module", params=[20_000, 50], ids=["scanned", "proposed by Chroma"])
def search(
    request: pytest.FixtureRequest, texts: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> HybridSearch:
    return searching(tmp_path_factory.mktemp("brands") / "index" / "g_1", texts, scanned=request.param)


def test_what_both_searches_put_first_comes_first_with_score_one(tmp_path: Path) -> None:
    search = searching(
        tmp_path / "index" / "g_1", {"p_a": "battery drains fast", "p_b": "nice battery", "p_c": "hello world"}
    )
    first, second, third = search.search("battery drains", limit=5)
    assert (first.post_id, first.score, first.found_by) == ("p_a", 1.0, ("words", "meaning"))
    assert second.post_id == "p_b"
    assert third == ("p_c", third.score, ("meaning",))


def test_posts_that_score_the_same_come_by_id(tmp_path: Path) -> None:
    search = searching(tmp_path / "index" / "g_1", dict.fromkeys(["p_c", "p_a", "p_d", "p_b"], "the very same words"))
    assert [hit.post_id for hit in search.search("same words", limit=3)] == ["p_a", "p_b", "p_c"]


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(st.sampled_from([*WORDS, "unknown"]), min_size=1, max_size=3),
    share=st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_a_filter_keeps_what_it_allows_and_misses_no_match(
    search: HybridSearch, texts: dict[str, str], words: list[str], share: float, seed: int
) -> None:
    allowed = {
        post_id for post_id, draw in zip(texts, np.random.default_rng(seed).random(400), strict=True) if draw < share
    }
    hits = search.search(" ".join(words), limit=400, among=allowed | {"p_elsewhere"})
    ids = [hit.post_id for hit in hits]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= allowed
    assert {post_id for post_id in allowed if set(words) & set(texts[post_id].split())} <= set(ids)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.post_id))
    assert hits[:7] == search.search(" ".join(words), limit=400, among=allowed)[:7]


@pytest.mark.parametrize("size", [1, 7, 49, 51, 200, 399, 400])
def test_the_nearest_of_any_number_of_posts_are_those_of_brute_force(
    search: HybridSearch, texts: dict[str, str], size: int
) -> None:
    index = search._opened.generation
    allowed = list(np.random.default_rng(size).permutation(list(texts))[:size])
    vector = EMBEDDER.embed(["word3 word4 word5"])[0]
    cosines = EMBEDDER.embed([texts[post_id] for post_id in allowed]) @ vector
    found = index.by_meaning(vector, limit=10, among=index.rows(allowed))
    np.testing.assert_allclose(found.scores, np.sort(cosines)[::-1][:10], atol=1e-6)


@given(words=st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_is_syntax(search: HybridSearch, words: str) -> None:
    assert len(search.search(words, limit=3)) <= 3


@pytest.mark.parametrize(
    "words",
    ["", "  \n\t", "\x00", "the of and", "🔥" * 40, "x" * 10_000, "word1 " * 10_000, '"', "NEAR(", "a AND", "\ud800"],
)
def test_a_strange_search_returns_posts_or_none_but_no_error(search: HybridSearch, words: str) -> None:
    assert len(search.search(words, limit=5)) == (5 if words.strip() else 0)


def test_nothing_is_found_among_no_posts_or_with_no_limit(search: HybridSearch) -> None:
    assert search.search("word1", limit=5, among=[]) == []
    assert search.search("word1", limit=5, among=["p_unknown"]) == []
    assert search.search("word1", limit=0) == []


def test_threads_get_what_one_gets_alone(search: HybridSearch) -> None:
    questions = [" ".join(WORDS[n : n + 3]) for n in range(20)] * 3
    alone = [search.search(question, limit=10) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: search.search(question, limit=10), questions)) == alone


def test_a_dataset_without_text_cannot_be_searched() -> None:
    with pytest.raises(MissingData, match="'brands' holds no post with text"):
        HybridSearch(dataset(None), EMBEDDER).search("word1", limit=5)


def test_an_index_of_another_embedder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"'minilm-7'.*'hash-1'"):
        HybridSearch(dataset(tmp_path / "index" / "g_1", embedder="minilm-7"), EMBEDDER).search("word1", limit=5)
