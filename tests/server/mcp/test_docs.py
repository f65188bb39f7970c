"""Docs: docs/mcp.md names what there is, and its examples are well formed."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from server.mcp import uris
from server.mcp.http import MAX_SESSIONS, SHORTEST_TOKEN
from server.settings import Settings

TEXT = (Path(__file__).parents[3] / "docs" / "mcp.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.DOTALL)


def test_every_configuration_is_json_and_starts_the_command_that_there_is():
    found = [json.loads(block) for block in blocks("json")]
    assert len(found) == 2
    for configuration in found:
        (servers,) = configuration.values()
        assert servers["groundswell"]["args"] == ["serve"]


def test_every_example_is_python():
    assert all(ast.parse(block) for block in blocks("python"))


def test_every_address_is_documented():
    for template in (uris.DATASETS, uris.DATASET, uris.POST, uris.THREAD, uris.RESULT, uris.METHOD, uris.PLAYBOOK):
        assert f"`{template}`" in TEXT


def test_every_variable_that_is_named_exists():
    for name in set(re.findall(r"GROUNDSWELL_([A-Z_]+)", TEXT)):
        assert name.lower() in Settings.model_fields


def test_limits_are_those_of_the_code():
    assert f"more than {MAX_SESSIONS} sessions" in TEXT
    assert f"{SHORTEST_TOKEN} characters or more" in TEXT
