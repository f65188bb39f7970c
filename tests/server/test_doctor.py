"""Doctor: says what is there, and goes on past what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.doctor import examine
from server.runtime import Runtime
from server.settings import Settings
from tests.fakes import HashEmbedder, WordReader


@pytest.fixture
def runtime(tmp_path: Path) -> Runtime:
    return Runtime(Settings(home=tmp_path / "home"), embedder=HashEmbedder(), reader=WordReader())


def test_a_fresh_installation_is_well(runtime: Runtime) -> None:
    checks = {check.name: check for check in examine(runtime)}
    assert {check.verdict for check in checks.values()} <= {"ok", "note"}
    assert "packages" in checks["installed"].found
    assert checks["data folder"].found.endswith("(not made yet)")
    assert "none" in checks["language model"].found


def test_a_broken_dataset_is_named_and_the_rest_is_still_examined(runtime: Runtime) -> None:
    folder = runtime.home.datasets / "broken"
    folder.mkdir(parents=True)
    (folder / "current").write_text("v_gone", encoding="utf-8")
    checks = {check.name: check for check in examine(runtime)}
    assert checks["dataset broken"].verdict == "broken"
    assert "v_gone" in checks["dataset broken"].found
    assert "language model" in checks
