"""Imports: a progress bar while one runs, and its report in words a person can act on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from server.cli.output import print_json
from server.cli.readers import runtime_with
from server.desk.visible import escaped
from tools.errors import BadRequest

if TYPE_CHECKING:
    from knowledge.importing import ImportOptions, ImportReport, Progress
    from tools.facts import Facts

_STAGES = {
    "checking": "Checking the file",
    "rows": "Reading rows",
    "storing": "Storing",
    "reading": "Reading posts",
    "indexing": "Indexing",
}


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """Show progress on a terminal; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as rich_progress
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<18}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with rich_progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def show(at: Progress) -> None:
            if at.stage not in tasks:
                tasks[at.stage] = bar.add_task(_STAGES[at.stage], total=at.total)
            bar.update(tasks[at.stage], completed=at.done, total=at.total)

        yield show


@contextmanager
def naming_options() -> Iterator[None]:
    """Say which option has a value that it cannot take, as a BadRequest."""
    try:
        yield
    except ValidationError as error:
        faults = error.errors(include_url=False)
        said = (f"--{str(one['loc'][0]).replace('_', '-')} {one['input']!r}: {one['msg']}." for one in faults)
        raise BadRequest(" ".join(said)) from None


def bring_in(file: Path, options: ImportOptions, *, reader: str | None, as_json: bool) -> None:
    """Import a file and print the report."""
    from knowledge.importing import import_file

    runtime = runtime_with(reader)
    with progress_bar() as progress:
        report = import_file(
            runtime.home, file, options, embedder=runtime.embedder, reader=runtime.reader, progress=progress
        )
    if as_json:
        print_json(report)
    else:
        print(in_words(report))


def in_words(report: ImportReport) -> str:
    """Return the report as a person reads it: what came in, what did not and why, what to do next."""
    lines = [_headline(report), *_counts(report), *_columns(report), *_rejects(report)]
    lines += [f"  note: {_shown(warning)}" for warning in report.warnings]
    if report.version is None:
        return "\n".join([*lines, "Nothing was changed: leave out --dry-run to import it."])
    lines.append(f"Dataset {report.dataset} is now version {report.version}.")
    if report.table == "posts":
        lines.append(f'Ask: groundswell ask {report.dataset} "What do people praise and what do they complain about?"')
    return "\n".join(lines)


def facts_in_words(facts: Facts) -> str:
    """Return what a dataset knows about itself as a person reads it."""
    lines = [f"Dataset {facts.dataset}, collected for {', '.join(facts.purposes)}"]
    for brand in facts.brands:
        others = [alias for alias in brand.aliases if alias != brand.name]
        also = f" (also {', '.join(others)})" if others else ""
        lines.append(_shown(f"  {'own brand' if brand.is_own else 'competitor'}: {brand.name}{also}"))
    lines.append(_shown(f"  features: {', '.join(facts.features) or 'none'}"))
    if facts.milestones:
        lines.append(_shown("  milestones: " + ", ".join(f"{name} {day}" for name, day in facts.milestones.items())))
    kept = f"{facts.retention_days} days" if facts.retention_days else "no limit"
    lines.append(f"  time zone: {facts.time_zone}; kept: {kept}; read by: {facts.reader or 'nothing yet'}")
    return "\n".join(lines)


def _shown(line: str) -> str:
    return escaped(line.replace("\n", " "))


def _headline(report: ImportReport) -> str:
    did = "Checked" if report.version is None else "Imported"
    return _shown(f"{did} {report.file} ({report.kind}; preset {report.preset}) in {report.seconds:.1f} s")


def _counts(report: ImportReport) -> list[str]:
    if report.version is None:
        return [f"  {report.read:,} rows: {report.good:,} can be imported as {report.table}"]
    counts = f"{report.added:,} added, {report.changed:,} changed, {report.unchanged:,} known already"
    lines = [f"  {report.read:,} rows of {report.table}: {counts}"]
    if report.repeated:
        lines.append(f"  {report.repeated:,} rows were replaced by later rows with the same id")
    if report.suppressed:
        lines.append(f"  {report.suppressed:,} rows were left out: they are of people or posts that were erased")
    if report.authors:
        lines.append(f"  {report.authors:,} authors added or changed")
    return lines


def _columns(report: ImportReport) -> list[str]:
    lines = ["  columns: " + _shown(", ".join(f"{ours} from {theirs}" for ours, theirs in report.mapped.items()))]
    if report.not_imported:
        names = report.not_imported
        more = f" and {len(names) - 20} more" if len(names) > 20 else ""
        lines.append(_shown(f"  not imported: {', '.join(names[:20])}{more}"))
    return lines


def _rejects(report: ImportReport) -> list[str]:
    if not report.rejected:
        return []
    lines = [f"  {report.rejected:,} rows could not be imported:"]
    lines += [_shown(f"    {report.unit} {reject.at:,}: {reject.reason}") for reject in report.rejects]
    if report.rejects_file:
        lines.append(f"    all of them, with reasons: {report.rejects_file}")
    return lines
