from __future__ import annotations

import pytest

import prompts
from tools.errors import BadRequest, UnknownName

FRONT = "---\nname: x\nversion: 1\ndescription: d\nvariables: a, b\n---\n"


@pytest.mark.parametrize("name", prompts.names())
def test_every_prompt_is_well_formed(name: str) -> None:
    prompt = prompts.load(name)
    assert prompt.name == name
    assert prompt.version >= 1
    assert prompt.description


def test_variables_are_put_in_once_and_nothing_is_evaluated() -> None:
    prompt = prompts.parsed("x", FRONT + "{{a}} and {{ b }}")
    assert prompt.render(a="{{b}}", b="{0} {x!r} %s") == "{{b}} and {0} {x!r} %s"


@pytest.mark.parametrize("values", [{"a": "1"}, {"a": "1", "b": "2", "c": "3"}, {}])
def test_missing_and_undeclared_variables_are_refused(values: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="takes a, b"):
        prompts.parsed("x", FRONT + "{{a}} {{b}}").render(**values)


@pytest.mark.parametrize(
    "content",
    ["no front matter", FRONT + "{{a}}", FRONT + "{{a}} {{b}} {{c}}",
     FRONT.replace("version: 1", "version: one") + "{{a}}{{b}}",
     FRONT.replace("name: x", "name: y") + "{{a}}{{b}}", FRONT.replace("description: d\n", "") + "{{a}}{{b}}",
     FRONT.replace("description: d", "description d") + "{{a}}{{b}}"],
)  # fmt: skip
def test_a_file_that_is_not_well_formed_says_why(content: str) -> None:
    with pytest.raises(BadRequest, match="Prompt 'x'"):
        prompts.parsed("x", content)


def test_an_unknown_prompt_names_the_near_ones() -> None:
    with pytest.raises(UnknownName, match="compose"):
        prompts.load("composed")
    with pytest.raises(UnknownName):
        prompts.load("../README")
