"""Heads: logistic regressions over a post's vector and its words, the reader until a fine-tuned one replaces it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.base import Model
from tools.errors import BadRequest, Unavailable
from tools.reader.doubts import doubts
from tools.reader.grams import grams, tokens
from tools.reader.language import Languages
from tools.reader.reading import AspectReading, ReaderCard, Reading, Sentiment, Target
from tools.shipped import check_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "weights"
SENTIMENTS = 3


class Weights(NamedTuple):
    """All heads side by side, one a column: three of sentiment, one of sarcasm, then one for each emotion.

    Calibration is folded in, so that a softmax or a logistic function of a score is a probability.
    """

    vector: NDArray[np.float32]  # (dim, heads)
    grams: NDArray[np.int8]  # (buckets, heads)
    gram_scales: NDArray[np.float32]  # (heads,)
    bias: NDArray[np.float32]  # (heads,)
    thresholds: NDArray[np.float32]  # (emotions,) probabilities

    def probabilities(self, vector: NDArray[np.float32], buckets: list[int]) -> NDArray[np.float64]:
        """Return one text's probabilities (heads,), from its vector (dim,) and its grams.

        One text at a time: a product over many would round by how many there are.
        """
        scores = (vector @ self.vector + self.bias).astype(np.float64)
        if buckets:
            words = self.grams[buckets].sum(axis=0, dtype=np.int64) * self.gram_scales.astype(np.float64)
            scores += words / len(buckets) ** 0.5
        powers = np.exp(scores[:SENTIMENTS] - scores[:SENTIMENTS].max())
        return np.concatenate([powers / powers.sum(), 1 / (1 + np.exp(-scores[SENTIMENTS:]))])


class HeadsFile(Model):
    """The description that lies beside the weights: their hash, the emotions in order, and the card."""

    sha256: str
    emotions: tuple[str, ...]
    card: ReaderCard


class HeadsReader:
    """Labels texts by logistic regression over MiniLM vectors and hashed words; English only.

    A reading depends on its own text and vector alone. The weights are loaded at first use, after their hash is
    checked. Safe under threads.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Take the weights of `folder`, made by tools/reader/train.py; raises Unavailable if there are none."""
        self.folder = folder
        try:
            self._file = HeadsFile.model_validate_json((folder / "heads.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unavailable(
                f"There is no reader in {str(folder)!r}: heads.json is missing. Reinstall groundswell, or train one: "
                "python -m knowledge.weights.train_reader"
            ) from None
        self._languages = Languages()
        self._lock = threading.Lock()
        self._loaded: Weights | None = None

    @property
    def id(self) -> str:
        """Which reader, with the start of its weights' hash."""
        return self._file.card.id

    @property
    def card(self) -> ReaderCard:
        """What it was made from and how it errs."""
        return self._file.card

    @property
    def weights(self) -> Weights:
        """The heads; raises Unavailable if their file is missing or damaged."""
        with self._lock:
            if self._loaded is None:
                path = self.folder / "heads.npz"
                check_file(path, expected=self._file.sha256)
                with np.load(path, allow_pickle=False) as arrays:
                    self._loaded = Weights(*(arrays[name] for name in Weights._fields))
            return self._loaded

    def read(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        targets: Sequence[Sequence[Target]] | None = None,
    ) -> list[Reading]:
        """Label texts, in the order given; `vectors` has shape (len(texts), dim), by the card's embedder.

        It has no head for targets: they come back without a sentiment.
        Raises BadRequest if the shapes do not match, Unavailable if the weights are damaged.
        """
        weights = self.weights
        needed = (len(texts), len(weights.vector))
        if vectors.shape != needed:
            raise BadRequest(
                f"Found vectors of shape {vectors.shape}, and {needed} is needed: one a text, "
                f"made by {self.card.embedder}."
            )
        asked = targets if targets is not None else [()] * len(texts)
        rows = zip(texts, vectors, asked, strict=True)
        return [self._read_one(text, vector, weights, mentions) for text, vector, mentions in rows]

    def _read_one(self, text: str, vector: NDArray[np.float32], weights: Weights, targets: Sequence[Target]) -> Reading:
        words = tokens(text)
        negative, neutral, positive, sarcasm, *emotions = weights.probabilities(vector, grams(words)).tolist()
        language = self._languages.spoken(words)
        reasons = doubts(language, words)
        return Reading(
            sentiment=Sentiment(negative=negative, neutral=neutral, positive=positive),
            emotions=self._felt(emotions, weights.thresholds.tolist()),
            sarcasm=sarcasm,
            language=language.code,
            reliable=not reasons,
            reasons=reasons,
            aspects=tuple(AspectReading(name=name, start=start, end=end) for start, end, name in targets),
        )

    def _felt(self, probabilities: list[float], thresholds: list[float]) -> dict[str, float]:
        rows = zip(self._file.emotions, probabilities, thresholds, strict=True)
        felt = [(name, probability) for name, probability, threshold in rows if probability >= threshold]
        return dict(sorted(felt, key=lambda row: -row[1]))
