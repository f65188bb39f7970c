"""Statements: the share of headline, claims and caveats whose every number and day is one that they may state.

A claim may state what its cited figures show: value, interval, n, the days they cover, and what they are named after.
The headline may state what the claims may. Words quoted from a cited post or from the call's own query are not the
answer's numbers, and a caveat may repeat what a tool said. Read with tools/numbers.py, apart from the agent's checker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evals.scorers.base import Exam, Score, share_right
from server.agent.answer import CitedFigure, Claim
from tools.base import Query
from tools.figure import show
from tools.numbers import dates_in, numbers_in

_QUOTED = re.compile(r"[“\"]([^“”\"]*)[”\"]|(?<!\w)'([^']+)'(?!\w)")
_LEVEL = re.compile(r"\b95\s?% (?:confidence )?interval")


def statements(exam: Exam) -> Score | None:
    """Look for numbers and days that nothing cited shows; None for a refusal, which states none of its own."""
    answer = exam.answer
    if answer.abstained:
        return None
    cited = {name for claim in answer.claims for name in claim.figures}
    posts = {name for claim in answer.claims for name in claim.posts}
    faults = [unshown("headline", answer.headline, cited, posts, exam)]
    faults += [unshown(claim.id, claim.text, claim.figures, claim.posts, exam) for claim in answer.claims]
    faults += [_unbacked(claim, exam) for claim in answer.claims if not (claim.figures or claim.posts)]
    faults += [unshown("caveat", text, cited, posts, exam) for text in answer.caveats if not _is_a_tools(text, exam)]
    found = [fault for fault in faults if fault]
    return share_right(found, max(len(faults), 1))


def unshown(where: str, text: str, figures: Iterable[str], posts: Iterable[str], exam: Exam) -> str | None:
    """Say which numbers and days of a text none of the figures and posts named shows; none where each is shown."""
    cited = [figure for figure in exam.answer.figures if figure.id in set(figures)]
    text = _without_quotes(text, set(posts), exam)
    for name in sorted({name for figure in cited for name in _names(figure, exam)}, key=len, reverse=True):
        text = text.replace(name, "_")
    shown = {number.key for figure in cited for part in parts(figure) for number in numbers_in(part)}
    stray = [n.text for n in numbers_in(_LEVEL.sub("interval", text)) if n.key not in shown]
    days = {day.text for figure in cited for day in dates_in(f"{figure.period} {figure.label}")} | _asked_days(exam)
    stray += [day.text for day in dates_in(text) if _is_iso(day.text) and day.text not in days]
    return f"{where} states {', '.join(stray)}, which nothing it cites shows" if stray else None


def parts(figure: CitedFigure) -> Iterator[str]:
    """Yield what may be stated of a figure: its value, n, the ends of its interval, and the uncorrected value."""
    yield figure.shown
    yield f"{figure.n:,}"
    yield str(figure.n)
    for end in (figure.low, figure.high, figure.raw):
        if end is not None:
            yield show(end, figure.unit)


def _names(figure: CitedFigure, exam: Exam) -> Iterator[str]:
    """What a figure is about, in words, digits and all: a group's name such as `Plan 9`."""
    ran = exam.ran(figure.result)
    real = ran and next((known for known in ran.call.result.figures if known.name == figure.name), None)
    if real:
        yield from (value for value in real.group.values() if numbers_in(value))


def _without_quotes(text: str, posts: set[str], exam: Exam) -> str:
    """Blank out the quoted passages that a cited post or a query really holds; others must stand by themselves."""
    held = [exam.cited_posts[name].quote for name in posts if name in exam.cited_posts]
    held += [value for _, call in exam.calls for value in _words(call.query)] + [exam.case.question]
    for quoted in held[: len(posts)]:
        text = text.replace(quoted, "_")
    known = " ".join(" ".join(held).split()).casefold()
    return _QUOTED.sub(
        lambda match: "_" if " ".join((match[1] or match[2] or "").split()).casefold() in known else match[0], text
    )


def _words(query: Query) -> Iterator[str]:
    given = query.model_dump()
    yield from (value for value in (given.get("query"), query.filter.text) if isinstance(value, str))


def _asked_days(exam: Exam) -> set[str]:
    """Days that a call was asked about or covered, turning points that its result names, and the data's own ends."""
    days = {str(exam.truth.first), str(exam.truth.last)}
    for _, call in exam.calls:
        for period in (call.query.period, call.result.period):
            days |= {str(period.start), str(period.end)} if period else set()
        days |= {str(call.query.model_dump(mode="json").get("event"))}
        days |= {found.text for sentence in call.sentences() for found in dates_in(sentence.text)}
    return days


def _unbacked(claim: Claim, exam: Exam) -> str | None:
    """A claim that cites nothing must be a tool's own sentence."""
    own = any(sentence.text in claim.text for _, call in exam.calls for sentence in call.sentences())
    return None if own else f"{claim.id} cites nothing, and no tool said it"


def _is_a_tools(text: str, exam: Exam) -> bool:
    return any(text in call.result.caveats for _, call in exam.calls)


def _is_iso(day: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day))
