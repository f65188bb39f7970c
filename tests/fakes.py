"""Fakes: stand-ins that implement the product's Protocols, for tests."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


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
