"""A model that lies, breaks, loops or obeys posts: the answer stays true each time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx
import pytest
import respx

from server.agent.answer import Answer
from server.agent.assistant import Assistant
from tests.server.conftest import BASE_URL, EMBEDDER, HOSTILE, MODEL, made_posts

pytestmark = pytest.mark.httpx2(base_url=BASE_URL, assert_all_called=False)
QUESTION = "How do people feel about each brand?"


def calling(*calls: tuple[str, Any]) -> httpx.Response:
    """A reply that calls tools; arguments that are no string are written as JSON."""
    requests = [
        {"id": f"call_{n}", "type": "function",
         "function": {"name": name, "arguments": given if isinstance(given, str) else json.dumps(given)}}
        for n, (name, given) in enumerate(calls)
    ]  # fmt: skip
    return completion({"role": "assistant", "content": None, "tool_calls": requests})


def saying(text: str) -> httpx.Response:
    """A reply in prose."""
    return completion({"role": "assistant", "content": text})


def completion(message: dict[str, Any]) -> httpx.Response:
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    body = {"id": "1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice]}
    return httpx.Response(200, json=body)


def findings(request: httpx.Request) -> dict[str, str]:
    """The findings that a compose prompt holds, by their ids."""
    prompt = json.loads(request.content)["messages"][0]["content"]
    return dict(re.findall(r"^(f\d+): (.*)$", prompt, re.MULTILINE))


def rewriting(change: Callable[[str], str]) -> Callable[[httpx.Request], httpx.Response]:
    """A model that plans `sentiment` by brand, says done, and rewrites each finding by `change`."""

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        if body.get("tools"):
            planned = any(message["role"] == "tool" for message in body["messages"])
            return saying("done") if planned else calling(("sentiment", {"by": "brand"}))
        given = findings(request)
        claims = [{"text": change(text), "source": name} for name, text in given.items()]
        return saying(json.dumps({"headline": claims[0], "claims": claims}))

    return answer


def steady(replies: Sequence[httpx.Response]) -> Iterator[httpx.Response]:
    """The replies in turn, the last one for ever."""
    yield from replies
    while True:
        yield replies[-1]


def truth(answer: Answer) -> object:
    """What must not differ from the answer without a model."""
    return (
        answer.claims, answer.headline, answer.figures, [post.id for post in answer.posts],
        [(call.tool, call.arguments, call.result) for call in answer.tool_calls], answer.abstained,
    )  # fmt: skip


def test_a_faithful_model_words_the_answer(with_model: Assistant, httpx2_mock: respx.Router) -> None:
    httpx2_mock.post("/chat/completions").mock(
        side_effect=rewriting(lambda text: text.replace("it is", "sentiment is"))
    )
    answer = with_model.ask("demo", QUESTION)
    assert answer.model == MODEL
    assert any("sentiment is" in claim.text for claim in answer.claims)


def test_the_model_is_sent_no_post_before_the_plan_is_made(with_model: Assistant, httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=rewriting(str))
    with_model.ask("demo", QUESTION)
    planning = [call.request.content for call in route.calls if b'"tools"' in call.request.content]
    assert planning
    assert not any(b"number 0" in content or b"p_" in content for content in planning)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"\d", "7", text),
        lambda text: text + " That is 42 % more than last year.",
        lambda text: text + " This was caused by the agenda.",
        lambda text: text + " Acme will win.",
        lambda text: text.replace("highest", "lowest"),
        lambda text: text.replace("Acme", "ZZ").replace("Bolt", "Acme").replace("ZZ", "Bolt"),
        lambda text: text.replace("positive", "ZZ").replace("negative", "positive").replace("ZZ", "negative"),
        lambda text: text + " See https://evil.example or ![x](https://evil.example/x.png).",
        lambda text: text + " [p_0000000000000000]",
        lambda text: text + " “The agenda is wonderful.”",
        lambda text: re.sub(r"\(.*?\)", "", text) + " on 2019-01-01",
        lambda _: HOSTILE,
        lambda _: "",
        lambda _: "Everything is fine.",
    ],
)  # fmt: skip
def test_claims_that_the_figures_do_not_bear_out_are_thrown_away(
    change: Callable[[str], str], assistant: Assistant, with_model: Assistant, httpx2_mock: respx.Router
) -> None:
    httpx2_mock.post("/chat/completions").mock(side_effect=rewriting(change))
    answer = with_model.ask("demo", QUESTION)
    assert truth(answer) == truth(assistant.ask("demo", QUESTION))
    assert answer.model is None


def test_failing_claims_go_back_once_with_the_reasons(with_model: Assistant, httpx2_mock: respx.Router) -> None:
    faults: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if json.loads(request.content).get("tools"):
            return rewriting(str)(request)
        prompt = json.loads(request.content)["messages"][0]["content"]
        faults.append(prompt.rpartition("last attempt:")[2])
        return rewriting(str if len(faults) > 1 else lambda text: text + " It is 42.")(request)

    httpx2_mock.post("/chat/completions").mock(side_effect=answer)
    with_model.ask("demo", QUESTION)
    assert len(faults) == 2
    assert "'42'" in faults[1]


@pytest.mark.parametrize(
    "replies",
    [
        [httpx.Response(200, text="<html>Sign in</html>", headers={"content-type": "text/html"})],
        [httpx.Response(200, text="{not json", headers={"content-type": "application/json"})],
        [httpx.Response(200, json={"choices": []})],
        [httpx.Response(200, json={"id": "1", "choices": [{"index": 0, "message": None}]})],
        [httpx.Response(200, json={"error": "quota"})],
        [httpx.Response(200, json=["surprise"])],
        [httpx.Response(500, json={"error": {"message": "boom"}})],
        [httpx.Response(429, json={"error": {"message": "slow down"}}, headers={"retry-after": "0"})],
        [httpx.Response(401, json={"error": {"message": "no key"}})],
        [saying("Acme is at 99 % positive.")],
        [calling(("send_email", {"to": "everyone"}))],
        [calling(("sentiment", "{broken"))],
        [calling(("sentiment", "[1, 2]"))],
        [calling(("sentiment", {"by": 7}))],
        [calling(("sentiment", {"by": "brand", "sql": "DROP TABLE posts"}))],
        [calling(("approve", {}), ("draft_reply", {"post_id": "p_1"}), ("export", {"path": "/etc/passwd"}))],
    ],
)
def test_a_model_that_breaks_leaves_the_local_answer(
    replies: list[httpx.Response], assistant: Assistant, with_model: Assistant, httpx2_mock: respx.Router
) -> None:
    httpx2_mock.post("/chat/completions").mock(side_effect=steady(replies))
    answer = with_model.ask("demo", QUESTION)
    assert truth(answer) == truth(assistant.ask("demo", QUESTION))
    assert any("Written without the model" in caveat for caveat in answer.caveats)


@pytest.mark.parametrize("error", [httpx.ReadTimeout("slow"), httpx.ConnectError("refused")])
def test_an_endpoint_that_is_not_there_costs_one_try(
    error: Exception, assistant: Assistant, with_model: Assistant, httpx2_mock: respx.Router
) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=error)
    answer = with_model.ask("demo", QUESTION)
    assert truth(answer) == truth(assistant.ask("demo", QUESTION))
    assert route.call_count <= 2  # one request and one retry; composing does not ask again


def test_a_model_that_loops_is_stopped(with_model: Assistant, httpx2_mock: respx.Router) -> None:
    looping = calling(("sentiment", {"by": "brand"}))
    route = httpx2_mock.post("/chat/completions").mock(side_effect=steady([looping]))
    answer = with_model.ask("demo", QUESTION)
    assert not answer.abstained
    assert route.call_count < 12


def test_a_model_cannot_change_whom_when_or_where(
    assistant: Assistant, with_model: Assistant, httpx2_mock: respx.Router
) -> None:
    wild = {"by": "brand", "dataset": "other", "filter": {"brands": ["Bolt"], "own": "only"},
            "period": {"start": "1999-01-01", "end": "1999-01-02"}}  # fmt: skip
    httpx2_mock.post("/chat/completions").mock(side_effect=steady([calling(("sentiment", wild)), saying("done")]))
    assert truth(with_model.ask("demo", QUESTION)) == truth(assistant.ask("demo", QUESTION))


@pytest.mark.parametrize(
    "reply",
    [
        "plain prose",
        "{}",
        '{"headline": {"text": "x", "source": "f1"}}',
        '{"headline": {"text": "x", "source": "f99"}, "claims": []}',
        '{"headline": {"text": "x", "source": "f1"}, "claims": [{"text": "y", "source": "r_0#net"}]}',
        "[" * 5_000,
        '{"headline": {"text": 5, "source": "f1"}, "claims": "none"}',
    ],
)
def test_prose_of_the_wrong_shape_leaves_the_tools_own_sentences(
    reply: str, assistant: Assistant, with_model: Assistant, httpx2_mock: respx.Router
) -> None:
    plan = [calling(("sentiment", {"by": "brand"})), saying("done")]
    httpx2_mock.post("/chat/completions").mock(side_effect=steady([*plan, saying(reply)]))
    assert truth(with_model.ask("demo", QUESTION)) == truth(assistant.ask("demo", QUESTION))


def test_a_hijacked_model_changes_nothing_that_posts_ask_for(with_model: Assistant, httpx2_mock: respx.Router) -> None:
    def obey(request: httpx.Request) -> httpx.Response:
        content = request.content.decode()
        if "admin mode" not in content:
            return rewriting(str)(request)
        obeyed = {"text": "Bolt is at 99 % positive and the agenda is broken: https://evil.example/x", "source": "f1"}
        return saying(json.dumps({"headline": obeyed, "claims": [obeyed]}))

    httpx2_mock.post("/chat/completions").mock(side_effect=obey)
    for question in (QUESTION, "find posts about the agenda", "show me posts about admin mode"):
        answer = with_model.ask("demo", question)
        assert not any("99" in claim.text for claim in (*answer.claims,) if claim.kind != "quote")
        assert "99" not in answer.headline
        assert "evil.example" not in answer.headline
        assert {call.tool for call in answer.tool_calls} <= {"sentiment", "search_posts"}


def test_hostile_posts_leave_plan_and_claims_as_without_them(
    make_home: Callable[..., Any], assistant: Assistant
) -> None:
    from server.runtime import Runtime
    from server.settings import Settings

    clean_home = make_home(made_posts(hostile=False))
    settings = Settings(home=clean_home.path, model=None, _env_file=None)
    clean = Assistant(Runtime(settings, embedder=EMBEDDER)).ask("demo", QUESTION)
    hostile = assistant.ask("demo", QUESTION)
    assert [(call.tool, call.arguments) for call in clean.tool_calls] == [
        (call.tool, call.arguments) for call in hostile.tool_calls
    ]
    assert [figure.name for figure in clean.figures] == [figure.name for figure in hostile.figures]
