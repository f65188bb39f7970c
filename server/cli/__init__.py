"""Command line: `groundswell ...`. Each module of this folder registers its commands on `app`."""

from __future__ import annotations

import gc
import logging
import os
import sqlite3
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError

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
    # Starting makes a million objects that stay; walking them again and again was a fifth of a cold answer.
    gc.set_threshold(100_000, 50, 100)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # the caller closed it
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    load_commands()
    try:
        app()
    except GroundswellError as error:
        _refuse(str(error))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except (OSError, sqlite3.Error) as error:  # no permission, a full disk, a damaged file
        _refuse(f"{error}. See: groundswell doctor")
    except (SettingsError, ValidationError) as error:
        if isinstance(error, ValidationError) and error.title != "Settings":
            raise
        _refuse(f"{_bad_settings(error)} See .env.example.")
    except KeyboardInterrupt:
        sys.stderr.write("groundswell: stopped\n")
        sys.exit(130)


def _refuse(why: str) -> NoReturn:
    from server.desk.visible import escaped

    sys.stderr.write(f"groundswell: {escaped(' '.join(why.split()))}\n")
    sys.exit(1)


def _bad_settings(error: SettingsError | ValidationError) -> str:
    """Name the settings that do not fit, never their values: some are secret."""
    if isinstance(error, SettingsError):
        return f"A setting cannot be read: {error}."
    faults = error.errors(include_url=False, include_input=False)
    return " ".join(f"GROUNDSWELL_{str(fault['loc'][0]).upper()}: {fault['msg']}." for fault in faults)


def load_commands() -> None:
    """Register every command on `app`, once."""
    if app.registered_commands:
        return
    from server.cli import analysis, calibrate, charting, data, desk, privacy, reading, segments, serve, start

    for module in (start, data, calibrate, analysis, charting, reading, desk, segments, privacy, serve):
        module.register(app)
    for plugin in entry_points(group="groundswell.commands"):
        app.add_typer(plugin.load(), name=plugin.name)
