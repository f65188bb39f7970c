"""The data commands: what they print, and how they fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from server.cli import data
from server.runtime import Runtime
from tests.fakes import HashEmbedder, WordReader
from tools.errors import BadRequest, ImportRefused, UnknownName

ROWS = "id,platform,author,date,body,mood\n1,x,ann,2026-01-05T10:00Z,I love Acme,ok\n2,x,bob,never,hm,ok\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a data command on an empty data folder; return what it printed."""
    app = typer.Typer()
    data.register(app)
    monkeypatch.setenv("GROUNDSWELL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("server.runtime.Runtime", lambda: Runtime(embedder=HashEmbedder(), reader=WordReader()))
    (tmp_path / "posts.csv").write_text(ROWS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return str(result.output)

    return run


def test_an_import_says_what_came_in_what_did_not_and_what_next(run):  # noqa: ANN001 - the fixture above
    said = run("import", "posts.csv", "--dataset", "d", "--own-brand", "Acme=@acmehelp,Acme Corp")
    assert "2 rows of posts: 1 added, 0 changed, 0 known already" in said
    assert "text from body" in said
    assert "not imported: mood" in said
    assert "line 3: created_at: 'never' is no time" in said
    assert "all of them, with reasons: " in said
    assert 'groundswell ask d "' in said


def test_the_report_is_given_as_json_too(run):  # noqa: ANN001 - the fixture above
    report = json.loads(run("import", "posts.csv", "--dataset", "d", "--map", "text=body", "--json"))
    assert (report["added"], report["rejected"], report["not_imported"]) == (1, 1, ["mood"])
    assert report["version"].startswith("v_")


def test_a_dry_run_leaves_no_dataset(run):  # noqa: ANN001 - the fixture above
    assert "leave out --dry-run" in run("import", "posts.csv", "--dataset", "d", "--dry-run")
    assert "There is no dataset yet" in run("datasets")


def test_datasets_are_listed_with_period_brands_and_purposes(run):  # noqa: ANN001 - the fixture above
    run("import", "posts.csv", "--dataset", "d", "--competitor", "Globex", "--purpose", "support,analytics")
    said = run("datasets")
    assert "1 posts  2026-01-05 to 2026-01-05" in said
    assert "for support, analytics" in said
    assert "brands: Globex" in said
    listed = json.loads(run("datasets", "--json"))
    assert (listed[0]["name"], listed[0]["posts"], listed[0]["purposes"]) == ("d", 1, ["support", "analytics"])


def test_facts_are_shown_and_changed_without_a_file(run):  # noqa: ANN001 - the fixture above
    run("import", "posts.csv", "--dataset", "d")
    assert "features: none" in run("dataset", "d")
    said = run(
        "dataset", "d", "--own-brand", "Acme", "--feature", "search", "--purpose", "support", "--retention-days", "9"
    )
    assert "own brand: Acme" in said
    facts = json.loads(run("dataset", "d", "--json"))
    assert (facts["features"], facts["purposes"], facts["retention_days"]) == (["search"], ["support"], 9)


def test_what_is_wrong_is_said_by_typed_errors(run):  # noqa: ANN001 - the fixture above
    with pytest.raises(BadRequest, match="--map 'text' lacks a part"):
        run("import", "posts.csv", "--dataset", "d", "--map", "text")
    with pytest.raises(ImportRefused, match="There is no file"):
        run("import", "none.csv", "--dataset", "d")
    with pytest.raises(UnknownName, match="no dataset 'e'"):
        run("dataset", "e")


def test_what_a_terminal_would_obey_is_made_visible(run, tmp_path: Path):  # noqa: ANN001 - the fixture above
    hostile = ROWS.replace("mood", "mo\u202eod\x1b[2J")
    (tmp_path / "posts.csv").write_text(hostile, encoding="utf-8")
    said = run("import", "posts.csv", "--dataset", "d", "--own-brand", "Ac\u2066me")
    assert "not imported: mo[U+202E RIGHT-TO-LEFT OVERRIDE]od[U+001B][2J" in said
    for command in (("datasets",), ("datasets", "--json"), ("dataset", "d"), ("dataset", "d", "--json")):
        said = run(*command)
        assert "Ac" in said
        assert "\u2066" not in said


@pytest.mark.parametrize("size", ["-1", "0", "nan", "inf"])
def test_a_limit_that_is_none_is_refused_by_the_options_name(run, size: str):  # noqa: ANN001 - the fixture above
    with pytest.raises(BadRequest, match="--max-unpacked-gb"):
        run("import", "posts.csv", "--dataset", "d", "--max-unpacked-gb", size)


@pytest.mark.parametrize("brand", ["", "=x", "  "])
def test_a_brand_needs_a_name(run, brand: str):  # noqa: ANN001 - the fixture above
    with pytest.raises(BadRequest, match="names no brand"):
        run("import", "posts.csv", "--dataset", "d", "--competitor", brand)


def test_a_home_that_leads_nowhere_is_refused(run, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN001 - as above
    monkeypatch.setenv("GROUNDSWELL_HOME", "~no-such-user-here/x")
    with pytest.raises(BadRequest, match="GROUNDSWELL_HOME is '~no-such-user-here/x'"):
        run("datasets")
