"""Runner: asks every question of a suite and scores the answers."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol

from pydantic import Field

from evals.scorers import FURTHER, SCORERS, Exam, Score, is_excused
from evals.suite import Case, Suite
from evals.truth import Truth
from server.agent.answer import Answer
from server.runtime import Runtime
from tools.base import Model

PASS_MARK = 0.999
TWIN, ASKING = "twin", "asking"
"""Scores that the runner gives itself: a refusal whose twin was refused too, a question that broke the agent."""

_log = logging.getLogger(__name__)


class Asker(Protocol):
    """Whatever answers questions: the agent, or an adapter of another system."""

    def ask(self, dataset: str, question: str, *, thread: str | None = None) -> Answer:
        """Answer a question over a dataset; questions of one thread follow each other."""
        ...


class Scored(Model):
    """What one scorer made of one answer."""

    value: float
    why: str = ""
    of: int = 1


class Ran(Model):
    """What was run and stated, in words that are the same where they were the same."""

    tools: str = ""
    arguments: str = ""
    numbers: str = ""


class CaseReport(Model):
    """One case: its answer in short, and its scores."""

    id: str
    question: str
    headline: str
    abstained: bool
    refuse: bool = False
    excused: bool = False
    """It abstained, and might: in the language it was asked in."""
    scores: dict[str, Scored]
    further: dict[str, Scored] = Field(default_factory=dict)
    latency_ms: float
    kind: str = ""
    family: str = ""
    held_out: bool = False
    ran: Ran = Ran()

    @property
    def passed(self) -> bool:
        """True if every score that applies is full."""
        return all(score.value >= PASS_MARK for score in self.scores.values())


class Report(Model):
    """A suite's run, whole."""

    suite: str
    dataset_version: str
    model: str | None
    cases: tuple[CaseReport, ...]

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(case.passed for case in self.cases)

    def mean(self, scorer: str) -> tuple[float, float, int]:
        """Return mean, standard error and count of one scorer over the cases it applies to."""
        values = [case.scores[scorer].value for case in self.cases if scorer in case.scores]
        n = len(values)
        if not n:
            return 0.0, 0.0, 0
        mean = sum(values) / n
        variance = sum((value - mean) ** 2 for value in values) / max(n - 1, 1)
        return mean, (variance / n) ** 0.5, n


class _Asked(NamedTuple):
    answer: Answer
    latency_ms: float


def run_suite(
    suite: Suite,
    asker: Asker,
    runtime: Runtime,
    truth: Truth,
    *,
    progress: Callable[[CaseReport], None] = lambda _: None,
) -> Report:
    """Ask and score every case; one that follows others asks those first, in a thread of its own.

    A refusal counts only where its answerable twin was answered: whoever refuses everything knows nothing. A question
    that breaks the asker fails and the suite goes on.
    """
    reports, version, model = [], "", None
    for case in suite.cases:
        try:
            answer, latency_ms = _ask(suite, case, asker)
            exam = Exam(case=case, answer=answer, truth=truth, runtime=runtime, dataset=suite.dataset)
            reports.append(scored(exam, latency_ms))
            version, model = answer.dataset_version, answer.model
        except Exception as error:  # noqa: BLE001 - the outermost handler: it logs and goes on
            _log.exception("case %s broke the agent or a scorer", case.id)
            reports.append(_broken(case, error))
        progress(reports[-1])
    return Report(suite=suite.name, dataset_version=version, model=model, cases=_paired(suite, reports))


def scored(exam: Exam, latency_ms: float) -> CaseReport:
    """Score one answer by every scorer that applies."""
    case, excused = exam.case, is_excused(exam)
    return CaseReport(
        id=case.id,
        question=case.question,
        headline=exam.answer.headline,
        abstained=exam.answer.abstained,
        refuse=case.abstain,
        excused=excused,
        scores={} if excused else _by(SCORERS, exam),
        further={} if excused else _by(FURTHER, exam),
        latency_ms=round(latency_ms, 1),
        kind=case.kind,
        family=case.family,
        held_out=case.held_out,
        ran=_ran(exam),
    )


def _by(scorers: Mapping[str, Callable[[Exam], Score | None]], exam: Exam) -> dict[str, Scored]:
    found = {name: score for name, scorer in scorers.items() if (score := scorer(exam))}
    return {name: Scored(value=score.value, why=score.why, of=score.of) for name, score in found.items()}


def _ran(exam: Exam) -> Ran:
    calls = sorted((call for _, call in exam.calls), key=lambda call: (call.tool, call.id))
    asked = [call.query.model_dump(mode="json", exclude_defaults=True, exclude={"dataset", "seed"}) for call in calls]
    return Ran(
        tools=", ".join(call.tool for call in calls),
        arguments=json.dumps(asked, sort_keys=True, ensure_ascii=False),
        numbers="; ".join(sorted({f"{figure.name} = {figure.value:.9g}" for figure in exam.stated})),
    )


def _broken(case: Case, error: Exception) -> CaseReport:
    why = f"{type(error).__name__}: {error}"
    return CaseReport(
        id=case.id, question=case.question, headline="", abstained=False, refuse=case.abstain,
        scores={ASKING: Scored(value=0, why=why)}, latency_ms=0, kind=case.kind, family=case.family,
        held_out=case.held_out,
    )  # fmt: skip


def _paired(suite: Suite, reports: Sequence[CaseReport]) -> tuple[CaseReport, ...]:
    refused = {report.id for report in reports if report.abstained or ASKING in report.scores}
    return tuple(_with_twin(report, suite.case(report.id).twin or "", refused) for report in reports)


def _with_twin(report: CaseReport, twin: str, refused: set[str]) -> CaseReport:
    if not report.refuse:
        return report
    score = Scored(value=0, why=f"its answerable twin {twin} was refused too") if twin in refused else Scored(value=1)
    return report.model_copy(update={"scores": report.scores | {TWIN: score}})


def _ask(suite: Suite, case: Case, asker: Asker) -> _Asked:
    before = suite.thread(case)
    thread = f"eval-{suite.name}-{case.id}-{time.time_ns()}" if before else None
    for question in before:
        asker.ask(suite.dataset, question, thread=thread)
    started = time.perf_counter()
    answer = asker.ask(suite.dataset, case.question, thread=thread)
    return _Asked(answer, 1000 * (time.perf_counter() - started))
