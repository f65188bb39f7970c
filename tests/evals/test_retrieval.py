from __future__ import annotations

import json
from math import log2
from pathlib import Path

import pytest

from evals.retrieval import SHARED, average_precision, checkthat, compare, ndcg
from tests.fakes import HashEmbedder
from tools.errors import MissingData

BOTH = frozenset({"a", "b"})


def test_ndcg_discounts_by_the_logarithm_of_the_place() -> None:
    assert ndcg(["a", "b", "x"], BOTH) == 1
    assert ndcg(["x", "a"], frozenset({"a"})) == pytest.approx(1 / log2(3))
    assert ndcg(["x", "a", "y", "b"], BOTH) == pytest.approx((1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3)))
    assert ndcg(["x"] * 10 + ["a"], BOTH) == 0


def test_average_precision_is_the_mean_precision_where_something_relevant_stands() -> None:
    assert average_precision(["a", "b"], BOTH) == 1
    assert average_precision(["x", "a", "b"], BOTH) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert average_precision(["x"] * 5 + ["a"], BOTH) == 0


def test_a_folder_without_the_collection_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="checkthat2020_docs"):
        checkthat(tmp_path)


def test_words_meaning_and_both_are_measured(tmp_path: Path) -> None:
    documents = [("1", "cats sleep all day"), ("2", "dogs bark at night"), ("3", "birds sing at dawn")]
    queries = [("q1", "a cat sleeping"), ("q2", "dogs bark"), ("q3", "birds"), ("q4", "night dogs")]
    judged = [("q1", "1"), ("q2", "2"), ("q3", "3"), ("q4", "2")]
    files = {
        "docs": [{"doc_id": key, "text": text, "title": ""} for key, text in documents],
        "queries_train": [{"query_id": key, "text": text} for key, text in queries],
        "qrels_train": [{"query_id": query, "doc_id": doc, "rel": 1} for query, doc in judged],
    }
    for name, rows in files.items():
        path = tmp_path / f"checkthat2020_{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    words, meaning, hybrid = compare(checkthat(tmp_path), HashEmbedder(), tmp_path / "g_1")
    assert list(words.gains) == [1, 1, 1, 1]
    assert len(meaning.gains) == 4
    assert list(hybrid.precisions) == [1, 1, 1, 1]


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason=f"needs {SHARED}")
def test_both_searches_together_beat_each_alone(tmp_path: Path) -> None:
    from statistics import fmean

    from knowledge.embedder import MiniLMEmbedder

    words, meaning, hybrid = compare(checkthat(SHARED), MiniLMEmbedder(), tmp_path / "g_1")
    assert fmean(hybrid.gains) > max(0.828, fmean(words.gains), fmean(meaning.gains))
