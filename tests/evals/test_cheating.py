"""Agents that cheat must score low: each test is one way to look right without being right."""

# ruff: noqa: ANN401 - fields of any kind are changed

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evals.runner import Report, run_suite
from evals.suite import Suite
from evals.truth import Truth
from server.agent.answer import Answer, Claim
from server.runtime import Runtime
from tests.evals.conftest import DATASET, RIGHT, Make

Change = Callable[[Answer], Answer]
Run = Callable[..., Report]


def refusal(question: str, reason: str) -> Answer:
    return Answer(
        question=question, headline="I cannot answer.", abstained=True, reason=reason, dataset=DATASET,
        dataset_version="v_1",
    )  # fmt: skip


class Agent:
    """Answers what it knows, changed by `change`; refuses the rest."""

    def __init__(
        self, make: Make, change: Change = lambda answer: answer, *, reason: str = "No tool can predict."
    ) -> None:
        self.make, self.change, self.reason = make, change, reason

    def ask(self, _dataset: str, question: str, *, thread: str | None = None) -> Answer:
        if question not in RIGHT or thread:
            return refusal(question, self.reason)
        return self.change(self.make(question, *RIGHT[question]))


@pytest.fixture(scope="session")
def run(suite: Suite, runtime: Runtime, truth: Truth) -> Run:
    return lambda agent: run_suite(suite, agent, runtime, truth)


@pytest.fixture(scope="session")
def failed_by(run: Run, make: Make) -> Callable[[Change], set[str]]:
    """Return a function that says which scorers fault an honest agent's answers changed in one way."""

    def failed_by(change: Change) -> set[str]:
        report = run(Agent(make, change))
        assert report.passed <= 1, "only the refusal, which was not changed, may pass"
        return {name for case in report.cases for name, score in case.scores.items() if score.value < 1}

    return failed_by


def retold(answer: Answer, change: Callable[[str], str]) -> Answer:
    """Say headline and claims in other words over the same figures."""
    claims = tuple(claim.model_copy(update={"text": change(claim.text)}) for claim in answer.claims)
    return answer.model_copy(update={"headline": change(answer.headline), "claims": claims})


def with_figures(answer: Answer, **changed: Any) -> Answer:
    figures = tuple(figure.model_copy(update=changed) for figure in answer.figures)
    return answer.model_copy(update={"figures": figures})


def test_an_honest_agent_passes_everything(run: Run, make: Make) -> None:
    report = run(Agent(make))
    assert [(case.id, case.scores) for case in report.cases if not case.passed] == []


def test_refusing_everything_passes_nothing_not_even_what_is_to_be_refused(run: Run) -> None:
    class Refuser:
        def ask(self, _dataset: str, question: str, *, thread: str | None = None) -> Answer:
            return refusal(question, f"No tool can predict or forecast {thread}.")

    assert run(Refuser()).passed == 0


def test_repeating_the_question_is_no_reason(run: Run, make: Make) -> None:
    assert run(Agent(make, reason="How many posts will there be next month?")).passed == 4
    assert run(Agent(make, reason="")).passed == 4


def test_describing_the_dataset_answers_only_what_asks_for_it(run: Run, make: Make) -> None:
    class Describer:
        def ask(self, _dataset: str, question: str, **_thread: str | None) -> Answer:
            return make(question, "describe_dataset", {})

    assert [case.id for case in run(Describer()).cases if case.passed] == ["size"]


def test_running_every_tool_is_no_choice(run: Run, make: Make) -> None:
    class Shotgun:
        def ask(self, _dataset: str, question: str, **_thread: str | None) -> Answer:
            tools = ("describe_dataset", "sentiment", "sentiment_trend", "share_of_voice", "engagement_rates")
            arguments = RIGHT.get(question, ("", {}))[1]
            answers = [
                make(question, name, arguments if name == RIGHT.get(question, ("",))[0] else {}) for name in tools
            ]
            joined = {
                field: tuple(part for answer in answers for part in getattr(answer, field))
                for field in ("claims", "figures", "posts", "caveats", "tool_calls")
            }
            return answers[0].model_copy(update=joined)

    report = run(Shotgun())
    assert report.passed == 0
    assert report.mean("tool choice")[0] < 0.5


def test_a_right_answer_to_all_posts_is_wrong_for_some(run: Run, make: Make) -> None:
    class Unfiltered:
        def ask(self, _dataset: str, question: str, **_thread: str | None) -> Answer:
            return make(question, RIGHT[question][0], {}) if question in RIGHT else refusal(question, "cannot predict")

    assert [case.id for case in run(Unfiltered()).cases if case.passed] == ["size", "forecast"]


def test_a_filter_that_nobody_asked_for_is_seen(run: Run, make: Make) -> None:
    class Narrow:
        def ask(self, _dataset: str, question: str, **_thread: str | None) -> Answer:
            return make(question, "sentiment", {"by": "brand", "filter": {"platforms": ["x"]}})

    feeling = run(Narrow()).cases[2]
    assert "platforms" in feeling.scores["arguments"].why


def test_invented_numbers_in_the_headline_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    def boast(answer: Answer) -> Answer:
        return answer.model_copy(update={"headline": "We hold 97.3 % of it."})

    assert "statements" in failed_by(boast)


def test_numbers_of_figures_that_the_claim_does_not_cite_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    def detached(answer: Answer) -> Answer:
        claims = tuple(claim.model_copy(update={"figures": claim.figures[:1]}) for claim in answer.claims)
        return answer.model_copy(update={"claims": (*claims, Claim(id="c9", text="99 of them", kind="theme"))})

    assert "statements" in failed_by(detached)


SWAPS = {"Acme": "Bolt", "positive": "negative", "highest": "lowest", "leads": "trails", "240": "420"}


def swapped(text: str) -> str:
    both = SWAPS | {new: old for old, new in SWAPS.items()}
    for old in both:
        text = text.replace(old, f"\0{old[::-1]}\0")
    for old, new in both.items():
        text = text.replace(f"\0{old[::-1]}\0", new)
    return text


def test_right_figures_under_claims_that_say_the_opposite_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    assert "meaning" in failed_by(lambda answer: retold(answer, swapped))


def test_figures_that_were_touched_up_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    assert "figures" in failed_by(lambda answer: with_figures(answer, value=0.99))
    assert "figures" in failed_by(lambda answer: with_figures(answer, n=10_000))
    assert "figures" in failed_by(lambda answer: with_figures(answer, shown="99.0 %"))


def test_another_period_or_filter_than_was_run_is_seen(failed_by: Callable[[Change], set[str]]) -> None:
    assert "figures" in failed_by(lambda answer: with_figures(answer, period="2026-01-01 to 2026-12-31"))
    assert "figures" in failed_by(lambda answer: with_figures(answer, filter="platforms = instagram"))


def test_other_arguments_than_were_run_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    def pretend(answer: Answer) -> Answer:
        (call,) = answer.tool_calls
        arguments = {"dataset": DATASET, "filter": {"platforms": ["instagram"]}}
        return answer.model_copy(update={"tool_calls": (call.model_copy(update={"arguments": arguments}),)})

    assert "figures" in failed_by(pretend)


def test_calls_that_never_were_are_seen(failed_by: Callable[[Change], set[str]]) -> None:
    def invent(answer: Answer) -> Answer:
        calls = tuple(call.model_copy(update={"result": "r_0123456789abcdef"}) for call in answer.tool_calls)
        return answer.model_copy(update={"tool_calls": calls})

    assert {"figures", "tool choice"} <= failed_by(invent)


def test_an_uncited_tale_is_seen(failed_by: Callable[[Change], set[str]]) -> None:
    def tale(answer: Answer) -> Answer:
        claim = Claim(id="c9", text="Everybody is leaving for Bolt.", kind="theme")
        return answer.model_copy(update={"claims": (*answer.claims, claim)})

    assert "statements" in failed_by(tale)


def test_an_answer_that_breaks_fails_and_the_suite_goes_on(run: Run) -> None:
    class Broken:
        def ask(self, _dataset: str, question: str, *, thread: str | None = None) -> Answer:
            raise RuntimeError(f"{question} {thread}")

    report = run(Broken())
    assert report.passed == 0
    assert len(report.cases) == 5
