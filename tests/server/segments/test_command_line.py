"""The commands as an owner meets them: looking needs no terminal, deciding does."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from server.cli.segments import deciding
from server.segments.registry import Registry
from server.settings import Settings
from tests.server.desk.conftest import PASSPHRASE
from tests.server.segments.conftest import START, HandRuntime, Reviewers, asking, filled
from tests.terminal import at_terminal
from tools.errors import BadRequest, NotPermitted, UnknownName
from tools.segmentation.describing.asked import DescribeSegmentQuery, DescribeSegmentResult

CLI = "from server.cli import main; main()"
Run = Callable[..., str]


@pytest.fixture
def run(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `segments ...` on the registry's data folder and returns what it prints."""
    from server.cli import segments

    monkeypatch.setenv("GROUNDSWELL_HOME", str(registry.home.path))
    app = typer.Typer()
    app.command("nothing")(lambda: None)
    segments.register(app)

    def invoked(*arguments: str, exit_code: int = 0) -> str:
        result: Result = CliRunner().invoke(app, ["segments", *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output
        return result.output

    return invoked


def test_nothing_registered_is_said_with_the_command_that_registers(run: Run) -> None:
    assert "groundswell segments define DATASET NAME" in run("list")
    with pytest.raises(UnknownName, match="no segment 'Nobody'"):
        run("show", "Nobody")


def test_a_segment_is_listed_and_shown_with_its_lineage_and_history(run: Run, registry: Registry) -> None:
    made = registry.define(asking())
    listed = run("list", "--dataset", "launch")
    assert "about 60 of 100 people" in listed
    assert f"{made.id}, launch, version 1, for analytics, owner mara, DPIA not needed" in listed
    shown = run("show", "users of summaries")
    assert f"SHA-256 {made.sha256}" in shown
    assert "Next: Its owner puts it before the reviewers: groundswell segments submit 'Users of summaries'" in shown
    assert "table events" in run("show", made.id, "--lineage")
    assert "version 1  defined" in run("show", made.id, "--history")
    assert json.loads(run("show", made.id, "--json"))["content"]["people"] == 60
    assert json.loads(run("list", "--json"))[0]["attention"] == []
    assert [one["kind"] for one in json.loads(run("show", made.id, "--history", "--json"))] == ["defined"]
    assert "wasGeneratedBy" in json.loads(run("show", made.id, "--lineage", "--json"))


def test_an_assessment_is_written_once_and_submitted(
    run: Run, runtime: HandRuntime, registry: Registry, tmp_path: Path
) -> None:
    runtime.features = ("view.debt_advice",)
    made = registry.define(asking())
    file = tmp_path / "dpia.md"
    assert f"--file {file}" in run("dpia", made.name, "--write", str(file))
    with pytest.raises(BadRequest, match="is there already"):
        run("dpia", made.name, "--write", str(file))
    with pytest.raises(BadRequest, match="names no author"):
        run("dpia", made.name, "--file", str(file))
    file.write_text(filled(made), encoding="utf-8")
    shown = run("dpia", made.name, "--file", str(file))
    assert "DPIA draft; 0 of 2 approvals" in shown
    assert "impact assessment by dora" in shown
    with pytest.raises(BadRequest, match="Give --write FILE"):
        run("dpia", made.name)


@pytest.mark.parametrize("verb", ["submit", "approve", "reject", "review", "lower", "archive"])
def test_no_deciding_command_runs_without_a_terminal(
    run: Run, registry: Registry, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.desk.terminal._DEVICE", "/nowhere")  # as in a job; the tests may be run from a terminal
    made = registry.define(asking())
    reason = () if verb in ("submit", "approve") else ("--reason", "we agreed on it in the meeting")
    with pytest.raises(NotPermitted, match="needs a person at a terminal"):
        run(verb, made.name, *reason)


def test_no_deciding_command_takes_a_passphrase_as_an_argument_or_a_variable() -> None:
    commands = (deciding.submit, deciding.approve, deciding.reject, deciding.review, deciding.lower, deciding.archive)
    taken = {name for command in commands for name in inspect.signature(command).parameters}
    assert taken == {"name", "reason", "dataset", "reviewer"}
    assert "envvar" not in inspect.getsource(deciding)
    assert not {name for name in Settings.model_fields if "pass" in name}


def test_a_definition_that_fits_nothing_is_refused_with_its_faults(run: Run) -> None:
    start = ("define", "launch", "Readers", "-s", "1", "--owner", "mara", "--purpose", "analytics")
    with pytest.raises(BadRequest, match="k: Input should be less than or equal to 20"):
        run(*start, "--k", "50")
    with pytest.raises(BadRequest, match="does not go with --from"):
        run(*start, "--from", "r_0123456789abcdef", "--k", "4")
    run(*start, "--kk", "4", exit_code=2)


def test_a_result_about_a_segmentation_gives_its_definition_and_its_data(run: Run, registry: Registry) -> None:
    from server.cli.segments.defining import _chosen
    from server.state import results

    query = DescribeSegmentQuery(dataset="launch", k=2, segment=1)
    result = DescribeSegmentResult(figures=(), segments=(), k=2, algorithm="kmeans", definition=query.definition.hash)
    row = {"id": "r_00", "tool": "describe_segment", "tool_version": 1, "dataset": "launch", "dataset_version": "v_0",
           "query": query.model_dump_json(), "result": result.model_dump_json(), "created_at": START}  # fmt: skip
    with registry.state.begin() as connection:
        connection.execute(results.insert().values(**row))
    assert _chosen(registry.runtime, "launch", "r_00#figure", []) == (query.definition, "v_0")
    with pytest.raises(BadRequest, match=r"not about a segmentation of 'other'.*segment_audience other"):
        run("define", "other", "Readers", "-s", "1", "--owner", "mara", "--purpose", "analytics", "--from", "r_00")


@pytest.mark.slow
def test_a_segment_is_submitted_and_approved_at_terminals_by_two_people(
    registry: Registry, reviewer: Reviewers
) -> None:
    made = registry.define(asking())
    reviewer("mara"), reviewer("tom")
    home = registry.home.path
    declined = at_terminal(CLI, home, "segments", "submit", made.name, "--as", "mara", answers={"Type submit": "yes"})
    assert "Nothing was done." in declined
    for verb, name in (("submit", "mara"), ("approve", "tom")):
        answers = {f"Type {verb} to sign": verb, f"Passphrase of {name}:": PASSPHRASE}
        shown = at_terminal(CLI, home, "segments", verb, made.name, "--as", name, answers=answers)
        assert made.sha256 in shown
        assert "Ledger head: " in shown
        assert PASSPHRASE not in shown
    now = registry.show(made.name)
    assert (now.state, now.submitted_by, now.approved_by) == ("approved", "mara", ("tom",))
