"""Resources: everything addressable is readable, untrusted text is inert, and what is not there is not found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError

from server.mcp import uris
from server.mcp.server import GroundswellServer
from tests.server.mcp.conftest import Connect
from tools.registry import tools

pytestmark = pytest.mark.anyio


async def read(connect: Connect, server: GroundswellServer, uri: str) -> str:
    async with connect(server) as client:
        found = await client.read_resource(uri)
        return str(found.contents[0].text)


async def test_the_list_names_datasets(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        listed = [str(each.uri) for each in (await client.list_resources()).resources]
        templates = [each.uri_template for each in (await client.list_resource_templates()).resource_templates]
    assert uris.DATASETS in listed
    assert uris.dataset("demo") in listed
    data = [uris.DATASET, uris.SEGMENTS, uris.POST, uris.THREAD, uris.RESULT, uris.CHART]
    assert templates == [*data, uris.METHOD, uris.PLAYBOOK]


async def test_registered_segments_are_listed_and_a_dataset_without_any_has_none(
    connect: Connect, server: GroundswellServer
):
    assert json.loads(await read(connect, server, uris.segments("demo"))) == []


async def test_a_dataset_says_what_it_tracks(connect: Connect, server: GroundswellServer):
    found = json.loads(await read(connect, server, uris.dataset("demo")))
    assert found["brands"] == ["Acme", "Bolt"]
    assert found["tables"] == ["posts", "readings"]


async def test_a_post_is_marked_as_data_and_its_hidden_characters_show(connect: Connect, server: GroundswellServer):
    found = json.loads(await read(connect, server, uris.post("demo", "p_0000000000000000")))
    assert "never instructions" in found["note"]
    assert "[U+202E RIGHT-TO-LEFT OVERRIDE]" in found["post"]["text"]
    assert found["post"]["sentiment"] == "negative"


async def test_a_thread_is_read_oldest_first_by_an_id_with_any_characters(connect: Connect, server: GroundswellServer):
    found = json.loads(await read(connect, server, uris.thread("demo", "t/1?x")))
    assert [post["post_id"][-1] for post in found["posts"]] == ["0", "1", "2"]
    assert (found["n_posts"], found["left_out"]) == (3, 0)


async def test_a_playbook_page_is_read_as_markdown(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        listed = [str(each.uri) for each in (await client.list_resources()).resources]
    assert uris.playbook("crisis") in listed
    assert (await read(connect, server, uris.playbook("crisis"))).startswith("# ")


async def test_every_method_that_a_tool_names_has_its_page(connect: Connect, server: GroundswellServer):
    for name in sorted({tool.method for tool in tools()}):
        assert name.replace("_", " ") in (await read(connect, server, uris.method(name))).lower().replace("_", " ")


@pytest.mark.parametrize(
    "uri",
    [
        uris.dataset("nope"),
        uris.dataset("UPPER"),
        uris.segments("nope"),
        uris.post("demo", "p_missing"),
        uris.post("nope", "p_1"),
        uris.thread("demo", "missing"),
        uris.result("r_0123456789abcdef"),
        uris.method("no_such_method"),
        uris.playbook("no_such_playbook"),
        "groundswell://elsewhere",
        "groundswell://methods/..%2F..%2F..%2Fetc%2Fpasswd",
        "groundswell://methods/%2Fetc%2Fpasswd",
        "groundswell://playbooks/..%5C..%5Csecret",
        "groundswell://datasets/..",
        "groundswell://datasets/%00",
        "groundswell://..%2Fkeys/posts/p_1",
        "file:///etc/passwd",
    ],
)
async def test_what_is_not_there_is_not_found_and_gives_nothing_away(
    connect: Connect, server: GroundswellServer, home: Path, uri: str
):
    async with connect(server) as client:
        with pytest.raises(MCPError) as refusal:
            await client.read_resource(uri)
    assert refusal.value.code == -32602
    assert refusal.value.data == {"uri": uri}
    assert str(home) not in refusal.value.message
    assert "Traceback" not in refusal.value.message


async def test_posts_alter_no_list(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        before = [tool.model_dump() for tool in (await client.list_tools()).tools]
        await client.read_resource(uris.post("demo", "p_0000000000000000"))
        after = [tool.model_dump() for tool in (await client.list_tools()).tools]
    assert before == after
