"""`groundswell segments dpia`, `refresh` and `recompute`: assessing a segment, and segmenting its people again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from server.cli.output import print_json
from server.cli.segments.opening import Json, Name, Of, open_registry


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (dpia, refresh, recompute):
        app.command()(command)


def dpia(
    name: Name,
    write: Annotated[Path | None, typer.Option("--write", help="Write the file to fill in here.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Submit this file, filled in.")] = None,
    dataset: Of = None,
) -> None:
    """Write the impact assessment of a segment to fill in (--write), or submit it (--file) as its next version."""
    from server.segments.dpia import template
    from server.segments.showing import segment_lines
    from server.segments.views import today_of
    from tools.errors import BadRequest

    registry = open_registry()
    if (write is None) == (file is None):
        raise BadRequest("Give --write FILE to get the file to fill in, or --file FILE to submit it.")
    if write:
        text = template(registry.show(name, dataset=dataset), today=today_of(registry.now()))
        _written_once(write, text)
        print(f"Wrote {write}. Fill it in, then: groundswell segments dpia {name!r} --file {write}")
    elif file:
        print("\n".join(segment_lines(registry.assess(name, _read(file), dataset=dataset))))


def refresh(
    name: Name,
    reason: Annotated[str, typer.Option("--change", metavar="WHY", help="Why it is segmented anew.")],
    dataset: Of = None,
) -> None:
    """Make the next version of a segment by the same definition, on the data as they are now."""
    from server.segments.showing import segment_lines

    print("\n".join(segment_lines(open_registry().refresh(name, dataset=dataset, change=reason))))


def recompute(
    name: Name,
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="Which version; the newest if left out.")
    ] = None,
    dataset: Of = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Segment a version's people again and compare with its members, naming none; exit 1 if they are others."""
    from server.segments.recomputing import recompute as recomputed

    found = recomputed(open_registry(), name, dataset=dataset, version=version)
    if as_json:
        print_json(found)
    else:
        print(found.says)
    if not found.same:
        raise typer.Exit(1)


def _written_once(path: Path, text: str) -> None:
    """Write a new file, for its owner only; BadRequest where there is one already, which may be filled in."""
    from tools.errors import BadRequest

    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BadRequest(f"{str(path)!r} is there already, maybe filled in. Name another file.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _read(path: Path) -> str:
    from tools.errors import BadRequest

    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        raise BadRequest(
            f"{str(path)!r} is no text file. Write one: groundswell segments dpia NAME --write FILE"
        ) from None
