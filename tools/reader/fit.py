"""Fit: one logistic head, its features and its calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.reader.grams import BUCKETS, grams, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from tools.reader.corpora import Corpus

    Labels = NDArray[np.int64]
    Floats = NDArray[np.float64]

VECTOR_WEIGHT = 2.0
"""How much longer the vector is made than the bag of words before one penalty falls on both."""


class Head(NamedTuple):
    """Linear scores: weights (dim + buckets, columns), of features as `features` makes them, and bias (columns,)."""

    weights: Floats
    bias: Floats

    def scores(self, inputs: csr_matrix) -> Floats:
        """Score texts; shape (texts, columns)."""
        return np.asarray(inputs @ self.weights + self.bias)

    def scaled(self, slope: float, shift: float = 0.0) -> Head:
        """Return the head that scores slope * score + shift."""
        return Head(self.weights * slope, self.bias * slope + shift)


def features(corpus: Corpus) -> csr_matrix:
    """Return vectors and length-normalised bags of words side by side: (texts, dim + buckets)."""
    from scipy.sparse import csr_matrix, hstack

    bags = [grams(tokens(text)) for text in corpus.texts]
    ends = np.cumsum([0, *map(len, bags)])
    values = np.concatenate([np.full(len(bag), max(len(bag), 1) ** -0.5) for bag in bags])
    bag = csr_matrix((values, np.concatenate(bags).astype(np.int64), ends), shape=(len(bags), BUCKETS))
    return hstack([csr_matrix(corpus.vectors * VECTOR_WEIGHT), bag]).tocsr()


def balance(labels: Labels) -> Floats:
    """Return weights of mean 1 under which the classes of one source count alike."""
    counts = np.bincount(labels)
    weights: Floats = len(labels) / (np.count_nonzero(counts) * counts[labels])
    return weights


def fit_head(inputs: csr_matrix, labels: Labels, *, strength: float, weights: Floats | None = None) -> Head:
    """Fit a logistic regression: one column for two classes, one a class for more."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=400).fit(inputs, labels, sample_weight=weights)
    return Head(model.coef_.T, model.intercept_)


def fit_temperature(head: Head, inputs: csr_matrix, labels: Labels) -> Head:
    """Divide scores by the temperature under which the true classes, each weighted alike, are likeliest."""
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    scores, weights, rows = head.scores(inputs), balance(labels), np.arange(len(labels))

    def surprise(slope: float) -> float:
        return float(-(log_softmax(scores * slope, axis=1)[rows, labels] * weights).mean())

    return head.scaled(float(minimize_scalar(surprise, bounds=(0.05, 5), method="bounded").x))


def fit_platt(head: Head, inputs: csr_matrix, labels: Labels) -> Head:
    """Scale and shift scores so that their logistic function is a probability. Source: Platt 1999."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(head.scores(inputs), labels)
    return head.scaled(float(model.coef_[0, 0]), float(model.intercept_[0]))
