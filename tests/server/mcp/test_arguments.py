"""Arguments: what is unpacked, what is refused, and what the refusal says."""

from __future__ import annotations

import pytest

from server.mcp.arguments import parsed, unpacked
from server.mcp.questions import AskArguments
from tools.errors import BadRequest

SCHEMA = {"properties": {"filter": {"type": "object"}, "names": {"type": "array"}, "words": {"type": "string"}}}


def test_objects_and_lists_sent_as_json_strings_are_unpacked():
    sent = {"filter": '{"own": "only"}', "names": '["a"]', "words": '{"stays": "text"}'}
    assert unpacked(sent, SCHEMA) == {"filter": {"own": "only"}, "names": ["a"], "words": '{"stays": "text"}'}


def test_a_string_that_is_no_json_is_left_to_validation():
    assert unpacked({"filter": "{broken"}, SCHEMA) == {"filter": "{broken"}


def test_an_unknown_argument_is_refused_with_those_there_are():
    with pytest.raises(BadRequest, match=r"datset: no such argument \(there are: dataset, question, thread\)"):
        parsed("ask", AskArguments, {"datset": "demo", "dataset": "demo", "question": "why?"})


def test_a_refusal_does_not_repeat_what_was_sent():
    with pytest.raises(BadRequest) as refusal:
        parsed("ask", AskArguments, {"dataset": "demo", "question": ["secret-value"]})
    assert "secret-value" not in str(refusal.value)


def test_arguments_that_are_too_large_are_refused():
    with pytest.raises(BadRequest, match="at most 65,536 are read"):
        unpacked({"words": "x" * 70_000}, SCHEMA)


def nested(levels: int) -> object:
    value: object = "end"
    for _ in range(levels):
        value = [value]
    return value


def test_arguments_that_nest_too_deep_are_refused():
    with pytest.raises(BadRequest, match="nested deeper than 12 levels"):
        unpacked({"names": nested(5000)}, SCHEMA)


def test_a_bomb_inside_a_json_string_is_refused_too():
    with pytest.raises(BadRequest, match="nested deeper than 12 levels"):
        unpacked({"names": "[" * 50 + "]" * 50}, SCHEMA)
