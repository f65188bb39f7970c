"""End to end: the real agent and the real desk behind the server, as a chat client meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.agent.answer import Answer
from server.mcp.budget import tokens
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.conftest import Connect
from tests.server.mcp.demo import WordEmbedder, fill, settings

pytestmark = pytest.mark.anyio


@pytest.fixture
def fresh(tmp_path: Path) -> GroundswellServer:
    """A server on a data folder of its own, since drafting writes."""
    fill(tmp_path)
    return build_server(Runtime(settings(tmp_path), embedder=WordEmbedder()))


async def test_a_question_is_answered_with_figures_that_recompute(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        asked = {"dataset": "demo", "question": "How do people feel about us?"}
        found = await client.call_tool("ask", asked)
        fields = {name: value for name, value in found.structured_content.items() if name != "left_out"}
        answer = Answer.model_validate(fields)
        assert answer.figures
        for result in {figure.result for figure in answer.figures}:
            assert (await client.call_tool("recompute", {"result": result})).structured_content["same"]
    assert all(figure.shown in found.content[0].text for figure in answer.figures)
    assert tokens(found.content[0].text) <= 2000


async def test_a_dataset_that_does_not_exist_is_said_so(connect: Connect, server: GroundswellServer):
    async with connect(server) as client:
        refused = await client.call_tool("ask", {"dataset": "dmeo", "question": "How do people feel?"})
    assert refused.is_error
    assert "Did you mean 'demo'?" in refused.content[0].text


async def test_a_draft_is_proposed_found_again_and_never_sent(
    connect: Connect, fresh: GroundswellServer, tmp_path: Path
):
    async with connect(fresh) as client:
        made = await client.call_tool(
            "draft_reply", {"dataset": "demo", "post_id": f"p_{3:016x}", "instructions": "Thank them."}
        )
        assert not made.is_error, made.content[0].text
        again = await client.call_tool("draft_status", {"draft_id": made.structured_content["id"]})
        listed = await client.call_tool("list_drafts", {"dataset": "demo"})
    assert again.structured_content == made.structured_content
    assert [each["id"] for each in listed.structured_content["drafts"]] == [made.structured_content["id"]]
    assert made.structured_content["state"] in ("pending", "handoff")
    assert not (tmp_path / "outbox").exists()


async def test_a_hostile_post_drafts_nothing_that_obeys_it(connect: Connect, fresh: GroundswellServer):
    async with connect(fresh) as client:
        before = (await client.list_tools()).tools
        made = await client.call_tool("draft_reply", {"dataset": "demo", "post_id": f"p_{0:016x}"})
        assert (await client.list_tools()).tools == before
        listed = await client.call_tool("list_drafts", {})
    assert len(listed.structured_content["drafts"]) <= 1
    assert "evil.example" not in json.dumps(made.structured_content)
