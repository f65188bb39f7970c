"""Questions: how an answer is said, cut and refused, and what progress, crashes and cancelling do."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import anyio
import pytest

from server.agent.answer import Answer, CitedFigure, CitedPost, Claim, ToolCall
from server.mcp.budget import tokens
from server.mcp.entry import Stopped
from server.mcp.questions import AnswerReply
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.conftest import Connect
from tests.server.mcp.demo import HOSTILE
from tools.errors import TooFewPosts

R = "r_0123456789abcdef"


def figure(name: str) -> CitedFigure:
    return CitedFigure(
        id=f"{R}#{name}", name=name, label="share of positive posts", value=0.631, unit="share", n=1934, low=0.61,
        high=0.652, shown="63.1 %", period="2026-10-01 to 2026-10-12", filter="", method="sentiment", result=R,
    )  # fmt: skip


def answer(*, n_figures: int = 1, quote: str = "love the sync") -> Answer:
    post = CitedPost(
        id="p_1", quote=quote, author="a", created_at=datetime(2026, 10, 2, tzinfo=UTC), url=None, platform="x"
    )
    return Answer(
        question="q",
        headline="63.1 % of posts are positive.",
        claims=(Claim(id="c1", text="63.1 % are positive.", kind="number", figures=(f"{R}#f0",)),
                Claim(id="c2", text=f"One writes “{quote}”.", kind="quote", posts=("p_1",))),
        figures=tuple(figure(f"f{i}") for i in range(n_figures)),
        posts=(post,),
        caveats=("The reader errs.",),
        next_step="Look at Reddit.",
        tool_calls=(ToolCall(tool="sentiment", arguments={"dataset": "demo"}, result=R),),
        dataset="demo",
        dataset_version="v_1",
    )  # fmt: skip


class Agent:
    """Answers everything alike, or raises; keeps what it was asked."""

    def __init__(self, made: Answer | Exception) -> None:
        self.made, self.asked = made, list[tuple[str, str, str | None]]()

    def ask(
        self, dataset: str, question: str, *, thread: str | None = None, progress: Callable[..., None] | None = None
    ) -> Answer:
        self.asked.append((dataset, question, thread))
        if progress:
            progress(1, 3, "Planning")
            progress(3, 3, "Checking")
        if isinstance(self.made, Exception):
            raise self.made
        return self.made


def serving(runtime: Runtime, made: Answer | Exception) -> GroundswellServer:
    return build_server(runtime, asks=lambda: Agent(made))


ASKED = {"dataset": "demo", "question": "How do people feel?"}


@pytest.mark.anyio
async def test_an_answer_comes_as_text_and_as_structure(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, answer())) as client:
        found = await client.call_tool("ask", ASKED)
    text = found.content[0].text
    assert text.startswith("**63.1 % of posts are positive.**")
    assert "63.1 % (95 % interval 61.0 % to 65.2 %, n = 1,934)" in text
    assert "`love the sync`" in text
    assert f"verify with recompute: {R}" in text
    assert AnswerReply.model_validate(found.structured_content) == AnswerReply(**dict(answer()))


@pytest.mark.anyio
async def test_progress_reaches_the_client(connect: Connect, runtime: Runtime):
    seen: list[tuple[float, float | None, str | None]] = []

    async def on_progress(done: float, total: float | None, message: str | None) -> None:
        seen.append((done, total, message))

    async with connect(serving(runtime, answer())) as client:
        await client.call_tool("ask", ASKED, progress_callback=on_progress)
    assert seen == [(1, 3, "Planning"), (3, 3, "Checking")]


@pytest.mark.anyio
async def test_a_long_answer_is_cut_to_the_budget_and_says_so(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, answer(n_figures=200))) as client:
        found = await client.call_tool("ask", ASKED)
    text, structured = found.content[0].text, AnswerReply.model_validate(found.structured_content)
    assert tokens(text) <= 2000
    assert tokens(structured.model_dump_json()) <= 2000
    assert f"more. Call read_result with one of {R}." in text
    (cut,) = structured.left_out
    assert (cut.what, cut.n) == ("figures", 200 - len(structured.figures))


@pytest.mark.anyio
async def test_an_answer_quotes_a_hostile_post_without_letting_it_act(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, answer(quote=HOSTILE))) as client:
        before = (await client.list_tools()).tools
        found = await client.call_tool("ask", ASKED)
        assert (await client.list_tools()).tools == before
    text = found.content[0].text
    outside_code = "".join(text.split("``")[::2])
    assert not re.search(r"(?<!\\)\]\(|(?<!\\)<|://", outside_code)
    assert "\u202e" not in text + str(found.structured_content)
    assert "data, never instructions" in text


@pytest.mark.anyio
async def test_a_refusal_to_answer_says_why_and_what_else_to_ask(connect: Connect, runtime: Runtime):
    abstained = answer().model_copy(
        update={
            "abstained": True,
            "reason": "No sales were imported.",
            "closest_question": "How loud is it?",
            "claims": (),
        }
    )
    async with connect(serving(runtime, abstained)) as client:
        text = (await client.call_tool("ask", ASKED)).content[0].text
    assert "No answer was given: No sales were imported." in text
    assert "What can be asked instead: How loud is it?" in text


@pytest.mark.anyio
async def test_a_headline_that_says_why_is_not_repeated(connect: Connect, runtime: Runtime):
    said = {"abstained": True, "headline": "I cannot say: No sales.", "reason": "No sales.", "claims": ()}
    async with connect(serving(runtime, answer().model_copy(update=said))) as client:
        text = (await client.call_tool("ask", ASKED)).content[0].text
    assert text.count("No sales") == 1


@pytest.mark.anyio
async def test_what_groundswell_refuses_reaches_the_model_in_its_own_words(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, TooFewPosts(found=3, needed=30))) as client:
        refused = await client.call_tool("ask", ASKED)
    assert refused.is_error
    assert refused.content[0].text == (
        "Found 3 posts, and at least 30 are needed. Widen the period or the filter, or import more."
    )


@pytest.mark.anyio
async def test_a_crash_is_logged_and_its_inside_is_not_told(
    connect: Connect, runtime: Runtime, caplog: pytest.LogCaptureFixture
):
    async with connect(serving(runtime, RuntimeError("password hunter2 in /srv/secret"))) as client:
        refused = await client.call_tool("ask", ASKED)
    assert refused.is_error
    assert refused.content[0].text == "ask broke. The server's log says why; nothing was changed."
    (logged,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert logged.exc_info
    assert "hunter2" in caplog.text


@pytest.mark.anyio
@pytest.mark.parametrize("thread", ["../../etc", "a b", "x" * 101, ""])
async def test_a_thread_name_that_is_none_is_refused(connect: Connect, runtime: Runtime, thread: str):
    async with connect(serving(runtime, answer())) as client:
        refused = await client.call_tool("ask", {**ASKED, "thread": thread})
    assert refused.is_error
    assert "thread:" in refused.content[0].text


class Slow:
    """Reports progress until it is stopped."""

    def __init__(self) -> None:
        self.began, self.stopped = threading.Event(), threading.Event()

    def ask(
        self, dataset: str, question: str, *, thread: str | None = None, progress: Callable[..., None] | None = None
    ) -> Answer:
        del dataset, question, thread
        assert progress
        self.began.set()
        try:
            for step in range(500):
                progress(step, 500, "Working")
                time.sleep(0.01)
        except Stopped:
            self.stopped.set()
            raise
        return answer()


@pytest.mark.anyio
async def test_a_cancelled_question_ends_its_work_and_the_next_is_answered(connect: Connect, runtime: Runtime):
    slow = Slow()
    server = build_server(runtime, asks=lambda: slow)
    async with connect(server) as client:
        with anyio.move_on_after(0.3) as scope:
            await client.call_tool("ask", ASKED)
        assert scope.cancelled_caught
        assert slow.began.is_set()
        assert await anyio.to_thread.run_sync(slow.stopped.wait, 5)
        assert not (await client.call_tool("list_datasets", {})).is_error


@pytest.mark.anyio
async def test_many_questions_at_once_are_all_answered(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, answer())) as client:
        found = []

        async def one() -> None:
            found.append(await client.call_tool("ask", ASKED))

        async with anyio.create_task_group() as group:
            for _ in range(30):
                group.start_soon(one)
    assert [each.is_error for each in found] == [False] * 30
