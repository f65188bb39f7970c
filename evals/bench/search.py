"""Search: how long building, growing, opening and searching an index of synthetic posts take, and its size."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from evals.bench import Row
from knowledge.dataset import Dataset
from knowledge.embedder import MiniLMEmbedder
from knowledge.home import DatasetFolder
from knowledge.index import Indexed, build
from knowledge.manifest import Manifest
from knowledge.search import HybridSearch
from tools.facts import Facts
from tools.services import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

P95_MS = 100.0
_SEARCHES = 60
_BATCH = 5_000
_WORDS = 30_000


class Posts(NamedTuple):
    """Synthetic posts: ids, texts of words of Zipf frequency, and vectors around 200 topics."""

    ids: Sequence[str]
    texts: Sequence[str]
    vectors: NDArray[np.float32]

    def batch(self, start: int, stop: int, *, prefix: str = "") -> list[Indexed]:
        """Return posts to index; a prefix makes other posts of them."""
        rows = range(start, min(stop, len(self.ids)))
        return [Indexed(prefix + self.ids[row], self.texts[row], self.vectors[row]) for row in rows]


class Taken(NamedTuple):
    """What something took: time passed, and processor time of all its threads."""

    wall_s: float
    processor_s: float


def rows(n: int = 100_000) -> list[Row]:
    """Measure an index of n synthetic posts in a temporary folder, with the real embedder for searches."""
    random = np.random.default_rng(11)
    posts = _posts(n, random)
    with tempfile.TemporaryDirectory() as path:
        folder = DatasetFolder(Path(path))
        return [*_building(folder, posts), *_searching(folder, posts, random, MiniLMEmbedder())]


def _building(folder: DatasetFolder, posts: Posts) -> Iterator[Row]:
    n, first, second = len(posts.ids), folder.index / "g_000001", folder.index / "g_000002"
    batches = (posts.batch(start, start + _BATCH) for start in range(0, n, _BATCH))
    built = _taken(lambda: build(first, base=None, batches=batches))
    yield Row(f"index of {n:,} posts, built", built.wall_s, "s", "", None)
    yield Row("the same, processor time", built.processor_s, "s", "", None)
    more = [posts.batch(0, 250), posts.batch(0, 250, prefix="new_")]
    grown = _taken(lambda: build(second, base=first, batches=more))
    yield Row("the same index with 250 posts added and 250 changed", grown.wall_s, "s", "", None)
    size = sum(path.stat().st_size for path in first.rglob("*") if path.is_file())
    yield Row("index on disk", size / n, "bytes a post", "", None)


def _searching(folder: DatasetFolder, posts: Posts, random: np.random.Generator, embedder: Embedder) -> Iterator[Row]:
    manifest = Manifest(facts=Facts(dataset="bench"), index="g_000001")
    search = HybridSearch(Dataset(folder, manifest, manifest.version), embedder)
    embedder.embed(["warm"])
    first = _taken(lambda: search.search("warm", limit=10))
    yield Row("first search in an index", first.wall_s, "s", "", None)
    for length, share in itertools.product((3, 25), (1.0, 0.5, 0.01)):
        among = None if share == 1 else _some(posts.ids, share, random)
        drawn = random.integers(len(posts.ids), size=_SEARCHES)
        texts = [" ".join(random.choice(posts.texts[row].split(), length)) for row in drawn]
        taken = [_taken(partial(search.search, text, limit=10, among=among)) for text in texts]
        name = f"search, {length} words, {'all posts' if among is None else f'among {share:.0%} of posts'}"
        p95 = 1_000 * float(np.quantile([each.wall_s for each in taken], 0.95))
        processor = 1_000 * float(np.quantile([each.processor_s for each in taken], 0.95))
        yield Row(f"{name}, 95th percentile", p95, "ms", f"{P95_MS:g} ms", p95 <= P95_MS)
        yield Row("the same, processor time", processor, "ms", "", None)


def _some(ids: Sequence[str], share: float, random: np.random.Generator) -> list[str]:
    return [post_id for post_id, draw in zip(ids, random.random(len(ids)), strict=True) if draw < share]


def _taken(work: Callable[[], object]) -> Taken:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - processor)


def _posts(n: int, random: np.random.Generator) -> Posts:
    topics = random.normal(size=(200, 384)).astype(np.float32)
    vectors = topics[random.integers(200, size=n)] + 0.8 * random.normal(size=(n, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    vocabulary = np.array(["".join(word) for word in random.choice(letters, size=(_WORDS, 7))])
    frequency = 1 / (np.arange(_WORDS) + 10) ** 1.05
    words = vocabulary[random.choice(_WORDS, size=(n, 24), p=frequency / frequency.sum())]
    lengths = random.integers(6, 25, size=n)
    texts = [" ".join(row[:length]) for row, length in zip(words, lengths, strict=True)]
    return Posts([f"p_{row:016x}" for row in range(n)], texts, vectors)
