"""Told: any reader as one that has scores, made from the labels that its readings give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tools.reader.classifier_card import LABELS
from tools.reader.encoder import Head, Scores
from tools.reader.reading import POLARITIES, Reader, Reading, Sentiment, Target
from tools.reader.scores import logistic

SURE = 12.0
"""The score of what is certain, 0.999994, and of what is not there, less."""
NEUTRAL, OTHER = "neutral", "other"


class Told:
    """Scores of a reader that tells labels: what a reading leaves out scores as not there."""

    def __init__(self, reader: Reader) -> None:
        """Take a reader; the tasks of its card that have labels are measured, and targets."""
        self._reader = reader
        self._tasks: dict[str, Head] = {}
        first = 0
        for task, labels in LABELS.items():
            if task in reader.card.tasks:
                self._tasks[task] = Head(first=first, labels=labels, thresholds=(0.5,) * len(labels))
                first += len(labels)

    @property
    def tasks(self) -> Mapping[str, Head]:
        """The tasks measured, with all their labels."""
        return self._tasks

    def scores(self, questions: Sequence[tuple[str, tuple[Target, ...]]]) -> list[Scores]:
        """Read texts and return what their readings say as scores."""
        texts = [text for text, _ in questions]
        nothing = np.zeros((len(texts), 0), np.float32)
        readings = self._reader.read(texts, nothing, targets=[targets for _, targets in questions])
        return [self._scores(reading) for reading in readings]

    def _scores(self, reading: Reading) -> Scores:
        row = [
            _score(_chances(reading, task).get(label, 0.0))
            for task, head in self._tasks.items()
            for label in head.labels
        ]
        places = self._tasks["sentiment"]
        row[places.first : places.first + len(POLARITIES)] = _logs(reading.sentiment)
        targets = tuple(None if one.sentiment is None else np.array(_logs(one.sentiment)) for one in reading.aspects)
        return Scores(np.array(row), targets)


def _chances(reading: Reading, task: str) -> Mapping[str, float]:
    if task == "emotion":  # readers need not say that there is none
        return reading.emotions or {NEUTRAL: 1.0}
    if task == "intent":
        return reading.intents or {OTHER: 1.0}
    return {"sarcastic": reading.sarcasm or 0.0} if task == "sarcasm" else reading.plutchik


def _score(chance: float) -> float:
    """Return the score whose logistic function is a chance, at most 12 either way."""
    low, high = logistic(np.array([-SURE, SURE]))
    kept = min(max(chance, float(low)), float(high))
    return float(np.log(kept / (1 - kept)))


def _logs(said: Sentiment) -> list[float]:
    return [float(np.log(max(getattr(said, name), np.exp(-SURE)))) for name in POLARITIES]
