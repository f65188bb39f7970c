"""Table: the measures that a suite is judged by, each with its interval, n and goal.

Shares come with Wilson's 95 % interval. Checks of one answer hang together, so intervals of shares of checks are
somewhat too short.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from evals.runner import ASKING, CaseReport, Scored
from tools.statistics.interval import Interval
from tools.statistics.proportion import wilson

FULL = 0.999


class Row(NamedTuple):
    """A measure: its value, 95 % interval (none for what is no share), n, and what is wanted of it."""

    name: str
    value: float
    interval: Interval | None
    n: int
    goal: str
    unit: str = ""

    @property
    def shown(self) -> str:
        """The value as the table states it."""
        return f"{self.value:,.0f} {self.unit}" if self.unit == "ms" else f"{self.value:.3f}".removesuffix(".000")


def rows(cases: Sequence[CaseReport]) -> tuple[Row, ...]:
    """Reckon the table over cases; a measure that none of them has is left out."""
    found = [
        _cases("tool choice, exact", cases, "exact tools", ">= 0.97"),
        _cases("arguments, all right", cases, "arguments", ">= 0.97"),
        _checks("numbers counted: equal to the recount", cases, "exact numbers", "1"),
        _checks("numbers estimated: interval holds the planted one", cases, "estimated numbers", "~ 0.95"),
        _checks("period, filter and n as asked", cases, "scope", "1"),
        _checks("citations that are valid", cases, "citations", "1"),
        _checks("figures shown as they recompute", cases, "figures", "1"),
        _checks("citation precision", cases, "citation precision", ">= 0.95"),
        _checks("citation recall", cases, "citation recall", ">= 0.95"),
        _unsupported(cases),
        *_abstention(cases),
        *_stability(cases),
        *_latency(cases),
    ]
    return tuple(row for row in found if row)


def to_lines(titled: Mapping[str, Sequence[CaseReport]]) -> Iterator[str]:
    """Yield the Markdown table, a column a part: all cases, those held out."""
    parts = {title: {row.name: row for row in rows(cases)} for title, cases in titled.items() if cases}
    goals = {name: row.goal for part in parts.values() for name, row in part.items()}
    yield f"| measure | goal | {' | '.join(parts)} |"
    yield "|---|---|" + "---|" * len(parts)
    for name, goal in goals.items():
        cells = (_cell(part.get(name)) for part in parts.values())
        yield f"| {name} | {goal} | {' | '.join(cells)} |"


def _cell(row: Row | None) -> str:
    if row is None:
        return "-"
    between = f" ({row.interval.low:.3f} to {row.interval.high:.3f})" if row.interval else ""
    return f"{row.shown}{between}, n = {row.n:,}"


def _cases(name: str, cases: Iterable[CaseReport], scorer: str, goal: str) -> Row | None:
    """Share of cases whose every check is right; a question that broke the agent has none right."""
    values = [score.value >= FULL for score in _scores(cases, scorer)]
    return _share(name, sum(values), len(values), goal)


def _checks(name: str, cases: Iterable[CaseReport], scorer: str, goal: str) -> Row | None:
    """Share of single checks that are right, over all cases."""
    scores = list(_scores(cases, scorer))
    return _share(name, sum(score.value * score.of for score in scores), sum(score.of for score in scores), goal)


def _scores(cases: Iterable[CaseReport], scorer: str) -> Iterator[Scored]:
    for case in cases:
        score = {**case.scores, **case.further}.get(scorer)
        if score or (ASKING in case.scores and not case.refuse):
            yield score or Scored(value=0)


def _share(name: str, right: float, n: int, goal: str) -> Row | None:
    return Row(name, right / n, wilson(right, n), n, goal) if n else None


def _unsupported(cases: Sequence[CaseReport]) -> Row | None:
    """Headlines, claims and caveats that state what nothing cited shows, or say it the wrong way round: a count."""
    scores = [case.scores[name] for case in cases for name in ("statements", "meaning") if name in case.scores]
    wrong = sum(round((1 - score.value) * score.of) for score in scores)
    n = sum(score.of for score in scores)
    return Row("unsupported claims (a count, of checks)", wrong, None, n, "0") if n else None


def _abstention(cases: Sequence[CaseReport]) -> Iterator[Row | None]:
    right = sum(case.abstained and case.refuse for case in cases)
    wrong = sum(case.abstained != case.refuse for case in cases if not case.excused)
    answerable = [case for case in cases if not case.refuse and not case.excused]
    if right + wrong:
        # F1 = 2 J / (1 + J), J = right / (right + wrong): the ends of the interval of J are those of F1.
        low, high = wilson(right, right + wrong)
        yield Row(
            "abstention F1", _f1(right / (right + wrong)), Interval(_f1(low), _f1(high)), right + wrong, ">= 0.95"
        )
    yield _share("over-refusal", sum(case.abstained for case in answerable), len(answerable), "<= 0.02")


def _f1(jaccard: float) -> float:
    return 2 * jaccard / (1 + jaccard)


def _stability(cases: Iterable[CaseReport]) -> Iterator[Row | None]:
    """Share of wordings that do what most wordings of their question do."""
    families: dict[str, list[CaseReport]] = defaultdict(list)
    for case in cases:
        if case.family:
            families[case.family].append(case)
    n = sum(map(len, families.values()))
    kinds: Mapping[str, Callable[[CaseReport], object]] = {
        "paraphrase stability, tools": lambda case: case.ran.tools,
        "paraphrase stability, arguments": lambda case: (case.ran.tools, case.ran.arguments),
        "paraphrase stability, numbers": lambda case: case.ran.numbers,
        "paraphrase stability, all three": lambda case: case.ran,
    }
    for name, of in kinds.items():
        agree = sum(max(Counter(map(of, family)).values()) for family in families.values())
        yield _share(name, agree, n, ">= 0.95")
    right = sum(case.passed for family in families.values() for case in family)
    yield _share("wordings answered rightly", right, n, "")


def _latency(cases: Iterable[CaseReport]) -> Iterator[Row]:
    times = sorted(case.latency_ms for case in cases if ASKING not in case.scores)
    for percent, goal in ((50, ""), (95, "<= 1,500 ms")):
        if times:
            rank = max(0, -(-percent * len(times) // 100) - 1)
            yield Row(f"latency, {percent}th percentile", times[rank], None, len(times), goal, "ms")
