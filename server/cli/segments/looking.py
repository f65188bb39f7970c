"""`groundswell segments list` and `show`: what is registered, how it stands, and where it comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.output import print_json
from server.cli.segments.opening import Json, Name, Of, open_registry


def register(app: typer.Typer) -> None:
    """Add `list` and `show`."""
    app.command("list")(list_segments)
    app.command("show")(show_segment)


def list_segments(
    dataset: Annotated[str | None, typer.Option("--dataset", help="Only of this dataset.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List registered segments: how they stand, how large they are, what they are for, when to look again."""
    from server.segments.showing import list_lines

    registry = open_registry()
    found = registry.list(dataset)
    if as_json:
        print_json(found)
    else:
        print("\n".join(list_lines(found, now=registry.now())))


def show_segment(
    name: Name,
    dataset: Of = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show a segment: what it is, who answers for it, how it stands, and what to do next."""
    from server.segments.showing import segment_lines

    found = open_registry().show(name, dataset=dataset)
    if as_json:
        print_json(found)
    else:
        print("\n".join(segment_lines(found)))
