"""Command line: read texts from a file or a pipe, in order, however long it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, TextIO

import typer

from server.cli.output import json_text
from server.cli.readers import Reader, runtime_with

if TYPE_CHECKING:
    from server.runtime import Runtime
    from tools.reader.mentions import Vocabulary

_MOST_SAID = 20
"""Bad lines told one by one; the others are counted."""


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(read)


def read(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="JSON Lines, one object a line; - for stdin.")],
    field: Annotated[
        str, typer.Option(help="The field that holds the text; dots lead into objects: data.body.")
    ] = "text",
    plain: Annotated[bool, typer.Option("--plain", help="Each line is a text, not JSON.")] = False,  # noqa: FBT002 - a flag
    out: Annotated[Path | None, typer.Option(help="Write here instead of to the terminal.", dir_okay=False)] = None,
    dataset: Annotated[str | None, typer.Option(help="Look for this dataset's features and brands as aspects.")] = None,
    aspect: Annotated[list[str] | None, typer.Option(help="Look for this as an aspect too; may be repeated.")] = None,
    reader: Reader = None,
) -> None:
    """Label texts: the same objects come out in order, each with a "reading"; exit 1 if a line could not be read."""
    from server.reading_lines import Form, raw_lines, read_lines

    runtime, bad = runtime_with(reader), 0
    names = _names(runtime, dataset, aspect or [])
    with _opened(file, out) as source, _written(out) as target, _progress(file, source) as step:
        for line in read_lines(runtime, raw_lines(source), form=Form(field, plain), names=names):
            target.write(json_text(line.output, indent=None) + "\n")
            step(line.size)
            if line.error:
                bad += 1
                if bad <= _MOST_SAID:
                    sys.stderr.write(f"groundswell: line {line.number}: {line.error}\n")
    if bad:
        sys.stderr.write(f'groundswell: {bad:,} lines could not be read; each has an "error" instead of a reading\n')
        raise typer.Exit(1)


def _names(runtime: Runtime, dataset: str | None, aspects: list[str]) -> Vocabulary:
    from tools.reader.mentions import Vocabulary, spellings

    found = spellings(runtime.dataset(dataset).manifest.facts) if dataset else {}
    return Vocabulary(found | {name: name for name in aspects})


@contextmanager
def _opened(file: str, out: Path | None) -> Iterator[BinaryIO]:
    from tools.errors import BadRequest

    if file == "-":
        yield sys.stdin.buffer
        return
    path = Path(file)
    if out and out.exists() and path.exists() and out.samefile(path):
        raise BadRequest(f"--out {str(out)!r} is the file that is read. Name another one.")
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BadRequest(f"{file!r} cannot be opened: {error.strerror}. Give a file, or - for stdin.") from None
    with stream:
        yield stream


@contextmanager
def _written(out: Path | None) -> Iterator[TextIO]:
    """Give stdout, or a file that takes its name when all is written; what was begun goes if reading stops."""
    if out is None:
        yield sys.stdout
        return
    begun = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with begun.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as target:
            yield target
        begun.replace(out)
    finally:
        begun.unlink(missing_ok=True)


@contextmanager
def _progress(file: str, source: BinaryIO) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how many bytes of the file, or lines of a pipe, are read; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as shown
    from rich.console import Console

    size = os.fstat(source.fileno()).st_size if file != "-" else None
    columns = (
        shown.TextColumn("reading"), shown.BarColumn(), shown.TextColumn("{task.fields[lines]:,} lines"),
        shown.TimeElapsedColumn(), shown.TimeRemainingColumn(),
    )  # fmt: skip
    with shown.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, lines = bar.add_task("reading", total=size, lines=0), 0

        def step(taken: int) -> None:
            nonlocal lines
            lines += 1
            bar.update(task, advance=taken, lines=lines)

        yield step
