"""Generated docs: they say what the code says."""

from server.docs import commands_page, settings_page, tables_page
from server.settings import Settings
from tools.tables import TABLES


def test_every_table_and_column_is_described() -> None:
    page = tables_page()
    for name, spec in TABLES.items():
        assert f"## {name}\n" in page
        for column in spec.columns:
            assert f"| {column} " in page


def test_every_setting_is_described() -> None:
    page = settings_page()
    for name in Settings.model_fields:
        assert f"`GROUNDSWELL_{name.upper()}`" in page
    assert "None" not in page


def test_every_command_is_described_with_its_options() -> None:
    page = commands_page()
    for command in ("ask", "import", "drafts approve", "ledger verify", "forget", "eval", "serve"):
        assert f"## groundswell {command}\n" in page
    assert "`--retention-days`" in page
