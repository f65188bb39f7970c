"""Bench: how fast the embedder and the reader are, and whether a text's numbers depend on its neighbours.

python -m knowledge.weights.bench [--posts 2000] [--beside FP32_READER]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from knowledge.embedder import SHIPPED, MiniLMEmbedder
from knowledge.weights.graph import LAYERS, TOKENS, WIDTH, build
from tools.reader import EncoderReader, Target
from tools.reader.encoder import DESCRIPTION, ReaderFile
from tools.shipped import sha256

UNIT = "posts per CPU-second"
WORDS, INNER = 30_522, 1_536
"""Word pieces and inner width of MiniLM."""


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


def speeds(posts: Sequence[str], *, beside: Path | None = None) -> list[Line]:
    """Time embedding and reading on one thread, each after a first call that loads its model.

    `beside` is another reader's folder, the float32 one say; VADER is timed where it is installed.
    """
    embedder, reader = MiniLMEmbedder(threads=1), EncoderReader(threads=1)
    targets = [[Target(0, len(post.split(" ", 1)[0]), "first word")] for post in posts]
    timed: dict[str, Callable[[Sequence[str]], object]] = {
        "embed": embedder.embed,
        "read, all heads": reader.read,
        "read, all heads and a target each": lambda some: reader.read(some, targets=targets[: len(some)]),
        "embed and read": lambda some: reader.read(some, embedder.embed(some)),
    }
    if beside is not None:
        other = EncoderReader(beside, threads=1)
        timed[f"read by {other.id}"] = other.read
    if importlib.util.find_spec("vaderSentiment"):
        timed["VADER, sentiment alone"] = _vader()
    return [Line(name, _rate(run, posts), UNIT) for name, run in timed.items()]


def float32_like(source: Path, target: Path) -> Path:
    """Write a reader with the heads of `source` and a float32 encoder of its size, and return its folder.

    Its weights are random, so that it need not ship: how long a product takes does not hang on what is multiplied.
    Needs `onnx`.
    """
    import onnx

    random_ = np.random.default_rng(0)
    tensors = {name: random_.normal(0, 0.02, shape).astype(np.float32) for name, shape in _shapes()}
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(build(tensors, int8=False), str(target / "model.onnx"))
    for name in ("tokenizer.json", "heads.npz"):
        shutil.copyfile(source / name, target / name)
    known = ReaderFile.model_validate_json((source / DESCRIPTION).read_text(encoding="utf-8"))
    files = {**known.files, "model.onnx": sha256(target / "model.onnx")}
    card = known.card.model_copy(update={"id": "an encoder of its size in float32"})
    described = known.model_copy(update={"files": files, "card": card})
    (target / DESCRIPTION).write_text(described.model_dump_json(), encoding="utf-8")
    return target


def _shapes() -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "embeddings.word_embeddings.weight", (WORDS, WIDTH)
    yield "embeddings.position_embeddings.weight", (TOKENS, WIDTH)
    yield "embeddings.token_type_embeddings.weight", (1, WIDTH)
    dense = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    dense |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (INNER, WIDTH)}
    dense |= {"output.dense": (WIDTH, INNER)}
    norms = ["embeddings.LayerNorm"]
    for layer in (f"encoder.layer.{number}" for number in range(LAYERS)):
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        for name, shape in dense.items():
            yield f"{layer}.{name}.weight", shape
            yield f"{layer}.{name}.bias", shape[:1]
    for name in norms:
        yield f"{name}.weight", (WIDTH,)
        yield f"{name}.bias", (WIDTH,)


def _vader() -> Callable[[Sequence[str]], object]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return lambda posts: [analyser.polarity_scores(post) for post in posts]


def _rate(run: Callable[[Sequence[str]], object], posts: Sequence[str]) -> float:
    run(posts[:1])
    start = time.process_time()
    run(posts)
    return len(posts) / (time.process_time() - start)


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


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=2_000, help="how many synthetic posts")
    parser.add_argument("--beside", type=Path, help="the folder of another reader to time, the float32 one say")
    options = parser.parse_args()
    posts = synthetic_posts(options.posts)
    _print(f"{options.posts:,} synthetic posts, one thread, {platform.machine()}, Python {platform.python_version()}")
    for line in (*speeds(posts, beside=options.beside), *neighbour_effect(posts[:500])):
        _print(f"{line.name:<72}{line.value:>10,.4g}  {line.unit}")


def _print(text: str) -> None:
    sys.stdout.write(f"{text.rstrip()}\n")


if __name__ == "__main__":
    main()
