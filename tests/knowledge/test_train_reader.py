"""Training's second part: the weights of two runs mixed."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from knowledge.weights.train_reader import averaged


def written(folder: Path, values: list[float]) -> Path:
    """Write a run whose only tensor is `w`."""
    folder.mkdir()
    data = np.array(values, np.float32).tobytes()
    header = json.dumps({"w": {"dtype": "F32", "shape": [len(values)], "data_offsets": [0, len(data)]}}).encode()
    (folder / "encoder.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + data)
    return folder


@pytest.mark.parametrize(("share", "mixed"), [(0.5, [2.0, 0.0]), (1.0, [3.0, 4.0]), (0.25, [1.5, -2.0])])
def test_weights_are_mixed_by_share(tmp_path: Path, share: float, mixed: list[float]) -> None:
    run, earlier = written(tmp_path / "run", [3, 4]), written(tmp_path / "earlier", [1, -4])
    found = averaged(run, earlier, share=share)["w"]
    assert found.dtype == np.float32
    assert found.tolist() == mixed


def test_a_run_alone_is_taken_as_it_is(tmp_path: Path) -> None:
    assert averaged(written(tmp_path / "run", [3, 4]), None, share=0.5)["w"].tolist() == [3, 4]
