"""Support: citation recall and precision, in the sense of Gao et al., EMNLP 2023 (ALCE), judged by code.

Recall is the share of claims that their citations bear out: every number stands in a cited figure, and what is quoted
in a cited post. Precision is the share of citations that bear anything out: a figure whose value, interval or n its
claim states (or whose direction, where the claim has no number), a post that lies within what its call was asked about.
"""

from __future__ import annotations

from evals.scorers.base import Exam, Score, share_right
from evals.scorers.statements import parts, unshown
from evals.truth import Selection, TruePost
from server.agent.answer import CitedFigure, Claim
from server.runtime import Call
from tools.numbers import numbers_in


def citation_recall(exam: Exam) -> Score | None:
    """Look for claims that state what nothing they cite shows; None for an answer without claims."""
    claims = exam.answer.claims
    if not claims:
        return None
    return share_right([fault for claim in claims if (fault := _unsupported(claim, exam))], len(claims))


def citation_precision(exam: Exam) -> Score | None:
    """Look for citations that bear nothing out; None for an answer that cites nothing."""
    figures = {figure.id: figure for figure in exam.answer.figures}
    faults, cited = [], 0
    for claim in exam.answer.claims:
        cited += len(claim.figures) + len(claim.posts)
        faults += [
            f"{claim.id} cites {name}, of which it says nothing"
            for name in claim.figures
            if name not in figures or not _bears(figures[name], claim)
        ]
        faults += [f"{claim.id} cites {name}, {why}" for name in claim.posts if (why := _beside(name, exam))]
    return share_right(faults, cited) if cited else None


def _unsupported(claim: Claim, exam: Exam) -> str | None:
    if not (claim.figures or claim.posts) and (claim.kind != "theme" or numbers_in(claim.text)):
        return f"{claim.id} cites nothing"
    return unshown(claim.id, claim.text, claim.figures, claim.posts, exam)


def _bears(figure: CitedFigure, claim: Claim) -> bool:
    stated = {number.key for number in numbers_in(claim.text)}
    return not stated or any(number.key in stated for part in parts(figure) for number in numbers_in(part))


def _beside(post_id: str, exam: Exam) -> str | None:
    """Say why a post does not belong: no call of the answer rests on it, or it lies outside what was asked of it."""
    calls = [call for _, call in exam.calls if any(post.post_id == post_id for post in call.result.posts)]
    if not calls:
        return "on which no call of this answer rests"
    true = exam.truth.post(post_id)
    if true is None or any(_within(true, call) for call in calls):
        return None
    return "which is not about what was asked"


def _within(post: TruePost, call: Call) -> bool:
    wanted, period = call.query.filter, call.query.period
    if wanted.brands and not {post.tagged, *post.mentions} & set(wanted.brands):
        return False
    return Selection(
        platforms=wanted.platforms,
        langs=wanted.langs,
        regions=wanted.regions,
        authors=wanted.author_ids,
        phrase=wanted.text,
        own=wanted.own,
        start=period.start if period else None,
        end=period.end if period else None,
    ).holds(post)
