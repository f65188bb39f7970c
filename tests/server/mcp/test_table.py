"""Table: the README's table follows the tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.mcp.table import main, put, table
from tools.errors import BadRequest
from tools.registry import tools

README = "# Title\n\n<!-- tools -->\nold\n<!-- /tools -->\n\nrest\n"


def test_every_tool_has_its_row_with_the_first_line_of_its_docstring():
    text = table()
    for tool in tools():
        assert f"| `{tool.name}` | {tool.summary} | {tool.toolset}" in text
    assert "| `ask` | Answer a question about a dataset of social posts in plain language. | always |" in text


def test_the_table_goes_between_the_markers_and_nowhere_else():
    assert put(README) == f"# Title\n\n<!-- tools -->\n{table()}\n<!-- /tools -->\n\nrest\n"


def test_a_readme_without_markers_is_refused():
    with pytest.raises(BadRequest, match="lacks its markers"):
        put("# Title\n")


def test_a_readme_that_is_behind_fails_the_check_until_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    readme = tmp_path / "README.md"
    readme.write_text(README, encoding="utf-8")
    assert main(["--check", "--readme", str(readme)]) == 1
    assert "python -m server.mcp.table --write" in capsys.readouterr().err
    assert main(["--write", "--readme", str(readme)]) == 0
    assert main(["--check", "--readme", str(readme)]) == 0
