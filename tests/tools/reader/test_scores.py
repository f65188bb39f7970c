"""Scores: pooling and heads, by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tools.reader.scores import Heads, gelu, load_heads, logistic, pooled, softmax

STATES = np.array([[1, 2], [3, 6], [5, 1]], np.float32)


def heads() -> Heads:
    text = np.array([[1, 0], [0, 1], [1, 1], [0, -1]], np.float32)
    inner = np.zeros((6, 1), np.float32)
    inner[0, 0] = 1
    return Heads(
        text, np.array([0.5, 0], np.float32), inner, np.zeros(1, np.float32), np.array([[1, 2, -1]], np.float32),
        np.zeros(3, np.float32),
    )  # fmt: skip


def test_pooling_is_the_mean_and_the_first_token() -> None:
    # Means of 1, 3, 5 and of 2, 6, 1.
    np.testing.assert_array_equal(pooled(STATES), np.array([3, 3, 1, 2], np.float32))


def test_a_head_is_a_weighted_sum_and_a_bias() -> None:
    # 3 + 1 + 0.5 and 3 + 1 - 2.
    np.testing.assert_allclose(heads().scores(pooled(STATES)), [4.5, 2])


def test_a_target_is_scored_through_the_hidden_layer() -> None:
    # Only the target's first number gets through: gelu(2) = 2 * 0.97725.
    scores = heads().target_scores(np.array([2, 9], np.float32), pooled(STATES))

    np.testing.assert_allclose(scores, [1.9545, 3.909, -1.9545], atol=1e-4)


def test_gelu_is_the_input_times_the_normal_distribution() -> None:
    np.testing.assert_allclose(gelu(np.array([0, 1, -1], np.float32)), [0, 0.841345, -0.158655], atol=1e-6)


def test_probabilities_by_hand_and_without_overflow() -> None:
    np.testing.assert_allclose(softmax(np.log([1, 2, 5])), [0.125, 0.25, 0.625])
    np.testing.assert_allclose(softmax(np.array([1e5, 0, 0])), [1, 0, 0])
    np.testing.assert_allclose(logistic(np.array([0, np.log(3), -1e5])), [0.5, 0.75, 0])


def test_heads_are_read_back_as_written(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "heads.npz", allow_pickle=False, **heads()._asdict())

    for written, found in zip(heads(), load_heads(tmp_path / "heads.npz"), strict=True):
        np.testing.assert_array_equal(written, found)


def test_a_file_that_lacks_a_head_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "heads.npz", allow_pickle=False, text=np.zeros(1))

    with pytest.raises(KeyError):
        load_heads(tmp_path / "heads.npz")
