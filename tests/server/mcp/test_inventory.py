"""Inventory: rules that every tool a chat client sees must keep, whichever toolsets are asked for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from server.mcp.budget import tokens
from server.mcp.inventory import DAILY, TOOLSETS, listed
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.conftest import Connect
from tools.errors import UnknownName
from tools.registry import tools

pytestmark = pytest.mark.anyio

FORBIDDEN = re.compile(
    r"(?:^|[_ ])(approv|send|sent(?!i)|export|reject|edit|publish|erase|forget|delete|deliver|reviewer|import|outbox)"
)
BASE = ["ask", "list_datasets", "find_tools", "run_tool", "read_result", "recompute", "chart"]
DRAFTING = ["draft_reply", "list_drafts", "draft_status"]


@pytest.fixture(params=[None, TOOLSETS, ("core",), ()], ids=["daily", "all", "core", "none"])
def any_server(request: pytest.FixtureRequest, runtime: Runtime) -> GroundswellServer:
    return build_server(runtime, toolsets=request.param)


async def test_ask_comes_first_and_the_rest_in_reading_order(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
    daily = [tool.name for tool in tools() if tool.name in DAILY]
    assert names == [*BASE[:2], *daily, *BASE[2:], *DRAFTING]


async def test_no_tool_can_approve_send_export_or_erase(connect: Connect, any_server: GroundswellServer):
    async with connect(any_server) as client:
        for tool in (await client.list_tools()).tools:
            assert not FORBIDDEN.search(tool.name), f"{tool.name} names something only a person may do"
            assert not FORBIDDEN.search(" ".join(tool.input_schema["properties"])), tool.name
            assert tool.annotations
            assert tool.annotations.read_only_hint is (tool.name != "draft_reply")


async def test_every_tool_has_title_description_annotations_and_both_schemas(
    connect: Connect, any_server: GroundswellServer
):
    async with connect(any_server) as client:
        for tool in (await client.list_tools()).tools:
            assert tool.title, tool.name
            assert len(tool.description or "") > 40, tool.name
            assert tool.annotations, tool.name
            assert tool.annotations.open_world_hint is False
            assert tool.annotations.destructive_hint is False
            assert tool.output_schema, tool.name
            assert re.fullmatch(r"[a-z][a-z_]{1,62}", tool.name), tool.name


async def test_every_argument_is_described_and_unknown_ones_are_closed_out(
    connect: Connect, any_server: GroundswellServer
):
    async with connect(any_server) as client:
        for tool in (await client.list_tools()).tools:
            schema = tool.input_schema
            assert schema["type"] == "object", tool.name
            assert schema["additionalProperties"] is False, tool.name
            assert not {"anyOf", "oneOf", "allOf", "$ref", "$defs"} & set(schema), tool.name
            for name, argument in schema["properties"].items():
                assert argument.get("description"), f"{tool.name}.{name}"


async def test_an_unknown_argument_is_refused_by_every_tool(connect: Connect, any_server: GroundswellServer):
    async with connect(any_server) as client:
        for tool in (await client.list_tools()).tools:
            arguments: dict[str, Any] = {"no_such_argument": 1}
            refused = await client.call_tool(tool.name, arguments)
            assert refused.is_error, tool.name
            assert "no_such_argument: no such argument" in refused.content[0].text, tool.name


async def test_the_list_fits_a_context_window(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        listing = (await client.list_tools()).tools
    inputs = [{"name": t.name, "description": t.description, "inputSchema": t.input_schema} for t in listing]
    assert tokens(json.dumps(inputs)) < 14_000


async def test_read_only_leaves_out_what_writes(connect: Connect, runtime: Runtime):
    async with connect(build_server(runtime, read_only=True)) as client:
        listing = (await client.list_tools()).tools
    assert "draft_reply" not in [tool.name for tool in listing]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in listing)


async def test_toolsets_replace_the_tools_of_daily_use(connect: Connect, runtime: Runtime):
    async with connect(build_server(runtime, toolsets=["kpi"])) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
    assert names == [*BASE[:2], *(tool.name for tool in tools() if tool.toolset == "kpi"), *BASE[2:]]


def test_an_unknown_toolset_is_refused_with_near_names(runtime: Runtime):
    with pytest.raises(UnknownName, match="Did you mean 'listen'"):
        build_server(runtime, toolsets=["listening"])


def test_every_tool_of_daily_use_is_registered():
    assert {tool.name for tool in listed(None)} == set(DAILY)


def test_every_registered_tool_belongs_to_a_toolset_that_can_be_asked_for():
    assert {tool.toolset for tool in tools()} <= set(TOOLSETS)
