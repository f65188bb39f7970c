"""Embedder: all-MiniLM-L6-v2 on ONNX Runtime, which turns texts into unit vectors offline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.encoding import BATCH_TOKENS, MAX_CHARACTERS, WINDOW, OnnxEncoder, mean_states
from tools.errors import Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights" / "minilm"


class MiniLMEmbedder:
    """Embeds texts with MiniLM, 384 dimensions, int8.

    A text's vector depends on that text alone, to the last bit, whatever is embedded beside it and in whatever
    order. What comes after 4,096 characters or 256 tokens is not read. The files are loaded at first use, after
    their hashes are checked. Safe under threads.
    """

    def __init__(self, folder: Path = SHIPPED, *, threads: int | None = None) -> None:
        """Take the model of `folder`, made by knowledge/weights/export.py; `threads` None uses every core.

        Raises Unavailable if the folder holds no ids.json.
        """
        self.folder = folder
        self._files: dict[str, str] = {}
        self._id = self._read_ids()
        self._encoder = OnnxEncoder(folder, self._files, threads=threads)

    @property
    def id(self) -> str:
        """Model, and the start of its file's hash; vectors of different ids do not compare."""
        return self._id

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return 384

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), 384), rows of unit length, in the order given.

        Any text is legal, the empty one too. Raises Unavailable if a model file is missing or damaged.
        """
        # Reposts are common, and equal texts have equal vectors.
        distinct = list(dict.fromkeys(text[:MAX_CHARACTERS] for text in texts))
        vectors = np.empty((len(distinct), self.dim), np.float32)
        for start in range(0, len(distinct), WINDOW):
            self._embed_window(distinct[start : start + WINDOW], vectors[start : start + WINDOW])
        row = {text: number for number, text in enumerate(distinct)}
        return vectors[[row[text[:MAX_CHARACTERS]] for text in texts]]

    def _embed_window(self, texts: list[str], into: NDArray[np.float32]) -> None:
        for batch in self._encoder.batches(self._encoder.tokens(texts), size=BATCH_TOKENS):
            mean = mean_states(batch)
            into[batch.places] = mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _read_ids(self) -> str:
        path = self.folder / "ids.json"
        try:
            ids = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unavailable(
                f"There is no embedder in {str(self.folder)!r}: ids.json is missing. Reinstall groundswell, or name a "
                "folder written by `python -m knowledge.weights.export`."
            ) from None
        self._files = ids["files"]
        return f"{ids['name']}@{self._files['model.onnx'][:12]}"
