"""Table: the tools as a Markdown table, generated into README.md between two markers and checked there.

python -m server.mcp.table             print it
python -m server.mcp.table --write     put it into README.md
python -m server.mcp.table --check     exit 1 if README.md holds another one
"""

from __future__ import annotations

import argparse
import sys
from inspect import getdoc
from pathlib import Path
from typing import NoReturn

from server.mcp.entry import Entry
from server.mcp.inventory import DAILY, TOOLSETS, inventory
from server.runtime import Runtime
from server.settings import Settings
from tools.errors import BadRequest
from tools.registry import tools

BEGIN, END = "<!-- tools -->", "<!-- /tools -->"


def table() -> str:
    """Return the table: every tool that can be listed, in the order a client sees it."""
    sets = {tool.name: tool.toolset for tool in tools()}
    rows = [_row(entry, sets.get(entry.name, "")) for entry in _entries()]
    return "\n".join(["| tool | what it does | toolset |", "|---|---|---|", *rows])


def put(readme: str) -> str:
    """Return the README with the table between its markers; BadRequest if it lacks them."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise BadRequest(f"The README lacks its markers: put {BEGIN} and {END} where the table belongs.")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main(arguments: list[str] | None = None) -> int:
    """Print, write or check the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m server.mcp.table")
    parser.add_argument("--readme", type=Path, default=Path("README.md"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true")
    what.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    if not (given.write or given.check):
        sys.stdout.write(table() + "\n")
        return 0
    readme = given.readme.read_text(encoding="utf-8")
    try:
        current = put(readme)
    except BadRequest as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if given.write:
        given.readme.write_text(current, encoding="utf-8")
    elif current != readme:
        sys.stderr.write(f"{given.readme} is behind the tools. Run: python -m server.mcp.table --write\n")
        return 1
    return 0


def _entries() -> tuple[Entry, ...]:
    runtime = Runtime(Settings(_env_file=None, home=Path("unused")))
    return inventory(runtime, asks=_never, desk=_never, toolsets=TOOLSETS, read_only=False)


def _never() -> NoReturn:
    raise AssertionError("the table calls no tool")


def _row(entry: Entry, toolset: str) -> str:
    said = (entry.description or getdoc(entry.work) or "").splitlines()[0].replace("|", "/")
    mark = "" if not toolset or entry.name in DAILY else " (listed on request)"
    return f"| `{entry.name}` | {said} | {toolset or ('desk' if 'draft' in entry.name else 'always')}{mark} |"


if __name__ == "__main__":
    sys.exit(main())
