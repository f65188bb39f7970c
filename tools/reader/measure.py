"""Measure: how labels and probabilities compare with the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]
    Floats = NDArray[np.float64]


def confusion(true: Labels, predicted: Labels, *, classes: int = 3) -> Labels:
    """Count (true class, predicted class) pairs; shape (classes, classes)."""
    counts = np.zeros((classes, classes), np.int64)
    np.add.at(counts, (true, predicted), 1)
    return counts


def macro_recall(counts: Labels) -> float:
    """Mean recall of the classes that have texts, 0 to 1; 1/classes for a constant guess."""
    texts = counts.sum(axis=1)
    return float(np.mean(np.diag(counts)[texts > 0] / texts[texts > 0]))


def macro_f1(counts: Labels) -> float:
    """Mean of the classes' F1, 0 to 1, from a confusion matrix; 0 for a class that is neither there nor read."""
    return float(np.mean(2 * np.diag(counts) / np.maximum(counts.sum(axis=0) + counts.sum(axis=1), 1)))


def f1(true: Labels, predicted: NDArray[np.bool_]) -> float:
    """F1 of a yes-or-no label, 0 to 1; 0 where none is found or none is there."""
    hits = int(np.sum(predicted & (true == 1)))
    return 2 * hits / max(int(np.sum(predicted)) + int(np.sum(true)), 1)


def best_threshold(true: Labels, probabilities: Floats) -> float:
    """Return the probability, 0.05 to 0.80, above which F1 is highest."""
    steps = np.arange(0.05, 0.81, 0.01)
    return float(max(steps, key=lambda step: f1(true, probabilities >= step)))


def calibration_error(true: NDArray[np.bool_], confidence: Floats, *, bins: int = 15) -> float:
    """Expected calibration error: mean gap of confidence and accuracy over equal-width bins, weighted by size.

    0 means that of the texts given probability p, a share p are right. Source: Guo et al. 2017.
    """
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    hits = np.bincount(place, weights=true, minlength=bins)
    claimed = np.bincount(place, weights=confidence, minlength=bins)
    return float(np.abs(hits - claimed).sum() / len(true))


def calibration_error_by_chance(confidence: Floats, *, bins: int = 15, draws: int = 100, seed: int = 0) -> float:
    """Expected calibration error of a perfectly calibrated reader with these confidences: what few texts alone cause.

    The mean over draws of which texts are right, each by its own confidence. A measured error below about this
    cannot be told from none.
    """
    random = np.random.default_rng(seed)
    found = (
        calibration_error(random.random(len(confidence)) < confidence, confidence, bins=bins) for _ in range(draws)
    )
    return float(np.mean(list(found)))


def auc(true: Labels, scores: Floats) -> float:
    """Chance that a text of class 1 scores above one of class 0, 0 to 1; 0.5 for noise. Ties count half."""
    positives, negatives = scores[true == 1], np.sort(scores[true == 0])
    below = np.searchsorted(negatives, positives, side="left")
    up_to = np.searchsorted(negatives, positives, side="right")
    return float((below + up_to).mean() / 2 / len(negatives))
