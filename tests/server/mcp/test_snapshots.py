"""Snapshots: what clients have read of each tool, so that no change to a schema goes unnoticed.

Update them on purpose: make snapshots, or UPDATE_SNAPSHOTS=1 python -m pytest tests/server/mcp/test_snapshots.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from mcp import Client

from server.mcp.inventory import TOOLSETS
from server.mcp.server import build_server
from server.runtime import Runtime

FOLDER = Path(__file__).parent / "snapshots"
HOW = (
    "differs from its snapshot. Clients hold on to what they have read of it, so: is the change meant? "
    "Then update the snapshot (make snapshots), look at its diff, and commit both together."
)


@pytest.mark.anyio
async def test_every_tool_is_as_its_snapshot_says(runtime: Runtime):
    async with Client(build_server(runtime, toolsets=TOOLSETS)) as client:
        listing = (await client.list_tools()).tools
    current = {tool.name: tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in listing}
    if os.environ.get("UPDATE_SNAPSHOTS"):
        _write(current)
    stored = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    assert sorted(current) == sorted(stored), f"The list of tools {HOW}"
    for name, tool in current.items():
        assert tool == stored[name], f"Tool {name} {HOW}"


def _write(current: dict[str, object]) -> None:
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, tool in current.items():
        text = json.dumps(tool, indent=2, ensure_ascii=False, sort_keys=True)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
