"""`groundswell eval`: runs a suite, prints its report, exits 1 when fewer cases pass than asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.runner import CaseReport, Report

_LAUNCH_POSTS = 1_500
"""Posts of the launch that hostile texts are posted into."""

app = typer.Typer(
    help="Run a suite of questions with known answers and score the answers.",
    context_settings={"allow_interspersed_args": True},  # so that options may follow the suite's name
)


@app.callback(invoke_without_command=True)
def evaluate(
    suite: Annotated[
        str,
        typer.Argument(
            help="Which suite; `reader` measures the reader on labelled texts, `hostile` posts and asks texts that try "
            "to give orders."
        ),
    ] = "sample",
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of the texts of `reader` and `hostile`; without it our own hostile ones."),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(help="For `reader`: measure onnx:NAME, onnx:./FOLDER or endpoint beside the shipped one."),
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            min=20, help="With --reader: texts of each set to measure on. For `hostile`: texts to ask, at most."
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="With --reader: correct aggregates by what is found.")] = False,  # noqa: FBT002 - a flag
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,  # noqa: FBT002 - a flag
    junit: Annotated[Path | None, typer.Option(help="Also write JUnit XML here.")] = None,
    at_least: Annotated[float, typer.Option(min=0, max=1, help="Share of cases that must pass.")] = 1.0,
) -> None:
    """Run a suite of questions with known answers and score the answers."""
    if suite == "reader":
        _measure_reader(data or Path("../shared/data"), reader, most=most, keep=keep)
        return
    if suite == "hostile":
        _attack(data, most)
        return
    from evals.report import to_junit, to_markdown

    report = _asked(suite)
    if junit:
        junit.write_text(to_junit(report), encoding="utf-8")
    sys.stdout.write(report.model_dump_json(indent=1) + "\n" if as_json else to_markdown(report))
    if report.passed < at_least * len(report.cases):
        raise typer.Exit(1)


def _asked(suite: str) -> Report:
    """Ask the questions of a suite and score the answers."""
    from evals.runner import run_suite
    from evals.suite import load_suite
    from evals.truth import sample_truth
    from server.agent.assistant import Assistant
    from server.runtime import Runtime

    chosen, runtime = load_suite(suite), Runtime()
    report = run_suite(chosen, Assistant(runtime), runtime, sample_truth(runtime), progress=_tick)
    _progress("\n")
    return report


def _measure_reader(data: Path, named: str | None, *, most: int | None, keep: bool) -> None:
    from evals import reader
    from server.cli.readers import runtime_with
    from server.labelling import choose

    if not data.is_dir():
        sys.stderr.write(f"There is no folder {str(data)!r}: name the labelled texts with --data.\n")
        raise typer.Exit(1)
    if named in (None, choose.SHIPPED):
        sys.stdout.write(reader.report(data))
        return
    runtime = runtime_with(named)
    found = reader.compare(choose.named_reader(runtime.settings), data, most=most)
    sys.stdout.write(found.tables)
    if keep:
        measurement = choose.Measurement(reader=found.reader, held=found.held, scores=found.scores)
        sys.stdout.write(f"\nKept in {choose.keep(runtime.home, measurement)}: from the next import on it corrects.\n")


def _attack(data: Path | None, most: int | None) -> None:
    from tempfile import TemporaryDirectory

    from evals.hostile import attack, load_texts, to_markdown
    from evals.hostile.report import failed
    from knowledge.samples import generate
    from server.runtime import Runtime

    texts, runtime = load_texts(data), Runtime()
    with TemporaryDirectory(prefix="groundswell-hostile-") as folder:
        outcome = attack(
            Path(folder),
            generate(posts=_LAUNCH_POSTS),
            texts,
            embedder=runtime.embedder,
            reader=runtime.reader,
            asked=most,
            tick=lambda: _progress("."),
        )
    _progress("\n")
    sys.stdout.write(to_markdown(outcome))
    if failed(outcome):
        raise typer.Exit(1)


def _progress(sign: str) -> None:
    sys.stderr.write(sign)
    sys.stderr.flush()


def _tick(case: CaseReport) -> None:
    _progress("." if case.passed else "F")
