"""`groundswell reread`: all posts of a dataset read again, for features added since or by another reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from server.cli.output import print_json
from server.cli.readers import Reader, runtime_with
from tools.base import Model

if TYPE_CHECKING:
    from server.runtime import Runtime


class RereadReport(Model):
    """What reading a dataset again did."""

    dataset: str
    version: str
    reader: str
    posts: int
    changed: int
    resumed: int
    calibrated_on: int | None = None


def reread(
    dataset: Annotated[str, typer.Argument(help="Which dataset.")],
    reader: Reader = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Read all posts again, as a new version: for features and brands added since they came, or by another reader.

    A rereading that was stopped goes on where it was. Earlier results stay with the version that they rest on.
    """
    report = _reread(runtime_with(reader), dataset)
    print_json(report) if as_json else print(_in_words(report))


def _reread(runtime: Runtime, dataset: str) -> RereadReport:
    from knowledge.importing.rereading import reread as read_again
    from server.cli.imports import progress_bar

    before = runtime.dataset(dataset).manifest.facts.reader
    with progress_bar() as progress:
        done = read_again(runtime.home, dataset, embedder=runtime.embedder, reader=runtime.reader, progress=progress)
    report = RereadReport(dataset=dataset, reader=runtime.reader.id, **done._asdict())
    return report if before == report.reader else _calibrated(runtime, report)


def _calibrated(runtime: Runtime, report: RereadReport) -> RereadReport:
    """Measure another reader on the labels that people gave the dataset, if they are enough."""
    from knowledge.calibration import calibrate
    from tools.errors import TooFewPosts

    if "labels" not in runtime.dataset(report.dataset).manifest.tables:
        return report
    try:
        found = calibrate(runtime.home, report.dataset)
    except TooFewPosts:
        return report
    return report.model_copy(update={"version": found.version, "calibrated_on": found.error.n})


def _in_words(report: RereadReport) -> str:
    lines = [f"Read {report.posts:,} posts of {report.dataset} again with {report.reader}: {report.changed:,} differ."]
    if report.resumed:
        lines.append(f"  {report.resumed:,} of them had been read before it was stopped")
    if report.calibrated_on:
        lines.append(f"  aggregates are corrected by {report.calibrated_on:,} labels that people gave its posts")
    return "\n".join([*lines, f"Dataset {report.dataset} is now version {report.version}."])
