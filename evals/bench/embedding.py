"""Embedding: how many posts a CPU-second are embedded and read, and whether a vector depends on its neighbours.

VADER and a float32 encoder of the reader's size run on the same texts where `vaderSentiment` and `onnx` are installed.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.bench import Row

_BUDGET = 500


def rows(posts: int = 2_000) -> list[Row]:
    """Embed and read synthetic posts of 24 tokens on average, on one thread."""
    from knowledge.weights.bench import float32_like, neighbour_effect, speeds, synthetic_posts
    from tools.reader.encoder import SHIPPED

    made = synthetic_posts(posts)
    with TemporaryDirectory(prefix="groundswell-float32-") as folder:
        beside = float32_like(SHIPPED, Path(folder)) if importlib.util.find_spec("onnx") else None
        measured = speeds(made, beside=beside)
    timed = [
        Row(
            line.name,
            line.value,
            line.unit,
            f"{_BUDGET:,} or more" if whole else "",
            line.value >= _BUDGET if whole else None,
        )
        for line in measured
        for whole in [line.name == "read, all heads"]
    ]
    return timed + [Row(line.name, line.value, line.unit, "0", line.value == 0) for line in neighbour_effect(made)]
