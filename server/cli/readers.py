"""Readers: the option that names one, and a runtime that uses it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from server.runtime import Runtime

Reader = Annotated[
    str | None,
    typer.Option(
        "--reader", help="Which reader: shipped, onnx:NAME (in the data folder), onnx:./FOLDER or endpoint.",
        show_default="GROUNDSWELL_READER",
    ),
]  # fmt: skip


def runtime_with(reader: str | None) -> Runtime:
    """Return a runtime with the reader named, else that of the settings; say on stderr if texts leave the house."""
    from server.labelling.choose import notice
    from server.runtime import Runtime
    from server.settings import Settings

    runtime = Runtime() if reader is None else Runtime(Settings(reader=reader))
    if said := notice(runtime.settings):
        sys.stderr.write(f"groundswell: {said}\n")
    return runtime
