"""Fakes: stand-ins that implement the product's Protocols, for tests."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.reader import AspectReading, Held, ReaderCard, Reading, Sentiment, Target


class HashEmbedder:
    """Embeds a text as its bag of hashed words: texts that share words are near. Deterministic, needs no model."""

    def __init__(self, dim: int = 64, *, id: str = "hash-1") -> None:  # noqa: A002 - the Protocol's name
        self.dim, self.id = dim, id

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                vector[zlib.crc32(word.encode()) % self.dim] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class WordReader:
    """Reads `love` as positive, `hate` as negative and all else as neutral; English, reliable. Keeps what it read.

    `right` and `wrong` are what its card says of each class: how many labelled posts it got right, and how many it
    took for either other class.
    """

    def __init__(self, *, id: str = "words-1", right: int = 8, wrong: int = 1) -> None:  # noqa: A002 - the Protocol's
        confusion = tuple(tuple(right if row == column else wrong for column in range(3)) for row in range(3))
        self.id = id
        self.card = ReaderCard(id=id, held=(Held(source="made up", confusion=confusion),), data="made up")
        self.seen: list[str] = []

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        assert len(texts) == len(vectors)
        self.seen += texts
        asked = targets if targets is not None else [()] * len(texts)
        return [self._read(text.lower(), mentions) for text, mentions in zip(texts, asked, strict=True)]

    def _read(self, text: str, targets: Sequence[Target]) -> Reading:
        hated, loved = "hate" in text, "love" in text
        negative, positive = (0.4 if hated and loved else 0.8 * found for found in (hated, loved))
        sentiment = Sentiment(negative=negative, neutral=1 - negative - positive, positive=positive)
        aspects = tuple(
            AspectReading(name=name, start=start, end=end, sentiment=sentiment) for start, end, name in targets
        )
        return Reading(sentiment=sentiment, emotions={}, sarcasm=0.1, language="en", reliable=True, aspects=aspects)
