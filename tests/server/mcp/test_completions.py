"""Completions: datasets, brands and pages, as one types."""

from __future__ import annotations

import pytest
from mcp.types import PromptReference, ResourceTemplateReference

from server.mcp import uris
from server.mcp.server import GroundswellServer
from tests.server.mcp.conftest import Connect

pytestmark = pytest.mark.anyio


async def completed(
    connect: Connect,
    server: GroundswellServer,
    reference: PromptReference | ResourceTemplateReference,
    argument: tuple[str, str],
    given: dict[str, str] | None = None,
) -> list[str]:
    async with connect(server) as client:
        found = await client.complete(reference, dict(zip(("name", "value"), argument, strict=True)), given)
        return list(found.completion.values)


async def test_a_dataset_completes_in_addresses_and_prompts(connect: Connect, server: GroundswellServer):
    for reference in (ResourceTemplateReference(uri=uris.POST), PromptReference(name="crisis_check")):
        assert await completed(connect, server, reference, ("dataset", "de")) == ["demo"]
        assert await completed(connect, server, reference, ("dataset", "zz")) == []


async def test_brands_complete_within_the_dataset_already_given(connect: Connect, server: GroundswellServer):
    review, scan = PromptReference(name="launch_review"), PromptReference(name="rival_scan")
    assert await completed(connect, server, review, ("brand", ""), {"dataset": "demo"}) == ["Acme", "Bolt"]
    assert await completed(connect, server, scan, ("rivals", ""), {"dataset": "demo"}) == ["Bolt"]
    assert await completed(connect, server, review, ("brand", ""), {"dataset": "nope"}) == []


async def test_ids_complete_to_nothing(connect: Connect, server: GroundswellServer):
    assert await completed(connect, server, ResourceTemplateReference(uri=uris.POST), ("post_id", "p")) == []


async def test_pages_complete_those_that_begin_with_it_first(connect: Connect, server: GroundswellServer):
    reference = ResourceTemplateReference(uri=uris.PLAYBOOK)
    found = await completed(connect, server, reference, ("name", "app"))
    assert found == ["app-problems"]
    assert "crisis" in await completed(connect, server, reference, ("name", ""))
