"""Runner: asks every question of a suite and scores the answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from evals.scorers import SCORERS, Exam
from evals.suite import Case, Suite
from server.agent.answer import Answer
from server.runtime import Runtime
from tools.base import Model

PASS_MARK = 0.999


class Asker(Protocol):
    """Whatever answers questions: the agent, or an adapter of another system."""

    def ask(self, dataset: str, question: str, *, thread: str | None = None) -> Answer:
        """Answer a question over a dataset; questions of one thread follow each other."""
        ...


class Scored(Model):
    """What one scorer made of one answer."""

    value: float
    why: str = ""


class CaseReport(Model):
    """One case: its answer in short, and its scores."""

    id: str
    question: str
    headline: str
    abstained: bool
    scores: dict[str, Scored]
    latency_ms: float

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


def run_suite(
    suite: Suite,
    asker: Asker,
    runtime: Runtime,
    truth: Mapping[str, Any],
    *,
    progress: Callable[[CaseReport], None] = lambda _: None,
) -> Report:
    """Ask and score every case. A case that follows another asks that one first, in a thread of its own."""
    reports, version, model = [], "", None
    for case in suite.cases:
        started = time.perf_counter()
        answer = _ask(suite, case, asker)
        latency_ms = 1000 * (time.perf_counter() - started)
        exam = Exam(case=case, answer=answer, truth=truth, runtime=runtime)
        scores = {name: score for name, scorer in SCORERS.items() if (score := scorer(exam))}
        reports.append(
            CaseReport(
                id=case.id,
                question=case.question,
                headline=answer.headline,
                abstained=answer.abstained,
                scores={name: Scored(value=score.value, why=score.why) for name, score in scores.items()},
                latency_ms=round(latency_ms, 1),
            )
        )
        progress(reports[-1])
        version, model = answer.dataset_version, answer.model
    return Report(suite=suite.name, dataset_version=version, model=model, cases=tuple(reports))


def _ask(suite: Suite, case: Case, asker: Asker) -> Answer:
    if case.after is None:
        return asker.ask(suite.dataset, case.question)
    thread = f"eval-{suite.name}-{case.id}-{time.time_ns()}"
    asker.ask(suite.dataset, suite.case(case.after).question, thread=thread)
    return asker.ask(suite.dataset, case.question, thread=thread)
