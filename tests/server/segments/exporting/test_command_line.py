"""The commands: checking and withdrawing need no terminal, exporting does, and takes nothing else for one."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from server.cli.segments import export as commands
from server.desk.keys import Signer
from server.segments.registry import Registry
from tests.server.segments.conftest import Clock, HandRuntime
from tests.server.segments.exporting.conftest import exported
from tools.errors import BadRequest, NotPermitted

Run = Callable[..., str]


@pytest.fixture
def run(registry: Registry, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `segments ...` on the registry's data folder and returns what it prints."""
    monkeypatch.setenv("GROUNDSWELL_HOME", str(registry.home.path))
    monkeypatch.setattr("server.runtime.Runtime", HandRuntime)
    monkeypatch.setattr(commands, "_now", clock)
    monkeypatch.setattr("server.desk.terminal._DEVICE", "/nowhere")  # as in a job
    app = typer.Typer()
    commands.register(app)

    def invoked(*arguments: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(app, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result.output

    return invoked


@pytest.mark.usefixtures("tom")
def test_a_check_says_what_every_rule_finds_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    shown = run("export", "Readers", "--to", "meta", "--check")
    assert shown.count("  pass  ") == 8
    assert "columns: email, phone" in shown
    refused = run("export", "Readers", "--to", "linkedin", "--check", exit_code=1)
    assert "REFUSED  platform_minimum: LinkedIn needs 300 people" in refused
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.usefixtures("tom")
def test_exporting_needs_a_person_at_a_terminal(run: Run, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted, match="needs a person at a terminal"):
        run("export", "Readers", "--to", "meta", "--out", str(tmp_path / "list.csv"))
    with pytest.raises(BadRequest, match="--out FILE"):
        run("export", "Readers", "--to", "meta")
    with pytest.raises(NotPermitted, match="LinkedIn needs 300 people"):
        run("export", "Readers", "--to", "linkedin", "--out", str(tmp_path / "list.csv"))
    assert list(tmp_path.glob("*.csv")) == []
    taken = set(inspect.signature(commands.export).parameters)
    assert taken == {"name", "to", "out", "dataset", "purpose", "variants", "column", "check", "reviewer"}
    assert "envvar" not in inspect.getsource(commands)


@pytest.mark.slow
def test_withdrawing_says_which_files_have_to_be_sent_and_by_when(
    run: Run, registry: Registry, clock: Clock, tom: Signer, tmp_path: Path
) -> None:
    assert "No list that was exported holds anybody" in run("removals", "launch")
    exported(registry, clock, tom, tmp_path / "list.csv")
    said = run("opt-out", "launch", "member-003")
    assert "new entries on the suppression list of launch" in said
    assert "Meta     due 20" in said
    (removal,) = json.loads(run("removals", "launch", "--json"))
    assert removal["late"] is False
    assert f"{removal['id']}  Meta     uploaded" in run("removals", "launch", "--done", removal["id"])
    file = tmp_path / "no.txt"
    file.write_text("member-004\n", encoding="utf-8")
    assert "rm_" in run("suppress", "launch", str(file))
