"""Segment commands: `groundswell segments ...`. Looking and proposing; deciding happens at a terminal only."""

from __future__ import annotations

import typer

from server.cli.segments import assessing, deciding, defining, export, looking

segments = typer.Typer(
    help="Register segments, show where they come from, and decide on them under your reviewer's key.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the group."""
    if not segments.registered_commands:
        for module in (defining, looking, assessing, deciding, export):
            module.register(segments)
    app.add_typer(segments, name="segments")
