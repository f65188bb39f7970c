"""Exam and score: what a scorer sees of one answered case, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from evals.suite import Case
from server.agent.answer import Answer
from server.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Exam:
    """A case, the answer given to it, the truth, and the runtime to look things up in."""

    case: Case
    answer: Answer
    truth: Mapping[str, Any]
    runtime: Runtime


class Score(NamedTuple):
    """How well, from 0 to 1, and what was amiss (empty at 1)."""

    value: float
    why: str = ""


def share_right(faults: list[str], total: int) -> Score:
    """Score the share of `total` checks without a fault."""
    return Score(1 - len(faults) / total if total else 1.0, "; ".join(faults))
