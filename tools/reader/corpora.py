"""Corpora: the labelled texts that the heads learn from, read from a folder of public data."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tools.reader.grams import tokens
from tools.reader.reading import POLARITIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
FOLDS = 10
HELD_OUT = 0


class Corpus(NamedTuple):
    """Labelled texts of one source.

    `labels` is (texts,) of class numbers, or (texts, emotions) of 0 and 1. `folds` is 0 to 9 by a hash of the text's
    words, so that reposts of one text fall into one fold.
    """

    source: str
    texts: list[str]
    vectors: NDArray[np.float32]
    labels: NDArray[np.int64]
    folds: NDArray[np.int64]

    def where(self, keep: NDArray[np.bool_]) -> Corpus:
        """Keep some of the texts."""
        texts = [text for text, kept in zip(self.texts, keep, strict=True) if kept]
        return Corpus(self.source, texts, self.vectors[keep], self.labels[keep], self.folds[keep])


class Corpora:
    """Reads labelled texts under `data` and embeds them; methods raise FileNotFoundError if a file is absent."""

    def __init__(self, data: Path, embed: Embed) -> None:
        self.data, self.embed = data, embed
        self._vectors: dict[str, NDArray[np.float32]] = {}
        self.emotions = tuple((data / "emotion" / "goemotions_emotions.txt").read_text(encoding="utf-8").split())

    def sentiment(self, name: str) -> Corpus:
        """Read texts labelled negative, neutral or positive."""
        rows = self._rows(f"sentiment/{name}")
        return self._corpus(name, ((row["text"], POLARITIES.index(row["label"])) for row in rows))

    def goemotions_sentiment(self, name: str) -> Corpus:
        """Read GoEmotions by its own sentiment mapping, leaving out texts of mixed or ambiguous emotions."""
        mapping = json.loads((self.data / "emotion" / "goemotions_sentiment_mapping.json").read_text(encoding="utf-8"))
        polarity = {emotion: group for group, emotions in mapping.items() for emotion in emotions}
        pairs = []
        for row in self._rows(f"emotion/{name}"):
            found = {polarity.get(label, label) for label in row["labels"]}
            if len(found) == 1 and found <= set(POLARITIES):
                pairs.append((row["text"], POLARITIES.index(found.pop())))
        return self._corpus(f"{name}, by sentiment", pairs)

    def goemotions(self, name: str) -> Corpus:
        """Read GoEmotions: labels (texts, 28) of 0 and 1, in the order of `emotions`."""
        rows = self._rows(f"emotion/{name}")
        pairs = ((row["text"], [emotion in row["labels"] for emotion in self.emotions]) for row in rows)
        return self._corpus(name, pairs)

    def isarcasm(self) -> Corpus:
        """Read tweets that their own authors called sarcastic, 1, or not, 0."""
        rows = self._rows("sarcasm/isarcasm_train")
        return self._corpus("isarcasm_train", ((row["text"], row["sarcastic"]) for row in rows))

    def mustard(self) -> Corpus:
        """Read lines of television dialogue, sarcastic, 1, or not, 0."""
        rows = self._rows("sarcasm/mustard")
        return self._corpus("mustard", ((row["utterance"], int(row["sarcasm"])) for row in rows))

    def brand_tweets(self) -> Corpus:
        """Read tweets of 2011 about four brands, those labelled for sentiment; to measure by, never to train on."""
        rows = self._rows("posts/sanders_brands_2011")
        pairs = [(row["TweetText"], row["Sentiment"]) for row in rows if row["Sentiment"] in POLARITIES]
        return self._corpus("brand tweets", ((text, POLARITIES.index(label)) for text, label in pairs))

    def _rows(self, path: str) -> list[dict[str, Any]]:
        with (self.data / f"{path}.jsonl").open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def _corpus(self, source: str, pairs: Iterable[tuple[str, int | list[bool]]]) -> Corpus:
        texts, labels = zip(*pairs, strict=True)
        folds = [zlib.crc32(" ".join(tokens(text)).encode("utf-8", "replace")) % FOLDS for text in texts]
        return Corpus(source, list(texts), self._embedded(texts), np.array(labels, np.int64), np.array(folds, np.int64))

    def _embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts, each once however often its file is read."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self.embed(new), strict=True))
        return np.array([self._vectors[text] for text in texts])


def learnable(corpus: Corpus) -> Corpus:
    """Leave the held-out fold out."""
    return corpus.where(corpus.folds != HELD_OUT)


def held_out(corpus: Corpus) -> Corpus:
    """Keep the held-out fold only."""
    kept = corpus.where(corpus.folds == HELD_OUT)
    return kept._replace(source=f"{corpus.source}, held-out tenth")


def joined(one: Corpus, other: Corpus) -> Corpus:
    """Put two corpora end to end."""
    return Corpus(
        f"{one.source} and {other.source}",
        one.texts + other.texts,
        np.concatenate([one.vectors, other.vectors]),
        np.concatenate([one.labels, other.labels]),
        np.concatenate([one.folds, other.folds]),
    )
