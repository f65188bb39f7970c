"""Fit: scores made into probabilities, and probabilities into labels, on texts that were not learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]
    Floats = NDArray[np.float64]

STEPS = np.arange(0.05, 0.951, 0.01)


class Line(NamedTuple):
    """A calibration: slope * score + shift."""

    slope: float
    shift: float = 0.0


def balance(labels: Labels) -> Floats:
    """Return weights of mean 1 under which the classes of one source count alike."""
    counts = np.bincount(labels)
    weights: Floats = len(labels) / (np.count_nonzero(counts) * counts[labels])
    return weights


def fit_temperature(scores: Floats, labels: Labels, *, weights: Floats | None = None) -> Line:
    """Return the slope of scores (texts, classes) that makes the true classes likeliest.

    Source: Guo et al. 2017.
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    rows = np.arange(len(labels))

    def surprise(slope: float) -> float:
        return float(-np.average(log_softmax(scores * slope, axis=1)[rows, labels], weights=weights))

    return Line(float(minimize_scalar(surprise, bounds=(0.05, 5), method="bounded").x))


def fit_platt(scores: Floats, labels: Labels) -> Line:
    """Return slope and shift of scores (texts,) whose logistic function is a probability.

    Labels are pulled a little towards the middle, so that a label of few texts is not thought certain. Source: Platt
    1999.
    """
    from scipy.optimize import minimize

    positives = int(labels.sum())
    high, low = (positives + 1) / (positives + 2), 1 / (len(labels) - positives + 2)
    truth = np.where(labels == 1, high, low)

    def surprise(line: Floats) -> float:
        values = scores * line[0] + line[1]
        return float((np.logaddexp(0, values) - truth * values).sum())

    found = minimize(surprise, np.array([1.0, 0.0]), method="Nelder-Mead", options={"maxiter": 800}).x
    return Line(float(found[0]), float(found[1]))


def best_threshold(labels: Labels, probabilities: Floats) -> float:
    """Return the probability, 0.05 to 0.95, from which on F1 is highest, as the middle of the best stretch.

    F1 is first smoothed over neighbouring thresholds: the highest point of a jagged line is luck.
    """
    scores = np.array([_f1(labels, probabilities >= step) for step in STEPS])
    smooth = np.convolve(np.pad(scores, 3, mode="edge"), np.full(7, 1 / 7), mode="valid")
    best = np.flatnonzero(smooth >= smooth.max() - 1e-12)
    return float(STEPS[best[len(best) // 2]])


def _f1(labels: Labels, found: NDArray[np.bool_]) -> float:
    return 2 * int((found & (labels == 1)).sum()) / max(int(found.sum()) + int(labels.sum()), 1)
