"""Each scorer on an answer corrupted in one way: a right answer passes all of them, a corrupted one fails its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from evals.runner import scored
from evals.scorers import FURTHER, SCORERS, Exam
from evals.suite import Case, Expected
from evals.truth import Selection, Truth
from server.agent.answer import Answer, Claim
from server.runtime import Runtime
from tests.evals.conftest import DATASET, REDDIT, Make

CASE = Case(
    id="voice",
    question="Who is talked about most on Reddit?",
    tools=("share_of_voice",),
    arguments=REDDIT,
    numbers=(
        Expected(
            figure="share.acme", measure="voice", tolerance="interval",
            of=Selection(brands=("Acme",), platforms=("reddit",)),
        ),
    ),
    says=("tagged",),
    says_not=("scandal",),
)  # fmt: skip
COUNTED = Case(
    id="size",
    question="How many posts are there?",
    tools=("describe_dataset",),
    numbers=(Expected(figure="posts", truth="totals.posts"),),
)

Judge = Callable[[Case, Answer], set[str]]
Corrupt = Callable[[Answer, Make], Answer]


@pytest.fixture
def failing(runtime: Runtime, truth: Truth) -> Judge:
    """Return a function that names the scorers that fault an answer to a case."""

    def failing(case: Case, answer: Answer) -> set[str]:
        exam = Exam(case=case, answer=answer, truth=truth, runtime=runtime, dataset=DATASET)
        report = scored(exam, 1)
        return {name for name, score in {**report.scores, **report.further}.items() if score.value < 1}

    return failing


def right(make: Make) -> Answer:
    """An honest answer that also quotes a post."""
    answer = make(CASE.question, "share_of_voice", REDDIT)
    return with_claims(
        answer, *answer.claims, Claim(id="c9", text="So they say.", kind="quote", posts=(answer.posts[0].id,))
    )


def with_calls(answer: Answer, make: Make, *tools: str) -> Answer:
    further = tuple(call for tool in tools for call in make("q", tool, {}).tool_calls)
    return answer.model_copy(update={"tool_calls": (*answer.tool_calls, *further)})


def with_headline(answer: Answer, more: str) -> Answer:
    return answer.model_copy(update={"headline": f"{answer.headline} {more}"})


def with_claims(answer: Answer, *claims: Claim) -> Answer:
    return answer.model_copy(update={"claims": claims})


def silent(answer: Answer, _: Make) -> Answer:
    """Leave out what states the figure that was asked for."""
    kept = tuple(claim for claim in answer.claims if not any("share.acme" in name for name in claim.figures))
    return with_claims(answer, *kept)


def misquoted(answer: Answer, _: Make) -> Answer:
    first, *rest = answer.posts
    return answer.model_copy(update={"posts": (first.model_copy(update={"quote": "I never said that"}), *rest)})


def overcited(answer: Answer, _: Make) -> Answer:
    """Cite, beside what a claim states, a figure that it does not speak of."""
    spare = next(figure.id for figure in answer.figures if figure.name == "mentions.tagged.acme")
    return with_claims(
        answer,
        *(
            claim.model_copy(update={"figures": (*claim.figures, spare)}) if claim.figures else claim
            for claim in answer.claims
        ),
    )


def unshown(answer: Answer, _: Make) -> Answer:
    *rest, last = answer.claims
    return with_claims(answer, *rest, last.model_copy(update={"text": f"{last.text} It was 12.34 % before."}))


def swapped(answer: Answer, _: Make) -> Answer:
    """Give each brand the other's share."""
    names = {"Acme": "Bolt", "Bolt": "Acme"}
    texts = (re.sub("Acme|Bolt", lambda found: names[found[0]], claim.text) for claim in answer.claims)
    return with_claims(
        answer, *(claim.model_copy(update={"text": text}) for claim, text in zip(answer.claims, texts, strict=True))
    )


CORRUPTIONS: dict[str, tuple[Corrupt, set[str]]] = {
    "refuses": (lambda a, _: a.model_copy(update={"abstained": True, "reason": "no data"}), {"abstention"}),
    "looks twice": (lambda a, make: with_calls(a, make, "sentiment"), {"exact tools"}),
    "shoots in the dark": (
        lambda a, make: with_calls(a, make, "sentiment", "describe_dataset"), {"exact tools", "tool choice"},
    ),
    "asks of all posts": (
        lambda _, make: make(CASE.question, "share_of_voice", {}), {"arguments", "scope"},
    ),
    "never states it": (silent, {"numbers", "estimated numbers"}),
    "shows another filter": (
        lambda a, _: a.model_copy(
            update={"figures": tuple(f.model_copy(update={"filter": "platforms = x"}) for f in a.figures)}
        ),
        {"figures"},
    ),
    "misquotes": (misquoted, {"citations"}),
    "boasts": (lambda a, _: with_headline(a, "Up 97.3 %."), {"statements"}),
    "claims what it does not show": (unshown, {"statements", "citation recall"}),
    "gives numbers to the wrong names": (swapped, {"meaning"}),
    "cites what says nothing": (overcited, {"citation precision"}),
    "says what it must not": (lambda a, _: with_headline(a, "A scandal."), {"wording"}),
}  # fmt: skip


def test_a_right_answer_passes_every_scorer(failing: Judge, make: Make) -> None:
    assert failing(CASE, right(make)) == set()
    assert failing(COUNTED, make(COUNTED.question, "describe_dataset", {})) == set()


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_one_corruption_fails_its_own_scorers_and_no_other(name: str, failing: Judge, make: Make) -> None:
    corrupt, wanted = CORRUPTIONS[name]
    assert failing(CASE, corrupt(right(make), make)) == wanted


def test_a_count_that_is_off_by_one_fails_what_compares_counts(runtime: Runtime, truth: Truth, make: Make) -> None:
    elsewhere = Truth({"totals": {"posts": 241}}, truth.posts, truth.first, truth.last)
    answer = make(COUNTED.question, "describe_dataset", {})
    report = scored(Exam(case=COUNTED, answer=answer, truth=elsewhere, runtime=runtime, dataset=DATASET), 1)
    faulted = {name for name, score in {**report.scores, **report.further}.items() if score.value < 1}
    assert faulted == {"numbers", "exact numbers"}


def test_n_is_recounted_from_what_was_asked(runtime: Runtime, truth: Truth, make: Make) -> None:
    fewer = Truth(truth.totals, truth.posts[1:], truth.first, truth.last)
    answer = make(COUNTED.question, "describe_dataset", {})
    report = scored(Exam(case=COUNTED, answer=answer, truth=fewer, runtime=runtime, dataset=DATASET), 1)
    assert report.further["scope"].why == "n = 240, truth 239"


def test_a_refusal_in_the_language_of_the_question_is_excused(runtime: Runtime, truth: Truth) -> None:
    case = CASE.model_copy(update={"lang": "es", "question": "¿De quién se habla más en Reddit?"})

    def refused(reason: str) -> bool:
        answer = Answer(
            question=case.question,
            headline="No.",
            abstained=True,
            reason=reason,
            dataset=DATASET,
            dataset_version="v_1",
        )
        exam = Exam(case=case, answer=answer, truth=truth, runtime=runtime, dataset=DATASET)
        return scored(exam, 1).passed

    assert refused("Por ahora solo entiendo preguntas en inglés; pregunte otra vez, por favor.")
    assert not refused("I only understand questions in English; please ask again.")


def test_every_scorer_is_failed_by_some_corruption() -> None:
    failed = set().union(*(wanted for _, wanted in CORRUPTIONS.values()))
    assert {*SCORERS, *FURTHER} - failed == {"exact numbers"}  # which has a test of its own
