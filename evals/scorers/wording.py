"""Wording: the share of the expected words that the answer holds, and of the forbidden ones that it does not."""

from __future__ import annotations

from evals.scorers.base import Exam, Score, any_of, said, share_right


def wording(exam: Exam) -> Score | None:
    """Look for each word, whatever the case; None where none are named.

    Words repeated from the question do not count. In a refusal they must stand in the reason, not in what is
    offered instead.
    """
    case, answer = exam.case, exam.answer
    if not (case.says or case.says_not):
        return None
    claims = [claim.text for claim in answer.claims]
    text = said(exam, answer.reason or "") if case.abstain else said(exam, answer.headline, *claims, *answer.caveats)
    faults = [f"does not say {word!r}" for word in case.says if not any_of(word, text)]
    faults += [f"says {word!r}" for word in case.says_not if any_of(word, said(exam, answer.headline, *claims))]
    return share_right(faults, len(case.says) + len(case.says_not))
