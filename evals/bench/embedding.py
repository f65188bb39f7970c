"""Embedding: how many posts a CPU-second are embedded and read, and whether a vector depends on its neighbours."""

from __future__ import annotations

from evals.bench import Row

_BUDGET = 500


def rows(posts: int = 2_000) -> list[Row]:
    """Embed and read synthetic posts of 24 tokens on average, on one thread."""
    from knowledge.weights.bench import neighbour_effect, speeds, synthetic_posts

    made = synthetic_posts(posts)
    timed = [
        Row(
            line.name,
            line.value,
            line.unit,
            f"{_BUDGET:,} or more" if whole else "",
            line.value >= _BUDGET if whole else None,
        )
        for line in speeds(made)
        for whole in [line.name == "read, all heads"]
    ]
    return timed + [Row(line.name, line.value, line.unit, "0", line.value == 0) for line in neighbour_effect(made)]
