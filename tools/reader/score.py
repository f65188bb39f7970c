"""Score: how a reader of heads fares on labelled texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.reader.corpora import Corpora, Corpus, held_out
from tools.reader.grams import grams, tokens
from tools.reader.measure import auc, calibration_error, confusion, f1, macro_f1, macro_recall

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.reader.heads import HeadsReader

    Floats = NDArray[np.float64]

SARCASTIC = 0.25
"""The share of sarcastic tweets in iSarcasm; a probability above it is more than nothing known."""


def probabilities_of(reader: HeadsReader, corpus: Corpus) -> Floats:
    """Return all probabilities, (texts, heads): three of sentiment, sarcasm, then the emotions."""
    pairs = zip(corpus.texts, corpus.vectors, strict=True)
    return np.array([reader.weights.probabilities(vector, grams(tokens(text))) for text, vector in pairs])


def confusion_of(reader: HeadsReader, corpus: Corpus) -> NDArray[np.int64]:
    """Count the reader's confusions on sentiment: rows the true class, columns the predicted."""
    return confusion(corpus.labels, probabilities_of(reader, corpus)[:, :3].argmax(axis=1))


def scores_of(reader: HeadsReader, corpora: Corpora) -> dict[str, float]:
    """Score every head; dev files were chosen on, held-out folds were not."""
    return {
        **_sentiment(reader, corpora.sentiment("semeval2017_dev")),
        **_sentiment(reader, corpora.sentiment("dynasent_r1_dev")),
        **_sentiment(reader, corpora.sentiment("dynasent_r2_dev")),
        **_sentiment(reader, corpora.goemotions_sentiment("goemotions_dev")),
        **_sentiment(reader, held_out(corpora.sentiment("semeval2017_train"))),
        **_sentiment(reader, held_out(corpora.goemotions_sentiment("goemotions_train"))),
        **_emotions(reader, corpora.goemotions("goemotions_dev")),
        **_emotions(reader, held_out(corpora.goemotions("goemotions_train"))),
        **_sarcasm(reader, held_out(corpora.isarcasm())),
        **_sarcasm(reader, held_out(corpora.mustard())),
    }


def _sentiment(reader: HeadsReader, corpus: Corpus) -> dict[str, float]:
    probabilities = probabilities_of(reader, corpus)[:, :3]
    predicted = probabilities.argmax(axis=1)
    counts = confusion(corpus.labels, predicted)
    error = calibration_error(predicted == corpus.labels, probabilities.max(axis=1))
    recall, harmonic = macro_recall(counts), macro_f1(counts)
    return _named(f"sentiment on {corpus.source}", macro_recall=recall, macro_f1=harmonic, ece=error)


def _emotions(reader: HeadsReader, corpus: Corpus) -> dict[str, float]:
    probabilities = probabilities_of(reader, corpus)[:, 4:]
    found = probabilities >= reader.weights.thresholds
    columns = range(found.shape[1])
    each = [f1(corpus.labels[:, column], found[:, column]) for column in columns]
    error = calibration_error(corpus.labels.ravel() == 1, probabilities.ravel())
    return _named(f"emotions on {corpus.source}", macro_f1=float(np.mean(each)), ece=error)


def _sarcasm(reader: HeadsReader, corpus: Corpus) -> dict[str, float]:
    probabilities = probabilities_of(reader, corpus)[:, 3]
    error = calibration_error(corpus.labels == 1, probabilities)
    order = auc(corpus.labels, probabilities)
    found = f1(corpus.labels, probabilities >= SARCASTIC)
    return _named(f"sarcasm on {corpus.source}", auc=order, f1=found, ece=error)


def _named(what: str, **scores: float) -> dict[str, float]:
    return {f"{what}: {name.replace('_', ' ')}": round(score, 4) for name, score in scores.items()}
