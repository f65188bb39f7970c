"""Reader: the table of what it was measured on, and the labels of the real posts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from evals.cli import app
from evals.invariance import Flips
from evals.reader import COMPARED, DATA, Row, crosswise, to_markdown
from tools.reader import INTENTS
from tools.reader.encoder import Head
from tools.reader.measured import Measured, Read, bootstrap, f1_each, measure_classes, measure_labels
from tools.reader.public import Example


def test_the_table_shows_each_figure_beside_what_it_must_beat() -> None:
    one = Measured("macro F1", 0.712, 0.70, 0.723, 3_600, {"negative": 0.7, "positive": 0.72}, 0.021)
    table = to_markdown([Row("DynaSent r1", "dev", one)], [Flips("another name", 1, 100)])

    assert (
        "| DynaSent r1 | dev | 3,600 | macro F1 | **71.2** (70.0-72.3) | 0.021 (0.000) | 55.8 | 54.1 | 60.7 |" in table
    )
    assert "| DynaSent r1, dev | negative 70, positive 72 |" in table
    assert "| another name | 100 | 1.0 % |" in table
    assert COMPARED.exists()


def test_the_labels_of_real_posts_come_by_id_and_without_text() -> None:
    for name in ("a", "b"):
        lines = (DATA / f"intents_{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        assert len({row["id"] for row in rows}) == len(rows) >= 400
        assert all(set(row) == {"source", "id", "intents", "main"} for row in rows)
        assert {intent.replace("_", " ") for row in rows for intent in row["intents"]} <= set(INTENTS)


def test_classes_by_hand() -> None:
    chances = np.array([[0.8, 0.1, 0.1], [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]])
    found = measure_classes(chances, np.array([0, 1, 1, 2]), metric="macro recall")

    # Negative 1 of 1, neutral 1 of 2, positive 1 of 1; 3 of 4 right at a confidence of .8.
    assert found.value == pytest.approx(2.5 / 3)
    assert found.by_class == {"negative": 1, "neutral": 0.5, "positive": 1}
    assert found.ece == pytest.approx(0.05)
    assert found.low <= found.value <= found.high


def test_labels_by_hand() -> None:
    truth = np.array([[1, 0], [1, 0], [0, 1]])
    given = np.array([[True, False], [False, False], [True, True]])
    found = measure_labels(given * 1.0, truth, given, ("one", "two"))

    # One: 1 hit of 2 given and 2 that hold, F1 1/2; two: 1.
    assert found.value == pytest.approx(0.75)
    np.testing.assert_allclose(f1_each(truth, given), [0.5, 1])


def test_the_interval_of_a_mean_is_that_of_the_bootstrap() -> None:
    values = np.arange(100)
    low, high = bootstrap(lambda rows: float(values[rows].mean()), 100)

    # The standard error of the mean of 0 to 99 is 2.89.
    assert low == pytest.approx(49.5 - 1.96 * 2.89, abs=1)
    assert high == pytest.approx(49.5 + 1.96 * 2.89, abs=1)


def test_without_the_labelled_texts_the_command_says_what_is_absent(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["reader", "--data", str(tmp_path / "nothing")])

    assert result.exit_code == 1
    assert "There is no folder" in result.stderr


def test_crosswise_each_half_is_calibrated_by_the_other() -> None:
    head = Head(first=0, labels=("sarcastic",), thresholds=(0.5,))
    truth = [1, 0, 0, 0] * 50
    examples = [Example("made", "", 0, several={"sarcasm": (0,) if held else ()}) for held in truth]
    # Scores that say one in four of every text, in halves that are off by 2 and by -2.
    halves = [Read(examples, np.full((200, 1), off), np.zeros((0, 3)), np.zeros(0, np.int64)) for off in (2.0, -2.0)]
    found = crosswise(halves, head)

    assert found.n == 400
    assert found.ece > 0.1  # what the other half says does not hold here
    same = crosswise([halves[0], halves[0]], head)
    assert same.ece < 0.01
