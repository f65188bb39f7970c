"""Told: readings as scores, and another reader's table beside the shipped one's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from evals.invariance import Flips
from evals.reader import Row, to_markdown
from evals.told import SURE, Told
from tests.fakes import WordReader
from tools.reader import Reading, Sentiment, Target
from tools.reader.classifier_card import LABELS
from tools.reader.measured import Measured
from tools.reader.scores import logistic, softmax


def reading(**fields: object) -> Reading:
    given = {"sentiment": Sentiment(negative=0.2, neutral=0.3, positive=0.5), "emotions": {}, "sarcasm": None,
             "language": "en", "reliable": True, **fields}  # fmt: skip
    return Reading.model_validate(given)


class Fixed(WordReader):
    """Gives every text one reading."""

    def __init__(self, one: Reading) -> None:
        super().__init__()
        self.one = one

    def _read(self, text: str, targets: Sequence[Target]) -> Reading:  # noqa: ARG002 - one reading for all
        return self.one


def scored(one: Reading, task: str) -> dict[str, float]:
    told = Told(Fixed(one))
    head = told.tasks[task]
    return dict(zip(head.labels, head.of(told.scores([("a text", ())])[0].text), strict=True))


def test_sentiment_comes_back_as_it_was() -> None:
    scores = scored(reading(), "sentiment")
    assert softmax(np.array(list(scores.values()))) == pytest.approx([0.2, 0.3, 0.5])


def test_labels_come_back_and_what_was_not_given_is_not_there() -> None:
    scores = scored(reading(emotions={"joy": 0.7}), "emotion")
    assert logistic(np.array([scores["joy"]])) == pytest.approx([0.7])
    assert [score for label, score in scores.items() if label != "joy"] == pytest.approx([-SURE] * 27)


@pytest.mark.parametrize(("task", "label"), [("emotion", "neutral"), ("intent", "other")])
def test_where_nothing_was_given_the_rest_holds(task: str, label: str) -> None:
    scores = scored(reading(), task)
    assert max(scores, key=lambda name: scores[name]) == label


def test_targets_without_a_sentiment_are_left_out() -> None:
    told = Told(WordReader())
    (row,) = told.scores([("I love the camera", (Target(11, 17, "camera"),))])
    assert row.targets[0] is not None
    assert row.targets[0].argmax() == 2
    assert set(told.tasks) == set(LABELS)


def test_the_table_shows_the_shipped_reader_beside_another() -> None:
    one = Measured("macro F1", 0.712, 0.70, 0.723, 3_600, {"negative": 0.7}, 0.021)
    other = Measured("macro F1", 0.613, 0.60, 0.63, 3_600, {"negative": 0.6}, 0.127)
    table = to_markdown([Row("DynaSent r1", "dev", one)], [Flips("x", 0, 9)], beside=[Row("DynaSent r1", "dev", other)])
    assert "| **71.2** (70.0-72.3) | 0.021 (0.000) | 61.3 (60.0-63.0) | 0.127 | 55.8 | 54.1 | 60.7 |" in table


def test_only_what_a_reader_does_is_measured() -> None:
    reader = WordReader()
    reader.card = reader.card.model_copy(update={"tasks": ()})
    assert "sentiment" not in Told(reader).tasks
