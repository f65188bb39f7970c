"""Retrieval: how well search finds the claim that a post repeats, on the CheckThat! 2020 training queries.

    python -m evals.retrieval [FOLDER] [--tune]

Documents are the verified claims with their titles, queries are tweets. Weights were chosen on one half of the
queries (`dev`); `other` is the half they have not seen. Ids are hashed first: among claims that score the same the
file order would favour the right ones, which stand first. `--tune` also prints the weights that were tried.
"""

from __future__ import annotations

import hashlib
import json
import math
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedder import MiniLMEmbedder
from knowledge.index import Generation, Indexed, build
from knowledge.search import DEPTH, WORDS_WEIGHT, fused
from tools.errors import MissingData
from tools.services import Embedder

SHARED = Path("../shared/data/retrieval")
_WEIGHTS = (0.2, 0.3, 0.4, 0.5, 0.6)
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
    """How good the rankings of one search are: nDCG@10 and AP@5 of each query, 0 to 1, in the queries' order."""

    name: str
    gains: Sequence[float]
    precisions: Sequence[float]

    def cells(self) -> list[str]:
        """Return the means that a table shows, with 95 % intervals from standard errors where all queries count."""
        half = len(self.gains) // 2
        halves = [f"{statistics.fmean(part):.3f}" for part in (self.gains[:half], self.gains[half:])]
        return [self.name, *halves, _mean(self.gains), _mean(self.precisions)]


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


def compare(collection: Collection, embedder: Embedder, folder: Path, *, tuning: bool = False) -> list[Quality]:
    """Index the collection in `folder` and measure words alone, meaning alone, and both; all weights if `tuning`."""
    vectors = embedder.embed(list(collection.documents.values()))
    posts = [Indexed(*item, vector) for item, vector in zip(collection.documents.items(), vectors, strict=True)]
    build(folder, base=None, batches=[posts])
    searches = _searches(Generation(folder), embedder, weights=_WEIGHTS if tuning else (WORDS_WEIGHT,))
    return [_quality(name, search, collection.queries) for name, search in searches]


def _searches(index: Generation, embedder: Embedder, *, weights: Sequence[float]) -> Iterator[tuple[str, Ranking]]:
    def words(text: str) -> list[str]:
        return [index.post_id(int(row)) for row in index.by_words(text, limit=DEPTH).rows]

    def meaning(text: str) -> list[str]:
        found = index.by_meaning(embedder.embed([text])[0], limit=DEPTH)
        return [index.post_id(int(row)) for row in found.rows]

    def both(text: str, weight: float) -> list[str]:
        vector = embedder.embed([text])[0]
        found = {"by_words": index.by_words(text, limit=DEPTH), "by_meaning": index.by_meaning(vector, limit=DEPTH)}
        return [hit.post_id for hit in fused(index, text, vector, **found, words_weight=weight)]

    yield "words (BM25)", words
    yield "meaning (vectors)", meaning
    for weight in weights:
        yield f"hybrid, {weight:.1f} words", partial(both, weight=weight)


def _quality(name: str, search: Ranking, queries: Sequence[Query]) -> Quality:
    rankings = [search(query.text) for query in queries]
    gains = [ndcg(ranking, query.relevant) for ranking, query in zip(rankings, queries, strict=True)]
    precise = [average_precision(ranking, query.relevant) for ranking, query in zip(rankings, queries, strict=True)]
    return Quality(name, gains, precise)


def _mean(values: Sequence[float]) -> str:
    error = statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.fmean(values):.3f} ± {1.96 * error:.3f}"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _hashed(doc_id: str) -> str:
    return hashlib.sha256(doc_id.encode()).hexdigest()[:16]


def main(arguments: Sequence[str]) -> None:
    """Print the comparison as a table, and how much better each hybrid is than words alone, query by query."""
    from rich.console import Console
    from rich.table import Table

    folders = [argument for argument in arguments if argument != "--tune"]
    collection = checkthat(Path(folders[0]) if folders else SHARED)
    table = Table("search", "nDCG@10 dev", "other", "all (95 %)", "MAP@5 (95 %)", "nDCG over words")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "g_000001"
        words, *others = compare(collection, MiniLMEmbedder(), path, tuning="--tune" in arguments)
    table.add_row(*words.cells(), "")
    for quality in others:
        gained = [mine - theirs for mine, theirs in zip(quality.gains, words.gains, strict=True)]
        table.add_row(*quality.cells(), _mean(gained))
    Console(width=120).print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
