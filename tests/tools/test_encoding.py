"""Encoding: batches of texts of like length, padded and averaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.encoding import Batch, OnnxEncoder, by_length, mean_states, padded
from tools.errors import Unavailable


def test_padding_by_hand() -> None:
    ids, mask = padded([[7, 8, 9], [5]])

    assert ids.tolist() == [[7, 8, 9], [5, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]


def test_the_mean_leaves_padding_out() -> None:
    states = np.array([[[1, 2], [3, 6], [99, 99]]], np.float32)

    assert mean_states(Batch([0], states, np.array([[1, 1, 0]], np.int32))).tolist() == [[2, 4]]


@given(st.lists(st.integers(1, 60), max_size=40), st.integers(1, 200))
def test_every_text_is_in_one_batch_and_no_batch_of_several_is_too_large(lengths: list[int], size: int) -> None:
    tokens = [[0] * length for length in lengths]
    batches = list(by_length(tokens, size))

    assert sorted(place for batch in batches for place in batch) == list(range(len(tokens)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= size


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"model\.onnx"):
        OnnxEncoder(tmp_path, {"model.onnx": "0" * 64}).tokens(["hello"])
