"""Drafts: proposals are shown word for word, and no way leads from here to a customer."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

import server.mcp
from server.desk.model import Citation, DraftState, DraftView, Finding, Listing
from server.mcp.draft_pages import DraftReply
from server.mcp.server import GroundswellServer, build_server
from server.runtime import Runtime
from tests.server.mcp.conftest import Connect
from tools.errors import NotFound, NotPermitted

WORDS = "Hi,\n\nplease see [our page](https://help.example/refunds).\u202e"


def view(**changes: object) -> DraftView:
    now = datetime(2026, 10, 2, tzinfo=UTC)
    plain = DraftView(
        id="d_1", version=1, state="pending", dataset="demo", dataset_version="v_1", post_id="p_1", thread_id=None,
        recipient="a_secret_author", platform="x", snapshot="0" * 64, text=WORDS, sha256="1" * 64,
        citations=(Citation(passage="refunds#when", title="Refunds", quote="Within 30 days."),),
        findings=(Finding(rule="links", severity="block", message="The link is not listed.", quote="help.example"),),
        notes=("Written without a model.",), risk="low", priority="P3", approvals_needed=1, created_at=now,
        expires_at=now,
    )  # fmt: skip
    return plain.model_copy(update=changes)


class Desk:
    """Holds drafts in memory and keeps what it was asked to draft."""

    def __init__(self, *drafts: DraftView) -> None:
        self.drafts, self.asked = drafts, list[tuple[str, str, str | None]]()
        self.unreadable: tuple[str, ...] = ()

    def draft_reply(self, dataset: str, post_id: str, instructions: str | None = None) -> DraftView:
        self.asked.append((dataset, post_id, instructions))
        if not self.drafts:
            raise NotPermitted("Dataset 'demo' was collected for analytics, not for support.")
        return self.drafts[0]

    def list_drafts(self, dataset: str | None = None, *, state: DraftState | None = None, limit: int = 50) -> Listing:
        fits = (each for each in self.drafts if dataset in (None, each.dataset) and state in (None, each.state))
        return Listing(tuple(fits)[:limit], self.unreadable)

    def draft_status(self, draft_id: str) -> DraftView:
        for each in self.drafts:
            if each.id == draft_id:
                return each
        raise NotFound(f"There is no draft {draft_id!r}.")


def serving(runtime: Runtime, *drafts: DraftView) -> GroundswellServer:
    return build_server(runtime, desk=lambda: Desk(*drafts))


@pytest.mark.anyio
async def test_a_draft_is_shown_word_for_word_with_what_the_rules_found(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, view())) as client:
        found = await client.call_tool("draft_reply", {"dataset": "demo", "post_id": "p_1"})
    text, reply = found.content[0].text, DraftReply.model_validate(found.structured_content)
    shown = WORDS.replace("\u202e", "[U+202E RIGHT-TO-LEFT OVERRIDE]")
    assert f"```\n{shown}\n```" in text
    assert "- blocks, links: The link is not listed. in `help.example`" in text
    assert "Nothing was sent, and nothing can be sent from here." in text
    assert reply.draft == WORDS


@pytest.mark.anyio
async def test_a_draft_does_not_tell_the_recipient(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime, view())) as client:
        found = await client.call_tool("draft_status", {"draft_id": "d_1"})
    assert "a_secret_author" not in found.content[0].text + str(found.structured_content)


@pytest.mark.anyio
async def test_a_handoff_has_no_draft(connect: Connect, runtime: Runtime):
    handed = view(state="handoff", text=None, sha256=None, version=0, reasons=("The writer may be in danger.",))
    async with connect(serving(runtime, handed)) as client:
        text = (await client.call_tool("draft_reply", {"dataset": "demo", "post_id": "p_1"})).content[0].text
    assert "No draft: a person answers this one." in text
    assert "The writer may be in danger." in text


@pytest.mark.anyio
async def test_drafts_are_listed_by_state_and_dataset(connect: Connect, runtime: Runtime):
    drafts = (view(), view(id="d_2", state="sent"), view(id="d_3", dataset="other"))
    async with connect(serving(runtime, *drafts)) as client:

        async def ids(**wanted: str) -> list[str]:
            found = await client.call_tool("list_drafts", wanted)
            return [each["id"] for each in found.structured_content["drafts"]]

        assert await ids() == ["d_1", "d_2", "d_3"]
        assert await ids(state="sent") == ["d_2"]
        assert await ids(dataset="other", state="pending") == ["d_3"]
        assert (await client.call_tool("list_drafts", {"state": "handoff"})).content[
            0
        ].text == "There is no such draft."
        assert "state:" in (await client.call_tool("list_drafts", {"state": "gone"})).content[0].text


@pytest.mark.anyio
async def test_a_draft_that_cannot_be_read_is_named_beside_the_others(connect: Connect, runtime: Runtime):
    desk = Desk(view())
    desk.unreadable = ("Draft d_9 cannot be read.",)
    async with connect(build_server(runtime, desk=lambda: desk)) as client:
        found = await client.call_tool("list_drafts", {})
    assert [each["id"] for each in found.structured_content["drafts"]] == ["d_1"]
    assert found.structured_content["unreadable"] == ["Draft d_9 cannot be read."]
    assert "- Draft d_9 cannot be read." in found.content[0].text


@pytest.mark.anyio
async def test_what_the_desk_refuses_reaches_the_model(connect: Connect, runtime: Runtime):
    async with connect(serving(runtime)) as client:
        refused = await client.call_tool("draft_reply", {"dataset": "demo", "post_id": "p_1"})
        absent = await client.call_tool("draft_status", {"draft_id": "d_9"})
    assert refused.content[0].text == "Dataset 'demo' was collected for analytics, not for support."
    assert absent.is_error


def test_nothing_in_the_mcp_server_imports_what_decides():
    """By construction: no module of this package can reach an approval, a key, a sender or the ledger."""
    allowed = {"server.desk.drafting", "server.desk.model", "server.desk.visible"}
    for path in Path(server.mcp.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            reached = {module for module in modules if module.startswith(("server.desk", "server.cli", "server.web"))}
            assert reached <= allowed, f"{path.name} imports {sorted(reached - allowed)}"
