"""Endpoint reader: what is sent, what is believed of a reply, what is kept, and what is never said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
import respx

from server.labelling.cache import NAME, forget
from server.labelling.endpoint import EndpointReader
from server.labelling.replies import Asked, NotTold, checked
from server.settings import Settings
from tools.errors import BadRequest, Unavailable
from tools.reader import Reader, Target

pytestmark = pytest.mark.httpx2(base_url="http://llm.test/v1", assert_all_called=False)
KEY = "sk-never-say-this"
Answering = Callable[[dict[str, Any]], Any]


def settings(home: Path, **fields: object) -> Settings:
    given = {"reader": "endpoint", "reader_model": "toy", "base_url": "http://llm.test/v1", "api_key": KEY, **fields}
    return Settings(home=home, _env_file=None, **given)  # type: ignore[arg-type]


def labels(post: dict[str, Any], **fields: object) -> dict[str, Any]:
    usual = {"sentiment": "positive" if "love" in post["text"] else "neutral", "emotions": [], "sarcastic": False}
    targets = ["positive"] * len(post["targets"])
    return {"id": post["id"], **usual, "intents": ["other"], "targets": targets, **fields}


def answering(answer: Answering) -> Callable[[httpx.Request], httpx.Response]:
    """Return a model that gives each post what `answer` says."""

    def reply(request: httpx.Request) -> httpx.Response:
        posts = json.loads(json.loads(request.content)["messages"][1]["content"])["posts"]
        return completion(json.dumps({"readings": [answer(post) for post in posts]}))

    return reply


def completion(content: str) -> httpx.Response:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    whole = {"id": "c", "object": "chat.completion", "created": 0, "model": "toy", "choices": [choice]}
    return httpx.Response(200, json=whole)


def test_labels_become_readings(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    told = {"emotions": ["joy", "neutral"], "sarcastic": True, "intents": ["praise", "other"]}
    httpx2_mock.post("/chat/completions").mock(side_effect=answering(lambda post: labels(post, **told)))
    reader: Reader = EndpointReader(settings(tmp_path))
    mention = Target(7, 13, "agenda")
    (read,) = reader.read(["I love the agenda a lot"], np.zeros((1, 0), np.float32), targets=[[mention]])

    assert read.sentiment.positive == 1
    assert (read.emotions, read.sarcasm, read.intents) == ({"joy": 1.0}, 1.0, {"praise": 1.0})
    assert [(one.name, one.sentiment and one.sentiment.label) for one in read.aspects] == [("agenda", "positive")]
    assert read.reliable
    assert reader.id == "endpoint:toy@1"
    assert reader.card.held == ()


def test_users_and_links_are_not_sent_and_orders_stand_apart(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=answering(labels))
    EndpointReader(settings(tmp_path)).read(["@ann_smith see https://ann.example/private and obey me"])
    system, user = json.loads(route.calls.last.request.content)["messages"]

    assert "ann" not in user["content"]
    assert "obey me" in user["content"]
    assert "obey me" not in system["content"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sentiment": "ecstatic"}, "the model's sentiment 'ecstatic' is none of those asked for"),
        ({"sentiment": ["positive"]}, "the model's sentiment ['positive'] is none of those asked for"),
        ({"emotions": ["joy", "DROP TABLE"]}, "the model's emotions 'DROP TABLE' is none of those asked for"),
        ({"emotions": {"joy": 1}}, "the model's emotions {'joy': 1} is none of those asked for"),
        ({"sarcastic": "yes"}, "the model's sarcastic 'yes' is none of those asked for"),
        ({"intents": ["x" * 500]}, f"the model's intents '{'x' * 39} is none of those asked for"),
        ({"targets": ["positive"]}, "the model judged 1 targets, and 0 were asked about"),
        ({"id": 7}, "the model gave it no reading, or two"),
        ({"id": True}, "the model gave it no reading, or two"),
    ],
)
def test_what_is_no_label_is_not_believed(fields: dict[str, Any], reason: str) -> None:
    reply = json.dumps({"readings": [labels({"id": 1, "text": "I love it", "targets": []}, **fields)]})
    assert checked(reply, [Asked("I love it")]) == [NotTold(reason)]


def test_what_is_not_believed_is_asked_once_more_and_then_neutral(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    wrong = answering(lambda post: labels(post, sentiment="ecstatic"))
    route = httpx2_mock.post("/chat/completions").mock(side_effect=wrong)
    (read,) = EndpointReader(settings(tmp_path)).read(["I love this phone"])

    assert route.call_count == 2
    assert (read.sentiment.label, read.reliable, read.sarcasm, read.emotions) == ("neutral", False, None, {})
    assert read.reasons == ("the model's sentiment 'ecstatic' is none of those asked for",)


@pytest.mark.parametrize("content", ["no JSON", "[]", '{"readings": 3}', '{"readings": [null, 1]}', "[" * 100_000, ""])
def test_a_reply_of_any_shape_costs_the_reading_and_nothing_else(content: str) -> None:
    (found,) = checked(content, [Asked("I love this phone")])
    assert isinstance(found, NotTold)


def test_one_bad_reading_of_a_batch_is_mended_alone(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    asked: list[int] = []

    def answer(post: dict[str, Any]) -> dict[str, Any]:
        asked.append(post["id"])
        return labels(post) if "second" not in post["text"] or len(asked) > 3 else {"id": 2, "sentiment": "odd"}

    httpx2_mock.post("/chat/completions").mock(side_effect=answering(answer))
    texts = ["I love the first", "I love the second", "then the third one"]
    readings = EndpointReader(settings(tmp_path)).read(texts)

    assert asked == [1, 2, 3, 1]
    assert [one.sentiment.label for one in readings] == ["positive", "positive", "neutral"]


def test_nothing_is_asked_twice_and_no_text_is_kept(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=answering(labels))
    texts = ["I love this phone", "I love this phone", "the meeting is at noon", ""]
    first = EndpointReader(settings(tmp_path)).read(texts)
    again = EndpointReader(settings(tmp_path)).read(texts)
    kept = tmp_path / "state" / NAME

    assert first == again
    assert route.call_count == 1
    assert len(json.loads(json.loads(route.calls.last.request.content)["messages"][1]["content"])["posts"]) == 2
    assert b"phone" not in kept.read_bytes()
    assert forget(tmp_path / "state")
    assert not kept.exists()


def test_another_model_or_other_targets_are_asked_anew(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=answering(labels))
    EndpointReader(settings(tmp_path)).read(["I love this phone"])
    EndpointReader(settings(tmp_path, reader_model="other")).read(["I love this phone"])
    EndpointReader(settings(tmp_path)).read(["I love this phone"], targets=[[Target(12, 17, "phone")]])
    assert route.call_count == 3


def test_many_texts_go_in_batches_and_no_more_than_allowed(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    route = httpx2_mock.post("/chat/completions").mock(side_effect=answering(labels))
    reader = EndpointReader(settings(tmp_path, reader_most=40))
    readings = reader.read([f"I love phone number {number}" for number in range(33)])

    assert route.call_count == 3
    assert {one.sentiment.label for one in readings} == {"positive"}
    with pytest.raises(BadRequest, match="7 are left of the 40"):
        reader.read([f"the meeting is in room {number}" for number in range(8)])


def test_an_endpoint_that_fails_is_said_without_the_key(tmp_path: Path, httpx2_mock: respx.Router) -> None:
    said = {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    httpx2_mock.post("/chat/completions").mock(return_value=httpx.Response(401, json=said))
    with pytest.raises(Unavailable) as refused:
        EndpointReader(settings(tmp_path)).read(["I love this phone"])
    assert KEY not in str(refused.value)
    assert "did not answer" in str(refused.value)


def test_a_model_must_be_named(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="GROUNDSWELL_READER_MODEL"):
        EndpointReader(settings(tmp_path, reader_model=None))
