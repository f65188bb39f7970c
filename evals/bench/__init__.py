"""Benchmark: the speed budgets of the design, measured on this machine. Each module has `rows()`."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One measured figure with its budget; `met` is none where there is no budget."""

    name: str
    value: float
    unit: str
    budget: str
    met: bool | None
