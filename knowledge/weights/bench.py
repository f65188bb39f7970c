"""Bench: how fast the embedder and the reader are, whether a vector depends on its neighbours, and dev scores.

python -m knowledge.weights.bench [--posts 2000] [--data ../shared/data]
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedder import SHIPPED, MiniLMEmbedder
from tools.reader import HeadsReader
from tools.reader.corpora import Corpora, learnable
from tools.reader.measure import confusion, macro_f1, macro_recall
from tools.reader.score import scores_of


class Line(NamedTuple):
    """A figure to print."""

    name: str
    value: float
    unit: str


def synthetic_posts(count: int, *, seed: int = 7) -> list[str]:
    """Make posts of 4 to 41 words from the tokenizer's vocabulary: 24 tokens on average, like tweets."""
    vocabulary = json.loads((SHIPPED / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = [word for word in vocabulary if word.isalpha() and word.isascii() and len(word) > 2]
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    return [" ".join(draw.choices(words, k=draw.randint(4, 41))) for _ in range(count)]


def speeds(posts: Sequence[str]) -> list[Line]:
    """Time embedding and reading on one thread, after a first call that loads the models."""
    embedder, reader = MiniLMEmbedder(threads=1), HeadsReader()
    reader.read(posts[:1], embedder.embed(posts[:1]))
    start = time.process_time()
    vectors = embedder.embed(posts)
    embedded = time.process_time()
    reader.read(posts, vectors)
    end = time.process_time()
    unit = "posts per CPU-second"
    return [
        Line("embed", len(posts) / (embedded - start), unit),
        Line("read, given the vectors", len(posts) / (end - embedded), unit),
        Line("embed and read", len(posts) / (end - start), unit),
    ]


def neighbour_effect(posts: Sequence[str]) -> list[Line]:
    """Compare vectors of posts embedded all together, one by one, and on two threads: the largest difference."""
    one, two = MiniLMEmbedder(threads=1), MiniLMEmbedder(threads=2)
    together = one.embed(posts)
    alone = np.concatenate([one.embed([post]) for post in posts])
    threads = two.embed(posts[::-1])[::-1]
    return [
        Line("vector together against alone", float(np.abs(together - alone).max()), "largest difference"),
        Line("vector on one against two threads", float(np.abs(together - threads).max()), "largest difference"),
    ]


def dev_scores(data: Path) -> list[Line]:
    """Score every head on the dev files and held-out folds under `data`, and a floor on the same tweets."""
    corpora = Corpora(data, MiniLMEmbedder().embed)
    scores = scores_of(HeadsReader(), corpora)
    return [Line(name, score, "") for name, score in scores.items()] + floor(corpora)


def floor(corpora: Corpora) -> list[Line]:
    """Score what the reader must beat on tweets: TF-IDF of words and characters with logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LogisticRegression(max_iter=300, class_weight="balanced"))
    train = learnable(corpora.sentiment("semeval2017_train"))
    model.fit(train.texts, train.labels)
    lines = []
    for name in ("semeval2017_dev", "dynasent_r1_dev", "dynasent_r2_dev"):
        dev = corpora.sentiment(name)
        counts = confusion(dev.labels, model.predict(dev.texts))
        lines.append(Line(f"floor (TF-IDF) on {name}: macro recall", macro_recall(counts), ""))
        lines.append(Line(f"floor (TF-IDF) on {name}: macro f1", macro_f1(counts), ""))
    return lines


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2_000, help="how many synthetic posts")
    parser.add_argument("--data", type=Path, help="the folder of labelled texts; left out: no scores")
    options = parser.parse_args()
    posts = synthetic_posts(options.posts)
    _print(f"{options.posts:,} synthetic posts, one thread, {platform.machine()}, Python {platform.python_version()}")
    for line in (*speeds(posts), *neighbour_effect(posts[:500])):
        _print(f"{line.name:<72}{line.value:>10,.4g}  {line.unit}")
    for line in dev_scores(options.data) if options.data else ():
        _print(f"{line.name:<72}{line.value:>10.3f}")


def _print(text: str) -> None:
    sys.stdout.write(f"{text.rstrip()}\n")


if __name__ == "__main__":
    main()
