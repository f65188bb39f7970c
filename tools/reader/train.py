"""Train: how the heads are learned, calibrated, measured and written.

Fold 0 of each training file is held out: nothing is learned or chosen on it, and the card counts its confusions.
Temperature, Platt scales and thresholds are fitted on the sets' own dev files; sarcasm has none, and uses fold 1 of
the tweets.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.reader.corpora import Corpora, held_out, joined, learnable
from tools.reader.fit import VECTOR_WEIGHT, Head, balance, features, fit_head, fit_platt, fit_temperature
from tools.reader.heads import HeadsFile, HeadsReader, Weights
from tools.reader.measure import best_threshold
from tools.reader.reading import Held, ReaderCard
from tools.reader.score import confusion_of, scores_of
from tools.shipped import sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Chosen on the dev files and folds 1 to 9, of strengths 0.1 to 4 and weights of Reddit 0.25, 0.5, 1.
SENTIMENT_STRENGTH, EMOTION_STRENGTH, SARCASM_STRENGTH = 1.0, 2.0, 0.5
REDDIT_WEIGHT = 0.5
DATA = (
    "SemEval 2013-2016 tweets (TweetEval's training split), GoEmotions, iSarcasm, MUStARD. Held out: a tenth of each "
    "training split, by hash of the words."
)


class Trained(NamedTuple):
    """The heads, calibrated, and the emotions' thresholds."""

    sentiment: Head
    sarcasm: Head
    emotions: list[Head]
    thresholds: list[float]


def train(corpora: Corpora, *, report: Callable[[str], None]) -> Trained:
    """Learn all heads from the training files, without their held-out fold."""
    report("sentiment")
    sentiment = train_sentiment(corpora)
    report("sarcasm")
    sarcasm = train_sarcasm(corpora)
    emotions, thresholds = train_emotions(corpora, report=report)
    return Trained(sentiment, sarcasm, emotions, thresholds)


def train_sentiment(corpora: Corpora) -> Head:
    """Learn three columns from tweets and Reddit comments, the classes of each weighted alike."""
    tweets = learnable(corpora.sentiment("semeval2017_train"))
    comments = learnable(corpora.goemotions_sentiment("goemotions_train"))
    weights = np.concatenate([balance(tweets.labels), balance(comments.labels) * REDDIT_WEIGHT])
    both = joined(tweets, comments)
    head = fit_head(features(both), both.labels, strength=SENTIMENT_STRENGTH, weights=weights)
    dev = corpora.sentiment("semeval2017_dev")
    return fit_temperature(head, features(dev), dev.labels)


def train_sarcasm(corpora: Corpora) -> Head:
    """Learn one column from tweets and dialogue."""
    tweets = learnable(corpora.isarcasm())
    rest, first = tweets.where(tweets.folds != 1), tweets.where(tweets.folds == 1)
    both = joined(rest, learnable(corpora.mustard()))
    head = fit_head(features(both), both.labels, strength=SARCASM_STRENGTH)
    return fit_platt(head, features(first), first.labels)


def train_emotions(corpora: Corpora, *, report: Callable[[str], None]) -> tuple[list[Head], list[float]]:
    """Learn a column for each emotion, and the threshold at which its F1 is highest on the dev file."""
    corpus, dev = learnable(corpora.goemotions("goemotions_train")), corpora.goemotions("goemotions_dev")
    inputs, checks = features(corpus), features(dev)
    heads, thresholds = [], []
    for number, emotion in enumerate(corpora.emotions):
        report(emotion)
        truth = dev.labels[:, number]
        head = fit_head(inputs, corpus.labels[:, number], strength=EMOTION_STRENGTH)
        heads.append(fit_platt(head, checks, truth))
        probabilities = 1 / (1 + np.exp(-heads[-1].scores(checks)[:, 0]))
        thresholds.append(best_threshold(truth, probabilities))
    return heads, thresholds


def pack(trained: Trained, *, dim: int) -> Weights:
    """Put all heads side by side, with the words' weights as int8, one scale a head."""
    heads = [trained.sentiment, trained.sarcasm, *trained.emotions]
    weights = np.hstack([head.weights for head in heads])
    words = weights[dim:]
    scales = np.abs(words).max(axis=0) / 127
    return Weights(
        vector=(weights[:dim] * VECTOR_WEIGHT).astype(np.float32),
        grams=np.round(words / scales).astype(np.int8),
        gram_scales=scales.astype(np.float32),
        bias=np.concatenate([head.bias for head in heads]).astype(np.float32),
        thresholds=np.array(trained.thresholds, np.float32),
    )


def save(weights: Weights, folder: Path, *, corpora: Corpora, embedder: str) -> HeadsReader:
    """Write heads.npz and heads.json, whose card is measured by the reader that they make."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **weights._asdict())
    digest = sha256(folder / "heads.npz")
    # The card of a reader that is yet to be measured counts nothing.
    blank = Held(source="", confusion=((0, 0, 0),) * 3)
    card = ReaderCard(id=f"heads@{digest[:12]}", embedder=embedder, held=(blank,), data=DATA)
    description = HeadsFile(sha256=digest, emotions=corpora.emotions, card=card)
    _describe(description, folder)
    reader = HeadsReader(folder)
    held = held_out_confusions(reader, corpora)
    measured = card.model_copy(update={"held": held, "scores": scores_of(reader, corpora)})
    _describe(description.model_copy(update={"card": measured}), folder)
    return HeadsReader(folder)


def held_out_confusions(reader: HeadsReader, corpora: Corpora) -> tuple[Held, ...]:
    """Count the reader's confusions in the held-out fold of each source, and in two sources it never learned from."""
    sources = (corpora.sentiment("semeval2017_train"), corpora.goemotions_sentiment("goemotions_train"))
    foreign = (corpora.sentiment("dynasent_r1_dev"), corpora.sentiment("dynasent_r2_dev"))
    kept = (*map(held_out, sources), *foreign)
    return tuple(Held(source=corpus.source, confusion=_rows(confusion_of(reader, corpus))) for corpus in kept)


def _rows(counts: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in counts.tolist())


def _describe(description: HeadsFile, folder: Path) -> None:
    (folder / "heads.json").write_text(description.model_dump_json(indent=2) + "\n", encoding="utf-8")
