"""Inspect tasks: our suites for inspect_ai, with our server as the system under test and our scorers. Extra `inspect`.

    inspect eval evals/inspect_tasks.py --model none -T suite=sample
    inspect eval evals/inspect_tasks.py --model none -T suite=answers -T via=agent --limit 20

No model is asked by inspect_ai: the server answers by itself, with the model that it is configured with, if any. What
compares several cases (a refusal's twin, stability over wordings) is in `groundswell eval` only.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, NamedTuple

import anyio
from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.scorers import FURTHER, SCORERS, Exam, is_excused
from evals.suite import Case, Suite, load_suite
from evals.truth import Truth, sample_truth
from server.agent.answer import Answer
from server.agent.assistant import Assistant
from server.agent.render import as_text
from server.mcp.server import build_server
from server.runtime import Runtime
from server.settings import Settings

Via = Literal["mcp", "agent"]
_WHOLE = 1_000_000
"""Tokens of a reply that leaves nothing out: what is scored is the answer, not how it is cut to a chat's budget."""
_ALL = {**SCORERS, **FURTHER}


class Bench(NamedTuple):
    """What all samples share."""

    runtime: Runtime
    truth: Truth
    assistant: Assistant


@cache
def bench() -> Bench:
    """Open the data folder of the settings, importing the sample launch where it is absent."""
    runtime = Runtime(Settings(reply_tokens=_WHOLE))
    return Bench(runtime, sample_truth(runtime), Assistant(runtime))


@task
def groundswell(suite: str = "answers", via: Via = "mcp") -> Task:
    """Ask a suite's questions over MCP, in memory, or of the agent itself; one score for each of our scorers."""
    chosen = load_suite(suite)
    return Task(
        dataset=MemoryDataset([_sample(case, chosen) for case in chosen.cases], name=suite),
        solver=asked(suite, via),
        scorer=[_named(name)(name, suite) for name in _ALL],
    )


def _sample(case: Case, suite: Suite) -> Sample:
    about = {"kind": case.kind, "family": case.family, "held_out": case.held_out, "before": list(suite.thread(case))}
    target = "to be refused" if case.abstain else ", ".join(case.tools)
    return Sample(input=case.question, target=target, id=case.id, metadata=about)


@solver
def asked(suite: str, via: Via) -> Solver:
    """Ask the questions of a sample's thread in order, and keep the last answer whole."""
    dataset = load_suite(suite).dataset

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001 - the shape of a solver
        before = state.metadata["before"]
        thread = f"inspect-{suite}-{state.sample_id}-{time.time_ns()}".replace("~", "-") if before else None
        ask = _over_mcp if via == "mcp" else _of_agent
        for question in before:
            await ask(dataset, question, thread)
        answer = await ask(dataset, state.input_text, thread)
        state.store.set("answer", answer.model_dump(mode="json"))
        state.output = ModelOutput.from_content(answer.model or "groundswell", as_text(answer))
        return state

    return solve


def _named(name: str) -> Callable[[str, str], Scorer]:
    """Register a scorer of ours under its own name, so that a log tells them apart."""
    registered: Callable[[str, str], Scorer] = scorer(metrics=[mean(), stderr()], name=name.replace(" ", "_"))(judged)
    return registered


def judged(name: str, suite: str) -> Scorer:
    """Score by one of our scorers; not at all where it does not apply."""
    chosen = load_suite(suite)

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - the shape of a scorer
        answer = Answer.model_validate(state.store.get("answer"))
        case = chosen.case(str(state.sample_id))
        exam = Exam(case=case, answer=answer, truth=bench().truth, runtime=bench().runtime, dataset=chosen.dataset)
        found = None if is_excused(exam) else _ALL[name](exam)
        if found is None:
            return Score(value=math.nan, explanation="does not apply")
        return Score(value=float(found.value), answer=answer.headline, explanation=found.why or None)

    return score


async def _over_mcp(dataset: str, question: str, thread: str | None) -> Answer:
    from mcp import Client

    server = build_server(bench().runtime, asks=lambda: bench().assistant)
    async with Client(server) as client:
        given = {"dataset": dataset, "question": question} | ({"thread": thread} if thread else {})
        reply = await client.call_tool("ask", given)
    said: dict[str, Any] = dict(reply.structured_content or {})
    return Answer.model_validate({name: value for name, value in said.items() if name in Answer.model_fields})


async def _of_agent(dataset: str, question: str, thread: str | None) -> Answer:
    return await anyio.to_thread.run_sync(lambda: bench().assistant.ask(dataset, question, thread=thread))
