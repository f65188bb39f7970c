"""Docs: writes the parts of docs/ that derive from code, and in CI checks that they are up to date.

python -m server.docs --write | --check
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from server.settings import Settings
from tools.tables import DERIVED, TABLES

if TYPE_CHECKING:
    from typer._click import core as click

_ROOT = Path(__file__).parent.parent
_NOTE = "<!-- Written by `make docs`; change the code it derives from, not this file. -->"


def main(arguments: list[str]) -> int:
    """Write the generated files, or say which of them differ from the code; return the exit status."""
    pages = {"tables.md": tables_page(), "settings.md": settings_page(), "commands.md": commands_page()}
    stale = [name for name, text in pages.items() if _read(_ROOT / "docs" / name) != text]
    if arguments == ["--write"]:
        for name in stale:
            (_ROOT / "docs" / name).write_text(pages[name], encoding="utf-8")
        return 0
    if arguments != ["--check"]:
        sys.stderr.write("usage: python -m server.docs --write | --check\n")
        return 2
    for name in stale:
        sys.stderr.write(f"docs/{name} is out of date: run `make docs` and commit it\n")
    return 1 if stale else 0


def tables_page() -> str:
    """Describe every table, column by column."""
    lines = ["# Tables", "", _NOTE, "", "What a dataset holds. Times are UTC.", ""]
    for name, spec in TABLES.items():
        origin = " Computed from posts, never imported." if name in DERIVED else ""
        lines += [f"## {name}", "", f"A row is {spec.row}. Key: {', '.join(spec.key)}.{origin}", ""]
        lines += ["| column | type | what it holds |", "|---|---|---|"]
        for column, (kind, doc, required) in spec.columns.items():
            lines.append(f"| {column}{' *' if required else ''} | {kind} | {doc} |")
        lines.append("")
    return "\n".join([*lines, "\\* A row without it is rejected.", ""])


def settings_page() -> str:
    """Describe every environment variable."""
    lines = ["# Settings", "", _NOTE, "", "Environment variables, or lines of a `.env` file.", ""]
    lines += ["| variable | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, ()) else f"`{field.default}`"
        lines.append(f"| `GROUNDSWELL_{name.upper()}` | {default} | {field.description} |")
    return "\n".join([*lines, ""])


def commands_page() -> str:
    """Describe every command with its arguments and options."""
    from typer.main import get_command

    from server.cli import app, load_commands

    load_commands()
    lines = ["# Commands", "", _NOTE, "", "Every command has `--help`. Errors are one line on stderr; exit 1, or 2 for"]
    lines += ["bad usage.", ""]
    for path, command in _commands(get_command(app), "groundswell"):
        lines += [f"## {path}", "", (command.help or "").strip(), ""]
        lines += [f"- {_parameter(parameter)}" for parameter in command.params if parameter.name != "help"]
        lines.append("")
    return "\n".join(lines)


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    children = getattr(command, "commands", {})
    if not children or command.params:
        yield path, command
    for name in sorted(children):
        yield from _commands(children[name], f"{path} {name}")


def _parameter(parameter: click.Parameter) -> str:
    names = ", ".join(f"`{name}`" for name in parameter.opts) if parameter.opts[0].startswith("-") else ""
    shown = names or f"`{(parameter.name or '').upper()}`"
    return f"{shown}: {getattr(parameter, 'help', None) or 'see above'}"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
