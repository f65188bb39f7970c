"""What a model can reach cannot decide: no chain of imports leads from there to a deciding module."""

from __future__ import annotations

import subprocess
import sys

import pytest
from grimp import ImportGraph, build_graph

DECIDING = ("approvals", "decisions", "enrolling", "keys", "outbox", "file_sender", "terminal")
REACHED_BY_MODELS = ("server.mcp", "server.agent", "server.desk.drafting", "server.desk.triage",
                     "server.desk.model_composer", "server.desk.inbox_schema", "server.desk.handoff",
                     "tools", "knowledge")  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return build_graph("server", "knowledge", "tools", "prompts")


@pytest.mark.parametrize("verb", ["approvals", "exporting", "registry"])
@pytest.mark.parametrize("origin", ["server.mcp", "server.agent", "server.segments.known", "tools", "knowledge"])
def test_no_import_leads_from_what_models_reach_to_registering_approving_or_exporting_people(
    graph: ImportGraph, origin: str, verb: str
) -> None:
    package = bool(graph.find_children(origin))
    chain = graph.find_shortest_chain(origin, f"server.segments.{verb}", as_packages=package)
    assert chain is None, " -> ".join(chain or ())


@pytest.mark.parametrize("verb", DECIDING)
@pytest.mark.parametrize("origin", REACHED_BY_MODELS)
def test_no_import_leads_from_what_models_reach_to_what_decides(graph: ImportGraph, origin: str, verb: str) -> None:
    package = bool(graph.find_children(origin))
    chain = graph.find_shortest_chain(origin, f"server.desk.{verb}", as_packages=package)
    assert chain is None, " -> ".join(chain or ())


@pytest.mark.parametrize("origin", REACHED_BY_MODELS)
def test_no_import_leads_from_what_models_reach_to_files_of_people(graph: ImportGraph, origin: str) -> None:
    sources = {origin} | graph.find_descendants(origin)
    exporting = {"server.segments.exporting"} | graph.find_descendants("server.segments.exporting")
    reached = {found for source in sources for found in graph.find_upstream_modules(source)}
    assert not reached & exporting


def test_drafting_loads_no_deciding_module() -> None:
    code = "import sys, server.desk.drafting; print([m for m in sys.modules if m.startswith('server.desk.')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not any(f"server.desk.{verb}'" in loaded for verb in DECIDING)
    assert "server.desk.drafting" in loaded
