from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from knowledge.home import Home
from server.cli import app, load_commands

Run = Callable[..., Result]
QUESTION = "How do people feel about each brand?"


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line on the test's dataset."""
    monkeypatch.setenv("GROUNDSWELL_HOME", str(home.path))
    monkeypatch.delenv("GROUNDSWELL_MODEL", raising=False)
    load_commands()

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, list(arguments), input=stdin)

    return run


def test_ask_prints_what_a_strategist_reads_and_json_the_contract(run: Run) -> None:
    text = run("ask", "demo", QUESTION)
    answer = json.loads(run("ask", "demo", QUESTION, "--json").stdout)
    assert text.exit_code == 0
    assert " ".join(text.stdout.split()).startswith(answer["headline"])
    assert {"headline", "claims", "figures", "posts", "caveats", "next_step", "abstained", "reason", "closest_question",
            "tool_calls", "dataset", "dataset_version", "as_of", "model", "latency_ms"} <= answer.keys()  # fmt: skip
    assert {"id", "name", "value", "unit", "n", "low", "high", "period", "filter", "result"} <= answer["figures"][
        0
    ].keys()


def test_recompute_says_same_figure_by_figure(run: Run) -> None:
    answer = json.loads(run("ask", "demo", QUESTION, "--json").stdout)
    again = run("recompute", answer["figures"][0]["id"])
    assert again.exit_code == 0
    assert "same       net.acme" in again.stdout
    assert again.stdout.strip().splitlines()[-1].startswith(f"{answer['figures'][0]['result']}: same")


def test_run_takes_the_tools_own_options(run: Run) -> None:
    call = json.loads(
        run(
            "run",
            "sentiment",
            "demo",
            "--brand",
            "Acme",
            "--platform",
            "x",
            "--since",
            "2026-03-09",
            "--by",
            "week",
            "--json",
        ).stdout
    )
    assert call["query"]["filter"]["brands"] == ["Acme"]
    assert call["query"]["period"] == {"start": "2026-03-09", "end": "2026-03-29"}
    assert call["query"]["by"] == "week"
    assert "--by brand|platform" in run("run", "sentiment", "--help").stdout
    assert run("run", "sentiment", "demo", "--brnd", "Acme").exit_code == 2


def test_search_lists_posts_with_their_ids(run: Run) -> None:
    found = json.loads(run("search", "demo", "broken agenda", "-k", "3", "--json").stdout)
    assert len(found["posts"]) == 3
    assert found["posts"][0]["post_id"] in run("search", "demo", "broken agenda", "-k", "3").stdout


def test_tools_lists_every_tool(run: Run) -> None:
    listed = json.loads(run("tools", "--json").stdout)
    assert {"sentiment", "search_posts"} <= {tool["name"] for tool in listed}
    assert all(tool["examples"] and tool["arguments"] for tool in listed)


def test_errors_are_one_line_on_stderr(home: Home) -> None:
    command = [str(Path(sys.executable).with_name("groundswell")), "ask", "nowhere", "hi"]
    result = subprocess.run(
        command, capture_output=True, text=True, env={"GROUNDSWELL_HOME": str(home.path)}, check=False
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.strip().splitlines() == ["groundswell: There is no dataset 'nowhere'. There are: demo."]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_stream_is_no_traceback(home: Home, closed: str) -> None:
    command = Path(sys.executable).with_name("groundswell")
    result = subprocess.run(
        ["/bin/sh", "-c", f'"{command}" tools {closed}'], capture_output=True, text=True,
        env={"GROUNDSWELL_HOME": str(home.path)}, check=False,
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, "")
