"""Citations: the share of claims that are cited, whose figures recompute and whose quotes are verbatim."""

from __future__ import annotations

from evals.scorers.base import Exam, Score, share_right
from knowledge.dataset import Post
from server.agent.answer import Claim
from tools.errors import NotFound


def citations(exam: Exam) -> Score | None:
    """Check every claim's citations against the stores; None for an answer without claims."""
    if not exam.answer.claims:
        return None
    broken = _broken_figures(exam) | _broken_quotes(exam)
    faults = [fault for claim in exam.answer.claims if (fault := _fault(claim, exam, broken))]
    return share_right(faults, len(exam.answer.claims))


def _fault(claim: Claim, exam: Exam, broken: frozenset[str]) -> str | None:
    known = {figure.id for figure in exam.answer.figures} | {post.id for post in exam.answer.posts}
    cited = (*claim.figures, *claim.posts)
    if not cited:
        return f"{claim.id} cites nothing"
    for name in cited:
        if name not in known:
            return f"{claim.id} cites {name}, which the answer does not give"
        if name in broken:
            return f"{claim.id} cites {name}, which does not hold"
    return None


def _broken_figures(exam: Exam) -> frozenset[str]:
    broken = set()
    for result in {figure.result for figure in exam.answer.figures}:
        try:
            same = exam.runtime.recompute(result).same
        except NotFound:
            same = False
        if not same:
            broken |= {figure.id for figure in exam.answer.figures if figure.result == result}
    return frozenset(broken)


def _broken_quotes(exam: Exam) -> frozenset[str]:
    stored = {post.post_id: post.text or "" for post in _posts(exam)}
    return frozenset(
        post.id for post in exam.answer.posts if post.id not in stored or not _verbatim(post.quote, stored[post.id])
    )


def _posts(exam: Exam) -> list[Post]:
    return exam.runtime.posts(exam.answer.dataset, [post.id for post in exam.answer.posts])


def _verbatim(quote: str, text: str) -> bool:
    """A quote may be cut at its ends, marked by an ellipsis; spaces are folded, all else is as written."""
    wanted = " ".join(quote.strip().removeprefix("…").removesuffix("…").split())
    return bool(wanted) and wanted in " ".join(text.split())
