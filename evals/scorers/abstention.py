"""Abstention: 1 where the answer abstains exactly when it should."""

from __future__ import annotations

from evals.scorers.base import Exam, Score


def abstention(exam: Exam) -> Score:
    """Compare whether the answer abstained with whether the case is to be refused."""
    if exam.answer.abstained == exam.case.abstain:
        return Score(1)
    if exam.case.abstain:
        return Score(0, f"answered what cannot be answered: {exam.answer.headline!r}")
    return Score(0, f"abstained: {exam.answer.reason!r}")
