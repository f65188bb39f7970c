"""Wording: the share of the expected words that the answer, or its reason to abstain, holds."""

from __future__ import annotations

from evals.scorers.base import Exam, Score, share_right


def wording(exam: Exam) -> Score | None:
    """Look for each expected word, whatever the case; None where none are expected."""
    if not exam.case.says:
        return None
    answer = exam.answer
    said = " ".join(
        [answer.headline, answer.reason or "", answer.closest_question or "", answer.next_step]
        + [claim.text for claim in answer.claims]
        + list(answer.caveats)
    ).casefold()
    missing = [f"does not say {word!r}" for word in exam.case.says if word.casefold() not in said]
    return share_right(missing, len(exam.case.says))
