"""Charts: an image beside the numbers it was drawn from, by a result's id or by a tool and its arguments."""

from __future__ import annotations

import base64

import pytest
from mcp import MCPError

from server.agent.answer import Answer
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.conftest import Connect

pytestmark = pytest.mark.anyio

BY_BRAND = {"tool": "sentiment", "arguments": {"dataset": "demo", "by": "brand"}}
PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_tool_is_run_and_drawn_and_its_result_drawn_again(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        drawn = await client.call_tool("chart", BY_BRAND)
        reply = drawn.structured_content
        again = await client.call_tool("chart", {"result": reply["result"]})
        at_its_address = await client.read_resource(f"groundswell://results/{reply['result']}/chart.png")
    text, image = drawn.content
    assert base64.b64decode(image.data).startswith(PNG)
    assert image.mime_type == "image/png"
    assert again.content[1].data == image.data == at_its_address.contents[0].blob
    assert reply["kind"] == "bars"
    assert reply["measure"] == "net"
    assert all(figure["text"] in text.text for figure in reply["figures"])
    assert reply["description"].startswith("Bar chart: ")
    assert len(drawn.model_dump_json()) < 300_000


async def test_another_measure_is_named_and_drawn(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        stacked = await client.call_tool("chart", {**BY_BRAND, "measure": "share", "stacked": True, "theme": "dark"})
        refused = await client.call_tool("chart", {**BY_BRAND, "measure": "sharks"})
    assert stacked.structured_content["kind"] == "stacked"
    assert "share.negative" in stacked.structured_content["measures"]
    assert refused.is_error
    assert "Did you mean 'share'" in refused.content[0].text


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "Give either `result`"),
        ({"result": "r_0000000000000000", **BY_BRAND}, "Give either `result`"),
        ({"result": "r_0000000000000000"}, "There is no result"),
        ({"result": "r_0000000000000000", "arguments": {"by": "brand"}}, "`arguments` belong to `tool`"),
        ({"tool": "sentimet"}, "Did you mean 'sentiment'"),
        ({"tool": "search_posts", "arguments": {"dataset": "demo", "query": "sync"}}, "has nothing to draw"),
    ],
)
async def test_what_cannot_be_drawn_is_refused_with_what_to_do(
    connect: Connect, server: GroundswellServer, arguments: dict[str, object], why: str
):
    async with connect(server) as client:
        refused = await client.call_tool("chart", arguments)
    assert refused.is_error
    assert why in refused.content[0].text


async def test_the_address_of_no_result_is_not_found(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        with pytest.raises(MCPError, match="There is no result"):
            await client.read_resource("groundswell://results/r_0000000000000000/chart.png")


class Agent:
    """Answers with a chart of a result."""

    def __init__(self, result: str) -> None:
        self.result = result

    def ask(self, dataset: str, question: str, **_: object) -> Answer:
        return Answer(question=question, headline="So.", dataset=dataset, dataset_version="v", charts=(self.result,))


async def test_an_answer_that_was_asked_for_a_picture_has_it_beside_it(connect: Connect, runtime: Runtime):
    call = runtime.call("sentiment", {"dataset": "demo", "by": "brand"})
    async with connect(build_server(runtime, asks=lambda: Agent(call.id))) as client:
        asked = await client.call_tool("ask", {"dataset": "demo", "question": "draw sentiment by brand"})
    assert [each.type for each in asked.content] == ["text", "image"]
    assert asked.structured_content["charts"] == [call.id]
    assert "images" not in asked.structured_content
    assert base64.b64decode(asked.content[1].data).startswith(PNG)
