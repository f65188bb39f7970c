"""Encoding: a MiniLM graph on ONNX Runtime, from texts to token states; the embedder and the reader share it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tools.shipped import check_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MAX_CHARACTERS = 4_096  # of a text; 256 tokens of prose are about 1,200
MAX_TOKENS = 256  # what the model was trained on
BATCH_TOKENS = 512  # padded; larger batches fall out of the processor's cache
WINDOW = 8_192  # texts tokenised and sorted by length at a time, which bounds memory


class Batch(NamedTuple):
    """Texts of like length: their positions among those given, token states and mask.

    `states` is (texts, tokens of the longest, width); `mask` (texts, tokens of the longest) is 1 at real tokens.
    """

    places: list[int]
    states: NDArray[np.float32]
    mask: NDArray[np.int32]


class OnnxEncoder:
    """Encodes texts with the model.onnx and tokenizer.json of a folder.

    A text's states depend on that text alone, to the last bit, whatever is encoded beside it. The files are loaded at
    first use, after their hashes are checked. Safe under threads.
    """

    def __init__(self, folder: Path, files: Mapping[str, str], *, threads: int | None = None) -> None:
        """Take a folder and the SHA-256 of its files by name; `threads` None uses every core."""
        self.folder, self.files, self.threads = folder, files, threads
        self._lock = threading.Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Cut texts into word pieces, at most 256 each; raises Unavailable if a file is missing or damaged."""
        _, tokenizer = self._models()
        return [encoding.ids for encoding in tokenizer.encode_batch_fast([readable(text) for text in texts])]

    def placed_tokens(self, texts: Sequence[str]) -> list[Encoding]:
        """Cut texts into word pieces and say where in the text each lies; slower."""
        _, tokenizer = self._models()
        encodings: list[Encoding] = tokenizer.encode_batch([readable(text) for text in texts])
        return encodings

    def batches(self, tokens: list[list[int]], *, size: int = BATCH_TOKENS) -> Iterator[Batch]:
        """Encode word pieces, `size` padded tokens at a time, shortest texts first."""
        import numpy as np

        session, _ = self._models()
        for places in by_length(tokens, size):
            ids, mask = padded([tokens[place] for place in places])
            positions = np.arange(ids.shape[1], dtype=np.int32)
            (states,) = session.run(None, {"ids": ids, "mask": mask, "positions": positions})
            yield Batch(places, states, mask)

    def _models(self) -> tuple[InferenceSession, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                for name, expected in self.files.items():
                    check_file(self.folder / name, expected=expected)
                self._loaded = (_session(self.folder / "model.onnx", self.threads), _tokenizer(self.folder))
            return self._loaded


def mean_states(batch: Batch) -> NDArray[np.float32]:
    """Average a batch's states over real tokens: (texts, width)."""
    import numpy as np

    weights = batch.mask[:, :, None].astype(np.float32)
    mean: NDArray[np.float32] = (batch.states * weights).sum(axis=1) / weights.sum(axis=1)
    return mean


def readable(text: str) -> str:
    """Return a text that UTF-8 can hold."""
    # UTF-8 cannot hold a lone surrogate, and the tokenizer takes nothing else.
    return text.encode("utf-8", "replace").decode("utf-8")


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


def by_length(tokens: list[list[int]], size: int) -> Iterator[list[int]]:
    """Yield positions of texts of like length, at most `size` padded tokens a batch."""
    batch: list[int] = []
    for place in sorted(range(len(tokens)), key=lambda place: len(tokens[place])):
        if batch and (len(batch) + 1) * len(tokens[place]) > size:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def padded(tokens: list[list[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return ids and mask, both of shape (texts, tokens of the longest)."""
    import numpy as np

    longest = max(map(len, tokens))
    ids = np.zeros((len(tokens), longest), np.int32)
    mask = np.zeros((len(tokens), longest), np.int32)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return ids, mask
