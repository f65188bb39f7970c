"""Retrieval: how well search finds the claim that a post repeats, on the CheckThat! 2020 training queries.

    python -m evals.retrieval [FOLDER]

Documents are the verified claims with their titles, queries are tweets. Weights were chosen on one half of the
queries (`dev`); `other` is the half they have not seen. Ids are hashed first: among claims that score the same the
file order would favour the right ones, which stand first.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedder import MiniLMEmbedder
from knowledge.index import Generation, Indexed, build
from knowledge.search import fused
from tools.errors import MissingData
from tools.services import Embedder

SHARED = Path("../shared/data/retrieval")
_DEPTH = 100
Ranking = Callable[[str], list[str]]


class Query(NamedTuple):
    """A query and the ids of the documents judged relevant to it."""

    text: str
    relevant: frozenset[str]


class Collection(NamedTuple):
    """Documents by id, and queries in random but fixed order: the first half is for tuning."""

    documents: Mapping[str, str]
    queries: Sequence[Query]


class Quality(NamedTuple):
    """How good the rankings of one search are: means over queries, 0 to 1."""

    name: str
    ndcg_dev: float
    ndcg_other: float
    ndcg: float
    map5: float


def ndcg(ranking: Sequence[str], relevant: frozenset[str], *, at: int = 10) -> float:
    """Normalised discounted cumulative gain with binary gains; 1 means all relevant come first (Järvelin 2002)."""
    gains = sum(1 / np.log2(place + 2) for place, found in enumerate(ranking[:at]) if found in relevant)
    return float(gains / sum(1 / np.log2(place + 2) for place in range(min(at, len(relevant)))))


def average_precision(ranking: Sequence[str], relevant: frozenset[str], *, at: int = 5) -> float:
    """Mean of the precisions at each relevant document among the first `at`; 1 means all relevant come first."""
    hits, total = 0, 0.0
    for place, found in enumerate(ranking[:at], start=1):
        if found in relevant:
            hits += 1
            total += hits / place
    return total / min(at, len(relevant))


def checkthat(folder: Path) -> Collection:
    """Read the collection; MissingData if the folder does not hold it."""
    if not (folder / "checkthat2020_docs.jsonl").exists():
        raise MissingData(f"There is no checkthat2020_docs.jsonl in {str(folder)!r}. Pass the folder that holds it.")
    judged: dict[str, set[str]] = {}
    for row in _rows(folder / "checkthat2020_qrels_train.jsonl"):
        if row["rel"]:
            judged.setdefault(row["query_id"], set()).add(_hashed(row["doc_id"]))
    queries = [
        Query(row["text"], frozenset(judged[row["query_id"]]))
        for row in _rows(folder / "checkthat2020_queries_train.jsonl")
        if row["query_id"] in judged
    ]
    order = np.random.default_rng(7).permutation(len(queries))
    documents = {
        _hashed(row["doc_id"]): f"{row['text']} {row['title']}" for row in _rows(folder / "checkthat2020_docs.jsonl")
    }
    return Collection(dict(sorted(documents.items())), [queries[index] for index in order])


def compare(collection: Collection, embedder: Embedder, folder: Path) -> list[Quality]:
    """Index the collection in `folder` and measure words alone, meaning alone, and both."""
    vectors = embedder.embed(list(collection.documents.values()))
    posts = [Indexed(*item, vector) for item, vector in zip(collection.documents.items(), vectors, strict=True)]
    build(folder, base=None, batches=[posts])
    return [_quality(name, search, collection.queries) for name, search in _searches(Generation(folder), embedder)]


def _searches(index: Generation, embedder: Embedder) -> Iterator[tuple[str, Ranking]]:
    def words(text: str) -> list[str]:
        return [index.post_id(int(row)) for row in index.by_words(text, limit=_DEPTH).rows]

    def meaning(text: str) -> list[str]:
        found = index.by_meaning(embedder.embed([text])[0], limit=_DEPTH)
        return [index.post_id(int(row)) for row in found.rows]

    def both(text: str) -> list[str]:
        vector = embedder.embed([text])[0]
        by_words, by_meaning = index.by_words(text, limit=_DEPTH), index.by_meaning(vector, limit=_DEPTH)
        return [hit.post_id for hit in fused(index, text, vector, by_words=by_words, by_meaning=by_meaning)]

    yield "words (BM25)", words
    yield "meaning (vectors)", meaning
    yield "hybrid", both


def _quality(name: str, search: Ranking, queries: Sequence[Query]) -> Quality:
    rankings = [search(query.text) for query in queries]
    gains = [ndcg(ranking, query.relevant) for ranking, query in zip(rankings, queries, strict=True)]
    precise = [average_precision(ranking, query.relevant) for ranking, query in zip(rankings, queries, strict=True)]
    half = len(queries) // 2
    means = (float(np.mean(part)) for part in (gains[:half], gains[half:], gains, precise))
    return Quality(name, *means)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _hashed(doc_id: str) -> str:
    return hashlib.sha256(doc_id.encode()).hexdigest()[:16]


def main() -> None:
    """Print the comparison as a table."""
    from rich.console import Console
    from rich.table import Table

    collection = checkthat(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    table = Table("search", "nDCG@10 dev", "other", "all", "MAP@5 all")
    with tempfile.TemporaryDirectory() as folder:
        for row in compare(collection, MiniLMEmbedder(), Path(folder) / "g_000001"):
            table.add_row(row.name, *(f"{value:.3f}" for value in row[1:]))
    Console().print(table)


if __name__ == "__main__":
    main()
