"""Finish: heads side by side, and calibration folded into them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tools.reader.finish import fitted, folded_in, raw_heads
from tools.reader.fit import Line
from tools.reader.measured import Read
from tools.reader.public import Example, Public
from tools.reader.reading import INTENTS
from tools.reader.scores import logistic


@pytest.fixture
def public(tmp_path: Path) -> Public:
    (tmp_path / "emotion").mkdir()
    (tmp_path / "emotion" / "goemotions_emotions.txt").write_text("anger\njoy\n", encoding="utf-8")
    (tmp_path / "emotion" / "goemotions_sentiment_mapping.json").write_text(json.dumps({}), encoding="utf-8")
    return Public(tmp_path)


def tensors() -> dict[str, np.ndarray]:
    sizes = {"sentiment": 3, "emotion": 2, "plutchik": 8, "sarcasm": 1, "intent": len(INTENTS)}
    made = {f"heads.{name}.weight": np.full((size, 4), size, np.float32) for name, size in sizes.items()}
    made |= {f"heads.{name}.bias": np.full(size, size, np.float32) for name, size in sizes.items()}
    shapes = {"inner.weight": (5, 6), "inner.bias": (5,), "outer.weight": (3, 5), "outer.bias": (3,)}
    return made | {f"span_{name}": np.ones(shape, np.float32) for name, shape in shapes.items()}


def test_heads_lie_side_by_side(public: Public) -> None:
    heads, tasks = raw_heads(tensors(), public)

    assert heads.text.shape == (4, 22)
    assert heads.inner.shape == (6, 5)
    assert {name: task.first for name, task in tasks.items()} == {
        "sentiment": 0, "emotion": 3, "plutchik": 5, "sarcasm": 13, "intent": 14,
    }  # fmt: skip
    np.testing.assert_array_equal(heads.text_bias[:6], [3, 3, 3, 2, 2, 8])


def test_a_line_folded_in_scales_and_shifts_its_column_alone(public: Public) -> None:
    heads, _ = raw_heads(tensors(), public)
    pooled = np.array([1, 0, 0, 0], np.float32)
    before, after = heads.scores(pooled), folded_in(heads, {3: Line(2, -1)}).scores(pooled)

    assert after[3] == 2 * before[3] - 1
    np.testing.assert_array_equal(np.delete(after, 3), np.delete(before, 3))


def test_each_label_gets_its_line_and_its_threshold(public: Public) -> None:
    _, tasks = raw_heads(tensors(), public)
    # Anger holds for the upper half of its scores, joy for the lower: its line falls.
    examples = [Example("made", "", 0, several={"emotion": (0,) if row >= 50 else (1,)}) for row in range(100)]
    scores = np.zeros((100, 22))
    scores[:, 3] = scores[:, 4] = np.linspace(-1, 1, 100)
    none = np.zeros((0, 3))
    lines, thresholds = fitted(Read(examples, scores, none, np.zeros(0, np.int64)), tasks["emotion"], "emotion")

    assert lines[0].slope > 0 > lines[1].slope
    for line, threshold, holds in zip(lines, thresholds, (1, -1), strict=True):
        chances = logistic(np.array([-0.9, 0.9]) * line.slope + line.shift)
        assert ((chances >= threshold) == (np.array([-1, 1]) == holds)).all()
