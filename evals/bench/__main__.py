"""`python -m evals.bench [SECTION ...]`: prints the benchmark as a Markdown table, with the machine it ran on."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from evals.bench import Row

SECTIONS = ("start", "embedding", "tools", "search", "importing", "asking")
_VERDICT = {True: "met", False: "MISSED", None: ""}


def main(wanted: list[str]) -> int:
    """Measure the wanted sections, all by default, and print them; return the exit status."""
    if unknown := set(wanted) - set(SECTIONS):
        sys.stderr.write(f"no section {', '.join(sorted(unknown))}; there are: {', '.join(SECTIONS)}\n")
        return 2
    print(f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}\n\n| figure | value | budget | |\n|---|---|---|---|")
    for section in wanted or SECTIONS:
        sys.stderr.write(f"measuring {section}...\n")
        for row in importlib.import_module(f"evals.bench.{section}").rows():
            print(_line(row), flush=True)
    return 0


def _line(row: Row) -> str:
    return f"| {row.name} | {row.value:,.4g} {row.unit} | {row.budget} | {_VERDICT[row.met]} |"


def _machine() -> str:
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    return f"{os.cpu_count()} cores of {model}, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
