"""Every tool there is: what must hold for all of them."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from pydantic import BaseModel

from tools.base import Tool
from tools.errors import UnknownName
from tools.registry import tool_named, tools
from tools.tables import TABLES

every_tool = pytest.mark.parametrize("tool", tools(), ids=lambda tool: tool.name)


@every_tool
def test_a_tool_says_what_it_is_in_a_line(tool: Tool):
    assert tool.title
    assert 20 <= len(tool.summary) <= 115
    assert tool.summary.endswith(".")
    assert "Raises" in tool.doc or tool.name == "describe_dataset"


@every_tool
def test_a_tool_has_examples_of_how_people_ask(tool: Tool):
    assert len(tool.examples) >= 8
    assert len(set(tool.examples)) == len(tool.examples)


def test_no_two_tools_share_a_name_or_an_example():
    names = [tool.name for tool in tools()]
    examples = [example.lower() for tool in tools() for example in tool.examples]
    assert len(set(names)) == len(names)
    assert len(set(examples)) == len(examples)


@every_tool
def test_a_tool_has_a_method_page(tool: Tool):
    page = files("knowledge.methods").joinpath(f"{tool.method}.md")
    assert page.is_file(), f"write knowledge/methods/{tool.method}.md"


@every_tool
def test_every_field_is_described(tool: Tool):
    for model in (tool.query, tool.result):
        for name, field in model.model_fields.items():
            assert field.description, f"{model.__name__}.{name} has no description"


@every_tool
def test_queries_are_closed_and_need_little(tool: Tool):
    assert tool.query.model_config["extra"] == "forbid"
    required = {name for name, field in tool.query.model_fields.items() if field.is_required()}
    assert required <= {"dataset", "query"}


@every_tool
def test_a_tool_needs_tables_that_exist(tool: Tool):
    assert set(tool.needs) <= set(TABLES)
    assert issubclass(tool.result, BaseModel)


def test_an_unknown_tool_is_met_with_near_names():
    with pytest.raises(UnknownName, match="'sentiment'"):
        tool_named("sentimnet")


def test_listing_the_tools_loads_no_heavy_library():
    heavy = "('ibis', 'numpy', 'scipy', 'pandas', 'pyarrow')"
    code = f"import sys; from tools.registry import tools; tools(); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
