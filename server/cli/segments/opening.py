"""Opening: the registry on the data folder, and how a command names a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.segments.registry import Registry

Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]
Name = Annotated[str, typer.Argument(help="Name of the segment, or its id, sg_...")]
Of = Annotated[str | None, typer.Option("--dataset", help="Of which dataset, where two have one of that name.")]
As = Annotated[str | None, typer.Option("--as", help="Your name as a reviewer; asked for when left out.")]


def open_registry() -> Registry:
    """Return the registry of the settings' data folder."""
    from server.runtime import Runtime
    from server.segments.registry import Registry

    return Registry(Runtime())
