"""`groundswell segments list`, `show` and `pack`: what is registered, how it stands, and where it comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from server.cli.output import inert, print_json
from server.cli.segments.opening import Json, Name, Of, open_registry


def register(app: typer.Typer) -> None:
    """Add `list`, `show` and `pack`."""
    app.command("list")(list_segments)
    app.command("show")(show_segment)
    app.command()(pack)


def list_segments(
    dataset: Annotated[str | None, typer.Option("--dataset", help="Only of this dataset.")] = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """List registered segments: how they stand, how large they are, what they are for, what wants attention."""
    from server.segments.showing import list_lines

    registry = open_registry()
    found = registry.list(dataset)
    wanting = {one.id: registry.attention(one) for one in found}
    if as_json:
        print_json([{**one.model_dump(mode="json"), "attention": wanting[one.id]} for one in found])
    else:
        print("\n".join(list_lines(found, wanting)))


def show_segment(
    name: Name,
    lineage: Annotated[bool, typer.Option("--lineage", help="Show what it comes from and went to.")] = False,  # noqa: FBT002 - a flag
    history: Annotated[bool, typer.Option("--history", help="Show what was changed and decided, by whom.")] = False,  # noqa: FBT002 - a flag
    dataset: Of = None,
    as_json: Json = False,  # noqa: FBT002 - a flag
) -> None:
    """Show a segment: what it is, who answers for it, how it stands, and what to do next."""
    from server.segments import tracing
    from server.segments.showing import history_lines, segment_lines

    registry = open_registry()
    found = registry.show(name, dataset=dataset)
    if lineage:
        graph = tracing.traced(registry, found)
        print(inert(tracing.prov_json(graph)) if as_json else "\n".join(tracing.tree_lines(graph)))
    elif history:
        entries = registry.history(found)
        if as_json:
            print_json([one._asdict() | {"at": one.at.isoformat()} for one in entries])
        else:
            print("\n".join(history_lines(entries)))
    elif as_json:
        print_json(found)
    else:
        print("\n".join(segment_lines(found, registry.attention(found))))


def pack(dataset: Annotated[str, typer.Argument(help="Which dataset.")]) -> None:
    """Print what a quarterly review needs, as Markdown: sizes then and now, changes, what is due, what to decide."""
    from server.segments.packing import review_pack

    print(review_pack(open_registry(), dataset), end="")
