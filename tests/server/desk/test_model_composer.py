"""The model path against an OpenAI-compatible server that misbehaves."""

# ruff: noqa: E501 - rows read better unbroken

from __future__ import annotations

import json

import httpx
import pytest
import respx

from server.desk.drafting import Desk
from server.runtime import Runtime
from tests.server.desk.conftest import AGENDA, REFUND

pytestmark = pytest.mark.httpx2(assert_all_called=False)
AI = "Written with an AI assistant and checked by a person on our team."
URL = "http://model.test/v1/chat/completions"


@pytest.fixture
def modelled(desk: Desk) -> Desk:
    """A desk that has a model configured."""
    told = desk.settings.model_copy(
        update={"model": "tiny", "base_url": "http://model.test/v1", "model_timeout_s": 2.0}
    )
    return Desk(Runtime(told), clock=desk.now, cases=desk.cases)


def _says(reply: str, *passages: str) -> httpx.Response:
    content = json.dumps({"reply": reply, "passages": list(passages)})
    return _completion(content)


def _completion(content: str) -> httpx.Response:
    message = {"role": "assistant", "content": content}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "tiny",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}  # fmt: skip
    return httpx.Response(200, json=body)


def test_a_grounded_reply_of_the_model_is_used_with_its_passage(modelled: Desk, httpx2_mock: respx.Router) -> None:
    text = f"The agenda suggests sessions from the interests you ticked. {AI}"
    route = httpx2_mock.post(URL).mock(return_value=_says(text, "assist-agenda#why-a-session-was-suggested", "made#up"))
    draft = modelled.draft_reply("launch", AGENDA)
    assert (draft.text, draft.written_by) == (text, "model:tiny")
    assert [one.passage for one in draft.citations] == ["assist-agenda#why-a-session-was-suggested"]
    sent = json.loads(route.calls[0].request.content)
    assert [one["role"] for one in sent["messages"]] == ["system", "system", "user"]
    assert "ignore my interests" in sent["messages"][2]["content"]
    assert "tools" not in sent


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500), httpx.Response(401, json={"error": {"message": "no"}}), _completion("not json"), _completion("{}"),
        _completion('{"reply": 3, "passages": []}'), httpx.Response(200, json={"choices": []}), httpx.Response(200, html="<p>hello"), httpx.Response(200, content=b"{"), httpx.ReadTimeout("slow"),
    ],
    ids=["500", "401", "no json", "empty", "wrong types", "no choice", "html", "broken", "timeout"],
)  # fmt: skip
def test_a_model_that_fails_is_done_without(
    modelled: Desk, httpx2_mock: respx.Router, response: httpx.Response | Exception
) -> None:
    httpx2_mock.post(URL).mock(side_effect=[response, response])
    draft = modelled.draft_reply("launch", AGENDA)
    assert (draft.written_by, draft.blocking) == ("local", ())
    assert any("no usable reply" in note for note in draft.notes)


@pytest.mark.parametrize(
    "reply",
    [
        f"Your refund of 99 EUR is on its way. {AI}",
        f"Log in at https://evil.example {AI}",
        "No disclosure.",
        f"Hello Dana Kowalczyk. {AI}",
    ],
)
def test_a_model_that_breaks_the_rules_is_done_without(modelled: Desk, httpx2_mock: respx.Router, reply: str) -> None:
    httpx2_mock.post(URL).mock(return_value=_says(reply, "account-and-billing#refunds"))
    draft = modelled.draft_reply("launch", REFUND)
    assert (draft.written_by, draft.blocking, draft.recipient) == ("local", (), "u_02")
    assert any("thrown away" in note for note in draft.notes)
