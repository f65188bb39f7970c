from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from knowledge.home import Home
from server.charts.drawing import drawn
from server.cli import app, load_commands
from server.runtime import Runtime
from tools.errors import BadRequest

BY_PLATFORM = ("run", "sentiment", "demo", "--by", "platform")


@pytest.fixture(autouse=True)
def _on_the_demo(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDSWELL_HOME", str(home.path))
    monkeypatch.delenv("GROUNDSWELL_MODEL", raising=False)
    load_commands()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_run_draws_its_result_and_chart_draws_it_again(tmp_path: Path) -> None:
    first, again = tmp_path / "first.svg", tmp_path / "again.svg"
    said = run(*BY_PLATFORM, "--chart", str(first))
    result = re.search(r"result (r_\w+)", said.stdout)
    assert result
    told = run("chart", result[1], "--out", str(again))
    assert told.exit_code == 0
    assert f"wrote {again}" in told.stdout
    assert "--measure share" in told.stdout
    assert first.read_text(encoding="utf-8") == again.read_text(encoding="utf-8")
    assert result[1] in first.read_text(encoding="utf-8")


def test_the_files_name_says_the_format_and_options_the_picture(tmp_path: Path) -> None:
    call = Runtime().call("sentiment", {"dataset": "demo", "by": "platform"})
    out = tmp_path / "chart.PNG"
    run("chart", call.id, "--out", str(out), "--measure", "share", "--stacked", "--theme", "dark")
    assert out.read_bytes() == drawn(call, measure="share", stacked=True, theme="dark").png()


def test_ask_draws_what_its_answer_rests_on(tmp_path: Path) -> None:
    out = tmp_path / "chart.svg"
    asked = run("ask", "demo", "net sentiment by week", "--chart", str(out))
    assert asked.exit_code == 0
    assert "in each week" in out.read_text(encoding="utf-8")


def test_another_format_is_refused_before_anything_is_run(tmp_path: Path) -> None:
    for arguments in ((*BY_PLATFORM, "--chart"), ("ask", "demo", "how?", "--chart"), ("chart", "r_0", "--out")):
        refused = run(*arguments, str(tmp_path / "chart.gif"))
        assert isinstance(refused.exception, BadRequest)
        assert "neither" in str(refused.exception)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    refused = run(*BY_PLATFORM, "--chart", str(tmp_path / "no" / "chart.png"))
    assert "No such file or directory" in str(refused.exception)


def test_an_event_that_the_dataset_names_is_named(tmp_path: Path) -> None:
    out = tmp_path / "chart.svg"
    run("run", "sentiment_trend", "demo", "--every", "week", "--event", "2026-03-16", "--chart", str(out))
    assert "2026-03-16" in out.read_text(encoding="utf-8")
