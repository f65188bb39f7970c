"""Stream: examples as word pieces, mixed over sources and batched by length, without end."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.reader.named import pairs
from tools.reader.plain import plain
from tools.reader.public import Example
from tools.reader.spans import pieces_within

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 96
WINDOW = 40
"""How many batches are drawn at a time, to be sorted by length."""


class Encoded(NamedTuple):
    """An example, its word pieces, and its spans as (first, last + 1, polarity) of them."""

    example: Example
    ids: list[int]
    spans: tuple[tuple[int, int, int], ...]


def encode(examples: Sequence[Example], tokenizer: Tokenizer) -> list[Encoded]:
    """Cut examples into word pieces, names as they stand; spans past the tokenizer's limit are left out."""
    rewritten = [plain(example.text, names_alike=False) for example in examples]
    encodings = tokenizer.encode_batch([one.text for one in rewritten])
    encoded = []
    for example, one, encoding in zip(examples, rewritten, encodings, strict=True):
        spans = []
        for start, end, polarity in example.spans:
            found = pieces_within(encoding.offsets, one.place(start), one.place(end))
            if found is not None:
                spans.append((*found, polarity))
        encoded.append(Encoded(example, encoding.ids, tuple(spans)))
    return encoded


def stream(
    sources: Mapping[str, Sequence[Encoded]], passes: Mapping[str, float], *, batch: int, seed: int
) -> Iterator[list[Encoded]]:
    """Yield batches of texts of like length, each source drawn in proportion to its size times its passes."""
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    names = sorted(sources)
    weights = [len(sources[name]) * passes[name] for name in names]
    endless = {name: _endless(sources[name], draw) for name in names}
    while True:
        window = [next(endless[name]) for name in draw.choices(names, weights, k=batch * WINDOW)]
        window.sort(key=lambda one: len(one.ids))
        batches = [window[start : start + batch] for start in range(0, len(window), batch)]
        draw.shuffle(batches)
        yield from batches


def paired(examples: Sequence[Example], tokenizer: Tokenizer, *, count: int, seed: int) -> Iterator[list[Encoded]]:
    """Yield `count` texts with two sets of names each, the two side by side."""
    endless = pairs(examples, seed=seed)
    while True:
        yield encode([one for _ in range(count) for one in next(endless)], tokenizer) if count else []


def _endless(examples: Sequence[Encoded], draw: random.Random) -> Iterator[Encoded]:
    order = list(examples)
    while True:
        draw.shuffle(order)
        yield from order
