"""Embedder: all-MiniLM-L6-v2 on ONNX Runtime, which turns texts into unit vectors offline."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.errors import Unavailable
from tools.shipped import check_file

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SHIPPED = Path(__file__).parent / "weights" / "minilm"
MAX_CHARACTERS = 4_096  # of a text; 256 tokens of prose are about 1,200
MAX_TOKENS = 256  # what the model was trained on
BATCH_TOKENS = 512  # padded; larger batches fall out of the processor's cache
WINDOW = 8_192  # texts tokenised and sorted by length at a time, which bounds memory


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
        self.folder, self.threads = folder, threads
        self._files: dict[str, str] = {}
        self._id = self._read_ids()
        self._lock = threading.Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

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
        session, tokenizer = self._models()
        # UTF-8 cannot hold a lone surrogate, and the tokenizer takes nothing else.
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        tokens = [encoding.ids for encoding in tokenizer.encode_batch_fast(readable)]
        for batch in _batches(tokens):
            ids, mask = _pad([tokens[number] for number in batch])
            positions = np.arange(ids.shape[1], dtype=np.int32)
            (states,) = session.run(None, {"ids": ids, "mask": mask, "positions": positions})
            into[batch] = _pool(states, mask)

    def _models(self) -> tuple[InferenceSession, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                for name, expected in self._files.items():
                    check_file(self.folder / name, expected=expected)
                self._loaded = (_session(self.folder / "model.onnx", self.threads), _tokenizer(self.folder))
            return self._loaded

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


def _session(path: Path, threads: int | None) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 3  # errors only
    # The graph is written as it should run: fusing its layer norms again makes them three times slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # Processors without VNNI add int8 products in 16 bits, which overflow; this has them add in 32.
    options.add_session_config_entry("session.x64quantprecision", "1")
    # Idle threads that spin take a core from whatever else runs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _batches(tokens: list[list[int]]) -> Iterator[list[int]]:
    """Yield positions of texts of like length, at most BATCH_TOKENS padded tokens a batch."""
    batch: list[int] = []
    for number in sorted(range(len(tokens)), key=lambda position: len(tokens[position])):
        if batch and (len(batch) + 1) * len(tokens[number]) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _pad(tokens: list[list[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return ids and mask, both of shape (texts, tokens of the longest)."""
    longest = max(map(len, tokens))
    ids = np.zeros((len(tokens), longest), np.int32)
    mask = np.zeros((len(tokens), longest), np.int32)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return ids, mask


def _pool(states: NDArray[np.float32], mask: NDArray[np.int32]) -> NDArray[np.float32]:
    """Average the states (texts, tokens, 384) over real tokens, to unit length."""
    weights = mask[:, :, None].astype(np.float32)
    mean = (states * weights).sum(axis=1) / weights.sum(axis=1)
    unit: NDArray[np.float32] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return unit
