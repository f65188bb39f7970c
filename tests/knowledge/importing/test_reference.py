"""Reference: the documentation says what the code does."""

from __future__ import annotations

from knowledge.importing.reference import PAGE, renewed


def test_the_documentation_follows_the_code():
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "Run python -m knowledge.importing.reference and commit docs/importing.md."
    assert "| `reddit` |" in page
