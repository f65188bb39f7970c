"""Reference: what of docs/importing.md follows from the code. `python -m knowledge.importing.reference` renews it."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.importing.options import importable
from knowledge.importing.presets import GENERIC, PRESETS
from tools.tables import DERIVED, TABLES

PAGE = Path(__file__).parents[2] / "docs" / "importing.md"


def presets() -> str:
    """Return the table of presets, with the pages that document their shapes."""
    lines = ["| `--preset` | reads | documented at |", "|---|---|---|"]
    for preset in PRESETS:
        pages = ", ".join(f"[{page.title}]({page.url})" for page in preset.pages) or "below"
        lines.append(f"| `{preset.name}` | {preset.title} | {pages} |")
    return "\n".join(lines)


def generic() -> str:
    """Return the table of column names that the generic preset knows."""
    lines = ["| ours | filled by the first of these that a row fills |", "|---|---|"]
    lines += [f"| `{ours}` | {', '.join(f'`{name}`' for name in theirs)} |" for ours, theirs in GENERIC.fields.items()]
    return "\n".join(lines)


def tables() -> str:
    """Return the tables that files fill and their columns, those that every row needs in bold."""
    lines = ["| `--table` | a row is | columns |", "|---|---|---|"]
    for name, spec in TABLES.items():
        if name in DERIVED:
            continue
        needed = {column for column, known in spec.columns.items() if known.required}
        columns = ", ".join(f"**{column}**" if column in needed else column for column in importable(name))
        lines.append(f"| `{name}` | {spec.row} | {columns} |")
    return "\n".join(lines)


def renewed(page: str) -> str:
    """Return a page with what stands between the markers of each part written anew."""
    for part in (presets, generic, tables):
        mark = rf"(<!-- {part.__name__}: begin -->\n).*?(<!-- {part.__name__}: end -->)"
        body = part().replace("\\", "\\\\")
        page = re.sub(mark, rf"\g<1>{body}\n\g<2>", page, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
