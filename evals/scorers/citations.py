"""Citations: the share of claims that are cited, whose figures recompute and whose quotes are what was written.

A quote must be verbatim (over MCP with hidden characters and line breaks spelled out), more than a scrap, returned by a
call of this answer, and from the platforms, brands and days that the question was about.
"""

from __future__ import annotations

from evals.scorers.base import Exam, Score, share_right
from knowledge.dataset import Post
from server.agent.answer import Claim
from server.mcp.quoting import visible
from tools.base import Query

_FEWEST_WORDS = 3


def citations(exam: Exam) -> Score | None:
    """Check every claim's citations against the stores; None for an answer without claims."""
    if not exam.answer.claims:
        return None
    broken = _broken_figures(exam) | _broken_posts(exam)
    faults = [fault for claim in exam.answer.claims if (fault := _fault(claim, exam, broken))]
    return share_right(faults, len(exam.answer.claims))


def _fault(claim: Claim, exam: Exam, broken: dict[str, str]) -> str | None:
    known = {figure.id for figure in exam.answer.figures} | {post.id for post in exam.answer.posts}
    cited = (*claim.figures, *claim.posts)
    if not cited and claim.kind != "theme":
        return f"{claim.id} cites nothing"
    if claim.kind == "quote" and not claim.posts:
        return f"{claim.id} quotes no post"
    for name in cited:
        if name not in known:
            return f"{claim.id} cites {name}, which the answer does not give"
        if name in broken:
            return f"{claim.id} cites {name}, which {broken[name]}"
    return None


def _broken_figures(exam: Exam) -> dict[str, str]:
    sound = {result: (ran := exam.ran(result)) and ran.same for result in {f.result for f in exam.answer.figures}}
    return {figure.id: "does not recompute" for figure in exam.answer.figures if not sound[figure.result]}


def _broken_posts(exam: Exam) -> dict[str, str]:
    stored = {post.post_id: post for post in exam.runtime.posts(exam.dataset, list(exam.cited_posts))}
    queries = _queries(exam)
    broken = {}
    for post in exam.answer.posts:
        text = (stored[post.id].text or "") if post.id in stored else ""
        if not any(_verbatim(post.quote, written) for written in (text, visible(text))):
            broken[post.id] = "is not what was written"
        elif post.id not in queries:
            broken[post.id] = "no call of this answer returned"
        elif not any(_inside(stored[post.id], query) for query in queries[post.id]):
            broken[post.id] = "is from another platform, brand or time than was asked about"
    return broken


def _queries(exam: Exam) -> dict[str, list[Query]]:
    """Queries of the calls that returned each post."""
    queries: dict[str, list[Query]] = {}
    for _, call in exam.calls:
        for evidence in call.result.posts:
            queries.setdefault(evidence.post_id, []).append(call.query)
    return queries


def _inside(post: Post, query: Query) -> bool:
    day, period, wanted = post.created_at.date(), query.period, query.filter
    return (not wanted.platforms or post.platform in wanted.platforms) and (
        period is None or period.start <= day <= period.end
    )


def _verbatim(quote: str, text: str) -> bool:
    """A quote may be cut at its ends, marked by an ellipsis; spaces are folded, all else is as written."""
    words, whole = quote.strip().removeprefix("…").removesuffix("…").split(), " ".join(text.split())
    wanted = " ".join(words)
    return bool(wanted) and wanted in whole and (len(words) >= _FEWEST_WORDS or wanted == whole)
