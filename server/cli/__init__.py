"""Command line: `groundswell ...`. Each module of this folder registers its commands on `app`."""

from __future__ import annotations

import logging
import sys
from importlib.metadata import entry_points

import typer

from tools.errors import GroundswellError

app = typer.Typer(
    name="groundswell",
    help="Social-media analytics: every number recomputes, every quote is cited, nothing is sent without a person.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line: exit 0, 1 for a refusal said in one line on stderr, 2 for bad usage."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    load_commands()
    try:
        app()
    except GroundswellError as error:
        sys.stderr.write(f"groundswell: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("groundswell: stopped\n")
        sys.exit(130)


def load_commands() -> None:
    """Register every command on `app`, once."""
    if app.registered_commands:
        return
    from server.cli import analysis, calibrate, data, desk, privacy, serve, start

    for module in (start, data, calibrate, analysis, desk, privacy, serve):
        module.register(app)
    for plugin in entry_points(group="groundswell.commands"):
        app.add_typer(plugin.load(), name=plugin.name)
