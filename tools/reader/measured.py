"""Measure tasks: how a reader fares on labelled texts, task by task, with intervals and by class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from tools.reader.encoder import Head, Scores
from tools.reader.measure import calibration_error, calibration_error_by_chance, confusion, macro_f1, macro_recall
from tools.reader.public import Example
from tools.reader.reading import POLARITIES, Target
from tools.reader.scores import logistic, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Labels = NDArray[np.int64]
    Floats = NDArray[np.float64]

DRAWS = 400
SENTIMENT = "sentiment"


class Scoring(Protocol):
    """A reader that tells its scores: those of a task's labels, by name, and of targets."""

    @property
    def tasks(self) -> Mapping[str, Head]:
        """The tasks it does."""
        ...

    def scores(self, questions: Sequence[tuple[str, tuple[Target, ...]]]) -> Sequence[Scores]:
        """Return the scores of texts and their targets."""
        ...


class Read(NamedTuple):
    """Examples as a reader scored them: (texts, labels) all scores, (targets, 3) those of targets in order."""

    examples: Sequence[Example]
    scores: Floats
    targets: Floats
    polarities: Labels


class Measured(NamedTuple):
    """One figure: its value, the 95 % bootstrap interval over texts, how many texts, by class, calibration error.

    `ece_by_chance` is the calibration error that so few texts would show if there were none.
    """

    metric: str
    value: float
    low: float
    high: float
    n: int
    by_class: dict[str, float]
    ece: float
    ece_by_chance: float = 0.0


def read_examples(reader: Scoring, examples: Sequence[Example]) -> Read:
    """Score texts and the targets they are labelled for."""
    questions = [(one.text, tuple(Target(start, end, "") for start, end, _ in one.spans)) for one in examples]
    found = reader.scores(questions)
    pairs = [
        (scores, polarity)
        for one, row in zip(examples, found, strict=True)
        for scores, (*_, polarity) in zip(row.targets, one.spans, strict=True)
        if scores is not None
    ]
    targets = np.array([scores for scores, _ in pairs]).reshape(-1, len(POLARITIES))
    return Read(examples, np.array([row.text for row in found]), targets, np.array([one for _, one in pairs], np.int64))


def measure_sentiment(read: Read, head: Head, *, metric: str = "macro recall") -> Measured:
    """Measure sentiment on the texts that are labelled for it."""
    rows = [row for row, one in enumerate(read.examples) if SENTIMENT in one.classes]
    labels = np.array([read.examples[row].classes[SENTIMENT] for row in rows])
    return measure_classes(softmax(columns(read.scores[rows], head)), labels, metric=metric)


def measure_targets(read: Read) -> Measured:
    """Measure the sentiment towards targets: accuracy."""
    return measure_classes(softmax(read.targets), read.polarities, metric="accuracy")


def measure_classes(chances: Floats, labels: Labels, *, metric: str) -> Measured:
    """Measure one class of three a text: recall by class for macro recall, F1 by class otherwise."""
    read = chances.argmax(axis=1)
    scoring: Mapping[str, Callable[[Labels], float]] = {
        "macro recall": macro_recall,
        "macro F1": macro_f1,
        "accuracy": lambda counts: float(np.trace(counts) / counts.sum()),
    }
    score = scoring[metric]
    low, high = bootstrap(lambda rows: score(confusion(labels[rows], read[rows])), len(labels))
    counts = confusion(labels, read)
    hits, true, found = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    each = hits / np.maximum(true, 1) if metric == "macro recall" else 2 * hits / np.maximum(true + found, 1)
    by_class: dict[str, float] = dict(zip(POLARITIES, map(float, each), strict=True))
    error = calibration_error(read == labels, chances.max(axis=1))
    by_chance = calibration_error_by_chance(chances.max(axis=1))
    return Measured(metric, score(counts), low, high, len(labels), by_class, error, by_chance)


def measure_labels(chances: Floats, truth: Labels, found: NDArray[np.bool_], names: Sequence[str]) -> Measured:
    """Measure labels of which several may hold, (texts, labels) each: macro F1, or F1 of the only one."""
    low, high = bootstrap(lambda rows: float(f1_each(truth[rows], found[rows]).mean()), len(truth))
    each = f1_each(truth, found)
    error = calibration_error(truth.ravel() == 1, chances.ravel())
    metric = "macro F1" if len(names) > 1 else "F1"
    by_class: dict[str, float] = dict(zip(names, map(float, each), strict=True))
    by_chance = calibration_error_by_chance(chances.ravel())
    return Measured(metric, float(each.mean()), low, high, len(truth), by_class, error, by_chance)


def measure_task(read: Read, head: Head, task: str) -> Measured:
    """Measure a task of several labels by its thresholds."""
    rows = [row for row, one in enumerate(read.examples) if task in one.several]
    chances = logistic(columns(read.scores[rows], head))
    truth = held_labels([read.examples[row] for row in rows], task, len(head.labels))
    return measure_labels(chances, truth, chances >= np.array(head.thresholds), head.labels)


def measure_groups(read: Read, head: Head, task: str, groups: Mapping[str, Sequence[str]]) -> Measured:
    """Measure groups of a task's labels: a group holds where any of its labels does."""
    rows = [row for row, one in enumerate(read.examples) if task in one.several]
    chances = logistic(columns(read.scores[rows], head))
    given = chances >= np.array(head.thresholds)
    truth = held_labels([read.examples[row] for row in rows], task, len(head.labels))
    places = [[head.labels.index(label) for label in labels] for labels in groups.values()]
    grouped = [np.stack([matrix[:, place].any(axis=1) for place in places], axis=1) for matrix in (truth, given)]
    whole = np.stack([1 - (1 - chances[:, place]).prod(axis=1) for place in places], axis=1)
    return measure_labels(whole, grouped[0].astype(np.int64), grouped[1], tuple(groups))


def held_labels(examples: Sequence[Example], task: str, count: int) -> Labels:
    """Return (texts, labels) of 0 and 1."""
    truth = np.zeros((len(examples), count), np.int64)
    for row, one in enumerate(examples):
        truth[row, list(one.several[task])] = 1
    return truth


def columns(scores: Floats, head: Head) -> Floats:
    """Return a head's columns of all scores."""
    return scores[:, head.first : head.first + len(head.labels)]


def f1_each(truth: Labels, found: NDArray[np.bool_]) -> Floats:
    """F1 of each label, 0 where it neither holds nor is found: (labels,)."""
    hits = (found & (truth == 1)).sum(axis=0)
    each: Floats = 2 * hits / np.maximum(found.sum(axis=0) + truth.sum(axis=0), 1)
    return each


def bootstrap(score: Callable[[Labels], float], n: int, *, draws: int = DRAWS, seed: int = 0) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of a score over texts drawn with replacement. Source: Efron 1979."""
    random = np.random.default_rng(seed)
    values = [score(random.integers(0, n, n)) for _ in range(draws)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
