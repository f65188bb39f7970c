"""Train: the whole way from labelled files to a reader, on invented texts and a toy embedder."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.reader.corpora import Corpora, Corpus, held_out, learnable
from tools.reader.fit import balance
from tools.reader.heads import HeadsReader
from tools.reader.train import pack, save, train

DIM = 8
WORDS = {"negative": "awful broken", "neutral": "table chair", "positive": "lovely great"}
EMOTIONS = {"negative": "anger", "neutral": "neutral", "positive": "joy"}


def toy_embedding(texts: Sequence[str]) -> NDArray[np.float32]:
    """Hash each text's words into 8 signs."""
    vectors = [np.sum([_signs(word) for word in text.split()], axis=0) for text in texts]
    return (np.array(vectors).reshape(-1, DIM) / 10).astype(np.float32)


def _signs(word: str) -> NDArray[np.float64]:
    bits = zlib.crc32(word.encode())
    return np.array([1.0 if bits >> position & 1 else -1.0 for position in range(DIM)])


def invented(count: int, *, seed: int) -> list[tuple[str, str]]:
    rng = np.random.default_rng(seed)
    labels = rng.choice(list(WORDS), count).tolist()
    words = [WORDS[label].split()[number % 2] for number, label in enumerate(labels)]
    return [(f"{word} thing {rng.integers(10_000)}", label) for word, label in zip(words, labels, strict=True)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data")
    names = ("semeval2017_train", "semeval2017_dev", "dynasent_r1_dev", "dynasent_r2_dev")
    for seed, name in enumerate(names):
        write(root / "sentiment" / name, ({"text": text, "label": label} for text, label in invented(200, seed=seed)))
    for name, seed in (("goemotions_train", 5), ("goemotions_dev", 6)):
        rows = ({"text": text, "labels": [EMOTIONS[label]]} for text, label in invented(200, seed=seed))
        write(root / "emotion" / name, rows)
    sarcasm = [(text, int(label == "negative")) for text, label in invented(200, seed=7)]
    write(root / "sarcasm" / "isarcasm_train", ({"text": text, "sarcastic": label} for text, label in sarcasm))
    write(root / "sarcasm" / "mustard", ({"utterance": text, "sarcasm": bool(label)} for text, label in sarcasm))
    (root / "emotion" / "goemotions_emotions.txt").write_text("anger\njoy\nneutral\n", encoding="utf-8")
    mapping = {"positive": ["joy"], "negative": ["anger"], "ambiguous": []}
    (root / "emotion" / "goemotions_sentiment_mapping.json").write_text(json.dumps(mapping), encoding="utf-8")
    return root


def write(path: Path, rows: Iterable[object]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    path.with_suffix(".jsonl").write_text(lines, encoding="utf-8")


@pytest.fixture(scope="module")
def corpora(data: Path) -> Corpora:
    return Corpora(data, toy_embedding)


def test_training_gives_a_reader_that_has_learned_the_labels(
    corpora: Corpora, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("tools.reader.grams", "tools.reader.fit"):
        monkeypatch.setattr(f"{module}.BUCKETS", 512)
    weights = pack(train(corpora, report=lambda _: None), dim=DIM)
    reader = save(weights, tmp_path, corpora=corpora, embedder="toy")

    texts = ["awful thing 3", "lovely thing 5", "table thing 9"]
    labels = [reading.sentiment.label for reading in reader.read(texts, toy_embedding(texts))]
    assert labels == ["negative", "positive", "neutral"]
    assert reader.card.embedder == "toy"
    assert HeadsReader(tmp_path).id == reader.id
    foreign = [corpora.sentiment(f"dynasent_{name}_dev") for name in ("r1", "r2")]
    assert [held.n for held in reader.card.held] == [
        *(len(held_out(corpus).texts) for corpus in trained_on(corpora)),
        *(len(corpus.texts) for corpus in foreign),
    ]


def trained_on(corpora: Corpora) -> tuple[Corpus, ...]:
    return corpora.sentiment("semeval2017_train"), corpora.goemotions_sentiment("goemotions_train")


def test_no_text_is_both_learned_and_held_out(corpora: Corpora) -> None:
    corpus = corpora.sentiment("semeval2017_train")
    learned, held = learnable(corpus), held_out(corpus)

    assert not set(learned.texts) & set(held.texts)
    assert len(learned.texts) + len(held.texts) == 200


def test_reposts_of_a_text_fall_into_one_fold(tmp_path: Path, data: Path) -> None:
    (tmp_path / "emotion").mkdir()
    emotions = (data / "emotion" / "goemotions_emotions.txt").read_text(encoding="utf-8")
    (tmp_path / "emotion" / "goemotions_emotions.txt").write_text(emotions, encoding="utf-8")
    reposts = ["Great phone", "@you great PHONE https://t.co/a", "great phone @me"]
    write(tmp_path / "sentiment" / "reposts", ({"text": text, "label": "positive"} for text in reposts))

    folds = Corpora(tmp_path, toy_embedding).sentiment("reposts").folds

    assert len(set(folds.tolist())) == 1


def test_balance_makes_classes_count_alike() -> None:
    # Three of one class at 2/3 and one of the other at 2: each sums to 2, and the mean is 1.
    np.testing.assert_allclose(balance(np.array([0, 0, 0, 1])), [2 / 3, 2 / 3, 2 / 3, 2])
